/** How long somebody waited, each time, in milliseconds. */
export type Waits = { readonly count: number; readonly p50: number; readonly max: number };

/** The figures of a list of waits. */
export function waitsOf(all: readonly number[]): Waits {
  const sorted = all.toSorted((a, b) => a - b).map(Math.round);
  return { count: sorted.length, p50: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** As a line of figures. */
export function waitsText({ count, p50, max }: Waits): string {
  return `p50 ${p50} ms, max ${max} ms of ${count}`;
}

/** Measures again and again, one after the other, until `isOver` says so, at least `atLeast` times. */
export async function measureUntil(
  isOver: () => boolean,
  measure: () => Promise<number>,
  atLeast = 3,
): Promise<readonly number[]> {
  const all: number[] = [];
  while (all.length < atLeast || !isOver()) all.push(await measure());
  return all;
}
