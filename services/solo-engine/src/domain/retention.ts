/** Blocks that may go: from the base up to, and without, the height to retain. */
export type Pruning = { readonly from: bigint; readonly to: bigint };

/** How many heights one commit prunes at most, so that a block never waits for old ones. */
export const MAX_PRUNED_PER_HEIGHT = 100n;

/** What an application's retain height allows to remove; the head and its predecessor always stay. */
export function planPruning(base: bigint, height: bigint, retainHeight: bigint): Pruning | undefined {
  const least = height - 1n;
  const wanted = retainHeight < least ? retainHeight : least;
  const to = wanted < base + MAX_PRUNED_PER_HEIGHT ? wanted : base + MAX_PRUNED_PER_HEIGHT;
  return retainHeight > 0n && to > base ? { from: base, to } : undefined;
}
