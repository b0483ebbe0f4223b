/** How fast DA blocks come, learned from their headers. */
export type DaPace = { readonly intervalMs: number | undefined; readonly last: Moment | undefined };

type Moment = { readonly height: bigint; readonly timeMs: number };

/** Nothing seen. */
export const unknownPace: DaPace = { intervalMs: undefined, last: undefined };

/** Faster chains are not waited for any shorter. */
const MIN_INTERVAL_MS = 200;
/** What a new interval weighs against all before. */
const WEIGHT = 0.2;

/** A DA block was made at a time. What is not newer changes nothing. */
export function observe({ intervalMs, last }: DaPace, moment: Moment): DaPace {
  if (last === undefined) return { intervalMs, last: moment };
  if (moment.height <= last.height) return { intervalMs, last };
  const measured = (moment.timeMs - last.timeMs) / Number(moment.height - last.height);
  if (measured <= 0) return { intervalMs, last: moment };
  const mixed = intervalMs === undefined ? measured : intervalMs * (1 - WEIGHT) + measured * WEIGHT;
  return { intervalMs: Math.max(MIN_INTERVAL_MS, mixed), last: moment };
}

/** How long a batch may wait for more blocks: one DA block, and no longer than allowed. */
export function batchAgeMs({ intervalMs }: DaPace, maxAgeMs: number): number {
  return Math.min(maxAgeMs, intervalMs ?? maxAgeMs);
}
