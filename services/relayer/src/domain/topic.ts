import { type RollupId, toHex } from '@switchyard/primitives';

/** Where a block was published: for everyone without a section, or for one rollup with its own. */
export type BlockTopic = { readonly kind: 'blocks' } | { readonly kind: 'rollup'; readonly id: RollupId };

/** The topic as a key. */
export function topicKey(topic: BlockTopic): string {
  return topic.kind === 'blocks' ? 'blocks' : toHex(topic.id);
}

/** Heights farther than this from the tip, either way, are not looked at; specs/07-gossip.md. */
export const windowHeights = 64n;

/** Whether a height is in (tip − 64, tip + 64]. */
export function isWithinWindow(height: bigint, tip: bigint): boolean {
  return height > tip - windowHeights && height <= tip + windowHeights;
}
