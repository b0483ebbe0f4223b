import { NAMESPACE_SIZE, parityNamespace } from './namespaces.ts';
import { foldLevel, foldNodes, hashInner, hashLeaf, NODE_SIZE, writeLeaf } from './nmt.ts';
import { SHARE_SIZE } from './shares.ts';
import type { Square } from './square.ts';

/**
 * The share that fills the parity quadrants: this package does no Reed–Solomon coding, so a square of ours can be
 * proven and read but not sampled. A square of one share is its own code, so there the parity is the true one.
 */
export const parityShare: Uint8Array = new Uint8Array(SHARE_SIZE).fill(0xff);

/** A row or column of an extended square as a tree: `width` leaves, the upper half of them parity. */
export type AxisTree = {
  readonly width: number;
  readonly root: Uint8Array;
  /** The node over `size` leaves (a power of two) from `start` (a multiple of it). */
  node(start: number, size: number): Uint8Array;
};

/** The leaves of a row's original half, adjacent. */
export function rowLeaves({ width, shares }: Square, row: number): Uint8Array {
  const leaves = new Uint8Array(width * NODE_SIZE);
  for (let column = 0; column < width; column++) {
    const at = (row * width + column) * SHARE_SIZE;
    writeLeaf(shares.subarray(at, at + NAMESPACE_SIZE), shares, at, leaves, column * NODE_SIZE);
  }
  return leaves;
}

/** The tree of an original row of the extended square. */
export function rowTree(square: Square, row: number): AxisTree {
  const half = square.width;
  const levels = [rowLeaves(square, row)];
  for (let nodes = levels[0]; nodes !== undefined && nodes.length > NODE_SIZE; ) {
    nodes = foldLevel(nodes);
    levels.push(nodes);
  }
  const parity = parityOf(square);
  const root = hashInner(nodeAt(levels, half, 0), parity(half));
  return {
    width: 2 * half,
    root,
    node: (start, size) => {
      if (size === 2 * half) return root;
      return start >= half ? parity(size) : nodeAt(levels, size, start);
    },
  };
}

/** The root of a row or column whose original half is given as leaves. */
export function axisRoot(square: Square, leaves: Uint8Array): Uint8Array {
  return hashInner(foldNodes(leaves), parityOf(square)(square.width));
}

/** The root of the rows and columns that are parity alone. */
export function parityAxisRoot(square: Square): Uint8Array {
  return parityOf(square)(2 * square.width);
}

/** The share that stands at each place of a square's parity quadrants. */
export function parityShareOf({ width, shares }: Square): Uint8Array {
  return width === 1 ? shares.subarray(0, SHARE_SIZE) : parityShare;
}

function nodeAt(levels: readonly Uint8Array[], size: number, start: number): Uint8Array {
  const at = (start / size) * NODE_SIZE;
  return (levels[Math.log2(size)] ?? new Uint8Array()).subarray(at, at + NODE_SIZE);
}

const fixedRoots: Uint8Array[] = [];

/** Roots over 1, 2, 4 … equal parity leaves, by number of leaves. */
function parityOf(square: Square): (leaves: number) => Uint8Array {
  const roots = square.width === 1 ? [] : fixedRoots;
  return (leaves) => {
    let root = roots[0] ?? hashLeaf(parityNamespace, parityShareOf(square));
    roots[0] = root;
    for (let level = 1; 2 ** level <= leaves; level++) {
      root = roots[level] ?? hashInner(root, root);
      roots[level] = root;
    }
    return root;
  };
}
