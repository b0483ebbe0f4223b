import { type SequencerHeight, SwitchyardError } from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
import type { BlockSource } from './block-source.ts';
import type { FollowedChain } from './chain.ts';
import { createBlockCache } from './domain/block-cache.ts';
import { createGate } from './gate.ts';
import type { RelayerMetrics } from './metrics.ts';

/** Blocks by height: recent ones from memory, older ones made again from the block store. */
export type BlockLookup = {
  /** Keeps a block that the relay loop has verified. */
  readonly keep: (block: SignedBlock) => void;
  /** @throws HeightNotRelayedError, BusyError; transient and rejected errors of the source. */
  get(height: SequencerHeight, signal: AbortSignal): Promise<SignedBlock>;
  readonly usage: () => { readonly blocks: number; readonly bytes: number };
};

/** How much it may hold and do. */
export type BlockLookupOptions = { readonly maxBytes: number };

/** Each may hold a whole block in several forms at once. */
const maxRebuilds = 2;
const maxWaitingRebuilds = 64;

/** A lookup over a cache of so many bytes. */
export function createBlockLookup(
  {
    source,
    chain,
    metrics,
  }: { readonly source: BlockSource; readonly chain: FollowedChain; readonly metrics: RelayerMetrics },
  { maxBytes }: BlockLookupOptions,
): BlockLookup {
  const cache = createBlockCache<SignedBlock>(maxBytes);
  const gate = createGate({ atOnce: maxRebuilds, waiting: maxWaitingRebuilds });

  const keep = (block: SignedBlock): void => {
    cache.put({ height: block.header.height, bytes: weightOf(block), value: block });
    metrics.cacheBytes.set(cache.bytes());
  };

  return {
    keep,
    get: async (height, signal) => {
      if (height < 1n || height > chain.head.value.height) {
        throw new HeightNotRelayedError(height, chain.head.value.height);
      }
      const recent = cache.get(height);
      if (recent !== undefined) return recent;
      return gate.run(async () => {
        const made = cache.get(height);
        if (made !== undefined) return made;
        metrics.rebuilds.inc();
        const { block } = await source.build(height, signal);
        keep(block);
        return block;
      }, signal);
    },
    usage: () => ({ blocks: cache.size(), bytes: cache.bytes() }),
  };
}

/** What each array costs besides its bytes. */
const arrayBytes = 128;

/** About how much memory a block takes. */
function weightOf({ sections, commit, rollupIds }: SignedBlock): number {
  const items = sections.flatMap((section) => section.items);
  const arrays = items.length + 4 * commit.signatures.length + 16 * rollupIds.length + 32;
  return items.reduce((sum, item) => sum + item.length, 0) + arrayBytes * arrays;
}

/** The height is above the relayer's head. */
export class HeightNotRelayedError extends SwitchyardError {
  override readonly code = 'RELAYER_HEIGHT_NOT_YET';
  override readonly fault = 'transient';

  constructor(height: bigint, head: bigint) {
    super('height is not relayed yet', { height, head });
  }
}
