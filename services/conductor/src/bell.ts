import { asError } from '@switchyard/service-kit';

/** Wakes one waiter when something may be there. A ring before the wait is not lost. */
export type Bell = {
  readonly ring: () => void;
  /** Resolves after a ring since the last wait. @throws the signal's reason. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
};

/** A bell that has not rung. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (signal) => {
      signal.throwIfAborted();
      if (!rung) {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const stop = (): void => reject(asError(signal.reason));
        signal.addEventListener('abort', stop, { once: true });
        wake = resolve;
        try {
          await promise;
        } finally {
          wake = undefined;
          signal.removeEventListener('abort', stop);
        }
      }
      rung = false;
    },
  };
}
