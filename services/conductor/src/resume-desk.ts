/** What became of an operator's command. */
export type ResumeOutcome =
  | { readonly kind: 'resumed'; readonly height: bigint }
  /** Nothing is stopped. */
  | { readonly kind: 'not-stopped' }
  /** The rollup did not go back; `remedy` says what to do. */
  | { readonly kind: 'refused'; readonly remedy: string };

/** An operator's command to go on, under way. */
type ResumeCommand = { readonly answer: (outcome: ResumeOutcome) => void };

/** Hands commands of the admin server to the loop that stands still. */
export type ResumeDesk = {
  /** Resolves when the command was carried out or refused. */
  readonly ask: () => Promise<ResumeOutcome>;
  /** The next command; waits for one. @throws the signal's reason. */
  readonly next: (signal: AbortSignal) => Promise<ResumeCommand>;
};

/** A desk at which, while nobody waits for commands, they are answered with not-stopped. */
export function createResumeDesk(): ResumeDesk {
  let waiting: ((command: ResumeCommand) => void) | undefined;
  return {
    ask: () => {
      const taker = waiting;
      if (taker === undefined) return Promise.resolve({ kind: 'not-stopped' });
      waiting = undefined;
      const { promise, resolve } = Promise.withResolvers<ResumeOutcome>();
      taker({ answer: resolve });
      return promise;
    },
    next: async (signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<ResumeCommand>();
      const stop = (): void => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      waiting = resolve;
      try {
        return await promise;
      } finally {
        waiting = undefined;
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
