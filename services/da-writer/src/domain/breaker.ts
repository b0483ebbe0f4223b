/** Keeps a failing neighbour from being called without pause: open after a failure, then one call at a time. */
export type Breaker = {
  readonly failures: number;
  /** No call before this. */
  readonly openUntilMs: number;
  /** The code of what failed last. */
  readonly code: string | undefined;
};

/** Nothing has failed. */
export const closedBreaker: Breaker = { failures: 0, openUntilMs: 0, code: undefined };

const FIRST_PAUSE_MS = 250;
/** Longer pauses would delay healing. */
export const MAX_PAUSE_MS = 5_000;

/** A call failed at a time. */
export function failed({ failures }: Breaker, code: string, nowMs: number): Breaker {
  const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 16));
  return { failures: failures + 1, openUntilMs: nowMs + pauseMs, code };
}

/** How many calls may be under way now. */
export function allowed({ failures, openUntilMs }: Breaker, atMost: number, nowMs: number): number {
  if (failures === 0) return atMost;
  return nowMs < openUntilMs ? 0 : 1;
}

/** As people read it. */
export function breakerState(breaker: Breaker, nowMs: number): 'closed' | 'open' | 'half-open' {
  if (breaker.failures === 0) return 'closed';
  return nowMs < breaker.openUntilMs ? 'open' : 'half-open';
}
