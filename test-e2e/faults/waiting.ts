import { setTimeout as sleep } from 'node:timers/promises';

/** Something did not come true in time. */
export class NeverError extends Error {
  constructor(what: string, afterMs: number, cause?: unknown) {
    super(`${what}: not within ${(afterMs / 1_000).toFixed(0)} s`, { cause });
  }
}

const POLL_MS = 200;

/** Waits. @throws the signal's reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Asks until there is an answer; what is thrown is no answer. @throws NeverError, the signal's reason. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { ms, pollMs = POLL_MS }: { readonly ms: number; readonly pollMs?: number },
  signal: AbortSignal,
): Promise<T> {
  const began = performance.now();
  let last: unknown;
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() - began > ms) throw new NeverError(what, ms, last);
    await pause(pollMs, signal);
  }
}
