import { codeOf, faultOf } from '@switchyard/primitives';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';

/** How to try again. */
export type RetryOptions = {
  readonly clock: Clock;
  /** What is tried, a constant: it names log lines and metrics. */
  readonly operation: string;
  /** The first distance; it doubles up to the last. */
  readonly minDelayMs?: number;
  readonly maxDelayMs?: number;
  /** Each retry is a warning here. */
  readonly log?: Logger;
  readonly onRetry?: (error: unknown) => void;
};

/** No distance between two tries is longer, so that progress after healing is soon. */
export const maxRetryDelayMs = 2_000;

/**
 * Calls until it works, again after each `transient` failure with growing, jittered distance, for as long as the signal
 * allows. @throws the first failure of another fault; the signal's reason.
 */
export async function retrying<T>(
  { clock, operation, minDelayMs = 100, maxDelayMs = maxRetryDelayMs, log, onRetry }: RetryOptions,
  fn: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await fn(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) !== 'transient') throw error;
      const ceiling = Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(attempt, 16));
      const delayMs = Math.ceil(ceiling / 2 + (Math.random() * ceiling) / 2);
      onRetry?.(error);
      // The first failures of a start-up race are not news.
      const level = attempt < 2 ? 'debug' : 'warn';
      log?.[level]({ operation, code: codeOf(error), err: error, attempt, delayMs }, 'trying again');
      await clock.sleep(delayMs, signal);
    }
  }
}
