import { SwitchyardError } from '@switchyard/primitives';

/** Time as a dependency, so that tests own it. */
export type Clock = {
  /** Milliseconds since the Unix epoch, as the machine has it: it may step and drift. For stamps, never for waits. */
  readonly now: () => number;
  /** Milliseconds since a moment of this process, at an even pace whatever the time of day does. For ages and deadlines. */
  readonly elapsed: () => number;
  /** Resolves after so many milliseconds. @throws the signal's reason when it aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) return Promise.reject(asError(signal.reason));
    const aborted = (): void => {
      clearTimeout(timer);
      reject(asError(signal.reason));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    signal.addEventListener('abort', aborted, { once: true });
    return promise;
  },
};

/** A wait took longer than it may; the context says what it waited for. */
export class DeadlineError extends SwitchyardError {
  override readonly code = 'DEADLINE';
  override readonly fault = 'transient';

  constructor(what: string, ms: number) {
    super('timed out', { what, ms });
  }
}

/** Runs with a signal that also aborts, with a DeadlineError, after so many milliseconds of real time. */
export async function withDeadline<T>(
  { ms, what }: { readonly ms: number; readonly what: string },
  run: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const deadline = new AbortController();
  const expired = new DeadlineError(what, ms);
  const timer = setTimeout(() => deadline.abort(expired), ms);
  const either = AbortSignal.any([signal, deadline.signal]);
  const gaveUp = Promise.withResolvers<never>();
  const onAbort = (): void => gaveUp.reject(asError(either.reason));
  either.addEventListener('abort', onAbort, { once: true });
  gaveUp.promise.catch(() => undefined);
  try {
    return await Promise.race([run(either), gaveUp.promise]);
  } catch (error) {
    throw deadline.signal.aborted && !signal.aborted ? expired : error;
  } finally {
    clearTimeout(timer);
    either.removeEventListener('abort', onAbort);
  }
}

/** What was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('a value that is no error was thrown', { cause: thrown });
}
