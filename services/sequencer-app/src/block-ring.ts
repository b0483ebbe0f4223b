/** The items of the last blocks, for the node's relayer. */
export type BlockRing = {
  readonly add: (height: bigint, items: readonly Uint8Array[]) => void;
  readonly get: (height: bigint) => readonly Uint8Array[] | undefined;
};

const MAX_BLOCKS = 64;
/** 64 full blocks would be half a gigabyte. Older ones are in the block store of consensus. */
const MAX_BYTES = 96 * 1_048_576;

/** An empty ring; the last block is always in it. */
export function createBlockRing(): BlockRing {
  const blocks = new Map<bigint, { readonly items: readonly Uint8Array[]; readonly bytes: number }>();
  let total = 0;
  return {
    add: (height, items) => {
      const bytes = items.reduce((sum, item) => sum + item.length, 0);
      blocks.set(height, { items, bytes });
      total += bytes;
      for (const [oldest, block] of blocks) {
        if (blocks.size <= 1 || (blocks.size <= MAX_BLOCKS && total <= MAX_BYTES)) break;
        blocks.delete(oldest);
        total -= block.bytes;
      }
    },
    get: (height) => blocks.get(height)?.items,
  };
}
