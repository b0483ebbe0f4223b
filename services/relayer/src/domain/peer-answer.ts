/** Which heights answer a peer that asks for a run of blocks. */
export type BlockRun = { readonly from: bigint; readonly to: bigint };

/** How much one request may cost. */
export const maxBlocksPerRequest = 256;

/** The part of the run that exists; undefined when there is none. */
export function blockRun(
  { from, count }: { readonly from: bigint; readonly count: number },
  head: bigint,
): BlockRun | undefined {
  const wanted = Math.min(count, maxBlocksPerRequest);
  if (from < 1n || wanted < 1 || from > head) return undefined;
  const last = from + BigInt(wanted) - 1n;
  return { from, to: last < head ? last : head };
}
