/** What most and nearly all of the values are below. */
export type Spread = { readonly p50: number; readonly p99: number; readonly count: number };

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN);
  return { p50: at(0.5), p99: at(0.99), count: sorted.length };
}
