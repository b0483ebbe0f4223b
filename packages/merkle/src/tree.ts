import { type Hash32, sha256 } from '@switchyard/primitives';

const LEAF_PREFIX = new Uint8Array([0]);
const NODE_PREFIX = new Uint8Array([1]);
const emptyRoot: Hash32 = sha256(new Uint8Array());

/** The hash of one leaf; RFC 6962 §2.1. */
export function leafHash(leaf: Uint8Array): Hash32 {
  return sha256(LEAF_PREFIX, leaf);
}

/** The hash of a node over its two children; RFC 6962 §2.1. */
export function innerHash(left: Uint8Array, right: Uint8Array): Hash32 {
  return sha256(NODE_PREFIX, left, right);
}

/** The Merkle tree hash of a list of leaves, which is CometBFT's too; SHA-256 of nothing when the list is empty. */
export function merkleRoot(leaves: readonly Uint8Array[]): Hash32 {
  let level: readonly Hash32[] = leaves.map(leafHash);
  while (level.length > 1) level = parentsOf(level);
  return level[0] ?? emptyRoot;
}

/**
 * The hashes from a leaf to the root that prove it: at each level its sibling, nothing where it has none.
 * @throws RangeError when there is no such leaf.
 */
export function merklePath(leaves: readonly Uint8Array[], index: number): readonly Hash32[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  return pathIn(levelsOf(leaves), index);
}

/** A whole tree: its root, and for each leaf its hash and its path. */
export type MerkleTree = {
  readonly root: Hash32;
  readonly leafHashes: readonly Hash32[];
  readonly paths: readonly (readonly Hash32[])[];
};

/** Root, leaf hashes and all paths, for one pass over the leaves. */
export function merkleTree(leaves: readonly Uint8Array[]): MerkleTree {
  const levels = levelsOf(leaves);
  return {
    root: levels.at(-1)?.[0] ?? emptyRoot,
    leafHashes: levels[0],
    paths: leaves.map((_, index) => pathIn(levels, index)),
  };
}

/** The paths of all leaves, for the cost of one tree. */
export function merklePaths(leaves: readonly Uint8Array[]): readonly (readonly Hash32[])[] {
  return merkleTree(leaves).paths;
}

/**
 * Level by level from the leaf hashes to the root. Pairing neighbours and lifting the odd one out gives the same tree
 * as the RFC's split at the largest power of two.
 */
function levelsOf(leaves: readonly Uint8Array[]): readonly [readonly Hash32[], ...(readonly Hash32[])[]] {
  let level: readonly Hash32[] = leaves.map(leafHash);
  const levels: [readonly Hash32[], ...(readonly Hash32[])[]] = [level];
  while (level.length > 1) {
    level = parentsOf(level);
    levels.push(level);
  }
  return levels;
}

function parentsOf(level: readonly Hash32[]): readonly Hash32[] {
  const parents: Hash32[] = [];
  let left: Hash32 | undefined;
  for (const node of level) {
    if (left === undefined) left = node;
    else {
      parents.push(innerHash(left, node));
      left = undefined;
    }
  }
  if (left !== undefined) parents.push(left);
  return parents;
}

function pathIn(levels: readonly (readonly Hash32[])[], index: number): readonly Hash32[] {
  const path: Hash32[] = [];
  let position = index;
  for (const level of levels) {
    const sibling = level[position % 2 === 0 ? position + 1 : position - 1];
    if (sibling !== undefined) path.push(sibling);
    position = Math.floor(position / 2);
  }
  return path;
}
