import { asError, type Clock } from '@switchyard/service-kit';
import type { Progress } from './child.ts';

const askEachMs = 1_000;

/**
 * Resolves with how long a program stood still, in milliseconds, once that is longer than it may; never while it goes
 * on. Each stall in a row is given twice the time: what stands still for another's sake is not killed again and again.
 */
export async function untilStalled(
  { read, withinMs, onChange }: Progress,
  { clock, stallsBefore, moved, untold }: StallWatch,
  signal: AbortSignal,
): Promise<number> {
  const patience = Math.min(withinMs * 2 ** stallsBefore, maxPatienceMs);
  let last: string | undefined;
  let changedAt = clock.elapsed();
  for (;;) {
    await clock.sleep(askEachMs, signal);
    const value = await read(signal);
    if (value !== undefined && value !== last) {
      // The first value is what it had before.
      if (last !== undefined) moved();
      // A full disk must not end the watch.
      await onChange?.(value).catch((error: unknown) => untold(asError(error)));
      last = value;
      changedAt = clock.elapsed();
    }
    const stood = clock.elapsed() - changedAt;
    if (stood > patience) return stood;
  }
}

const maxPatienceMs = 240_000;

/** What it needs. */
export type StallWatch = {
  readonly clock: Clock;
  /** How often the program was found standing still since it last did something. */
  readonly stallsBefore: number;
  readonly moved: () => void;
  /** Whoever was to be told of a change could not take it. */
  readonly untold: (error: Error) => void;
};
