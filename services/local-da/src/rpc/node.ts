import type { Namespace } from '@switchyard/primitives';
import type { Logger, Watch } from '@switchyard/service-kit';
import type { BlobEntry, ChainStore, FinalBlock } from '../adapters/chain-store.ts';
import type { Chain } from '../chain.ts';
import type { Genesis } from '../domain/genesis.ts';
import { isWithheld, type Knobs } from '../domain/knobs.ts';
import type { Mempool } from '../mempool.ts';
import type { LocalDaMetrics } from '../metrics.ts';
import { MethodError } from './errors.ts';

/** What the methods work on. */
export type NodeDeps = {
  readonly genesis: Genesis;
  readonly store: ChainStore;
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly knobs: Watch<Knobs>;
  readonly metrics: LocalDaMetrics;
  readonly log: Logger;
};

/** The block of a height; waits for the one above the head. @throws MethodError for 0 and for what is further. */
export async function blockAt(
  { chain, store }: NodeDeps,
  height: bigint,
  signal: AbortSignal,
): Promise<FinalBlock> {
  if (height === 0n) throw new MethodError('height is equal to 0');
  const head = chain.height.value;
  if (height > head + 1n) {
    const heights = `networkHeight: ${head}, requestedHeight: ${height}`;
    throw new MethodError(`header: given height is from the future: ${heights}`);
  }
  await chain.height.until((reached) => reached >= height, signal);
  return store.final(height);
}

/** The blobs of a namespace in a block, in square order. @throws MethodError when a knob withholds one of them. */
export function blobsIn({ knobs }: NodeDeps, block: FinalBlock, space: Namespace): readonly BlobEntry[] {
  const found = block.blobs.filter(({ namespace }) => Buffer.compare(namespace, space) === 0);
  assertGiven(found, knobs.value);
  return found;
}

/** Refuses what reads a block's square regardless of namespaces. @throws MethodError */
export function assertWholeSquare({ knobs }: NodeDeps, { blobs }: FinalBlock): void {
  assertGiven(blobs, knobs.value);
}

/** The heights from the one above the head on, each when it is final. */
export async function* newHeights(
  { chain }: Pick<NodeDeps, 'chain'>,
  signal: AbortSignal,
): AsyncGenerator<bigint, void, undefined> {
  for (let next = chain.height.value + 1n; ; next++) {
    const height = next;
    await chain.height.until((reached) => reached >= height, signal);
    yield height;
  }
}

function assertGiven(blobs: readonly BlobEntry[], knobs: Knobs): void {
  if (blobs.some((blob) => isWithheld(knobs, blob))) throw new MethodError('share: data not available');
}
