import { merkleRoot } from '@switchyard/merkle';
import type { Hash32 } from '@switchyard/primitives';
import { foldNodes, NODE_SIZE, writeLeaf } from './nmt.ts';
import { type Blob, blobToShareBytes, SHARE_SIZE } from './shares.ts';

/** celestia-app appconsts.SubtreeRootThreshold. */
export const SUBTREE_ROOT_THRESHOLD = 64;

/** How many shares each subtree of a blob has, so that the commitment does not depend on the square's size. */
export function subtreeWidth(shares: number): number {
  const byThreshold = powerOfTwoFrom(Math.ceil(shares / SUBTREE_ROOT_THRESHOLD));
  return Math.min(byThreshold, powerOfTwoFrom(Math.ceil(Math.sqrt(shares))));
}

/** The sizes of the subtrees in order: full ones, then ever smaller powers of two. */
export function subtreeSizes(shares: number): readonly number[] {
  const width = subtreeWidth(shares);
  const sizes: number[] = [];
  for (let rest = shares; rest > 0; ) {
    const size = rest >= width ? width : 2 ** Math.floor(Math.log2(rest));
    sizes.push(size);
    rest -= size;
  }
  return sizes;
}

/** The namespaced roots of a blob's subtrees. */
export function subtreeRoots(blob: Blob): readonly Uint8Array[] {
  const shares = blobToShareBytes(blob);
  let share = 0;
  return subtreeSizes(shares.length / SHARE_SIZE).map((size) => {
    const leaves = new Uint8Array(size * NODE_SIZE);
    for (let i = 0; i < size; i++, share++) {
      writeLeaf(blob.namespace, shares, share * SHARE_SIZE, leaves, i * NODE_SIZE);
    }
    return foldNodes(leaves);
  });
}

/** What a blob's payer signs: the Merkle root over its subtree roots. */
export function blobCommitment(blob: Blob): Hash32 {
  return merkleRoot(subtreeRoots(blob));
}

/** The lowest power of two that is not below a number. */
export function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
