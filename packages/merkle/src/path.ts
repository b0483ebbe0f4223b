import { equalBytes, type Hash32 } from '@switchyard/primitives';
import { innerHash, leafHash } from './tree.ts';

/** A leaf, the place it claims in a list of `total`, and the hashes from it to the root. */
export type PathClaim = {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly total: number;
  readonly path: readonly Uint8Array[];
};

/**
 * Whether the root is that of a list with this leaf at this index.
 *
 * `total` is checked against the path's length only: two totals whose trees give the leaf the same path cannot be told
 * apart, so a caller that relies on `total` must take it from where the root commits to it.
 */
export function verifyMerklePath({ root, ...claim }: PathClaim & { readonly root: Uint8Array }): boolean {
  const computed = rootFromPath(claim);
  return computed !== undefined && equalBytes(computed, root);
}

/** The root that a path leads to, or undefined when no tree of `total` leaves has such a path at this index. */
export function rootFromPath({ leaf, index, total, path }: PathClaim): Hash32 | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(total) || index < 0 || index >= total) {
    return undefined;
  }
  let node = leafHash(leaf);
  let used = 0;
  let last = total - 1;
  for (let position = index; last > 0; position = Math.floor(position / 2), last = Math.floor(last / 2)) {
    const isRight = position % 2 === 1;
    if (!isRight && position === last) continue;
    const sibling = path[used++];
    if (sibling === undefined || sibling.length !== 32) return undefined;
    node = isRight ? innerHash(sibling, node) : innerHash(node, sibling);
  }
  return used === path.length ? node : undefined;
}

/**
 * The root of a list whose first leaf is this one: every sibling on its path is a right one, so neither index nor
 * length of the list need be known or trusted.
 */
export function rootOfFirstLeaf(leaf: Uint8Array, path: readonly Uint8Array[]): Hash32 {
  let node = leafHash(leaf);
  for (const sibling of path) node = innerHash(node, sibling);
  return node;
}
