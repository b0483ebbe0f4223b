import { equalBytes, type Hash32, hash32 } from '@switchyard/primitives';
import { bitOf, emptyStateRoot, type StateProof, stateInnerHash, stateLeafHash } from '@switchyard/protocol';

/** A value's hash under a key's hash; undefined removes the key. */
export type TreeChange = { readonly keyHash: Uint8Array; readonly valueHash: Uint8Array | undefined };

/** The authenticated tree over the hashes of a state; specs/05-state-machine.md §2. */
export type StateTree = {
  readonly root: () => Hash32;
  /** Costs what it changes, whatever the tree holds. */
  readonly apply: (changes: Iterable<TreeChange>) => void;
  /** The proof that the key has its value, or none. */
  readonly prove: (keyHash: Uint8Array) => StateProof;
  readonly size: () => number;
};

const NONE = -1;
const LEAF = -1;
const FIRST_CAPACITY = 1_024;
/** Key hash and value hash. */
const LEAF_BYTES = 64;

/**
 * A tree in a few typed arrays: a million keys take about 150 MB, where objects would take a gigabyte. A node is an
 * index; an inner node has the bit at which its sides part, a leaf the place of its key.
 */
export function createStateTree(): StateTree {
  let nodes = allocate(FIRST_CAPACITY);
  let leaves = new Uint8Array(FIRST_CAPACITY * LEAF_BYTES);
  const freeNodes: number[] = [];
  const freeKeys: number[] = [];
  let nodeCount = 0;
  let keyCount = 0;
  let root = NONE;

  const hashAt = (node: number): Uint8Array => nodes.hash.subarray(node * 32, node * 32 + 32);
  const keyAt = (leaf: number): Uint8Array => {
    const start = at(nodes.left, leaf) * LEAF_BYTES;
    return leaves.subarray(start, start + 32);
  };
  const isLeaf = (node: number): boolean => at(nodes.bit, node) === LEAF;
  const sideOf = (node: number, keyHash: Uint8Array): Int32Array =>
    bitOf(keyHash, at(nodes.bit, node)) === 0 ? nodes.left : nodes.right;

  const setValue = (leaf: number, keyHash: Uint8Array, valueHash: Uint8Array): void => {
    leaves.set(valueHash, at(nodes.left, leaf) * LEAF_BYTES + 32);
    nodes.hash.set(stateLeafHash(keyHash, valueHash), leaf * 32);
  };

  const newNode = (): number => {
    const reused = freeNodes.pop();
    if (reused !== undefined) return reused;
    if (nodeCount === nodes.bit.length) nodes = grown(nodes);
    return nodeCount++;
  };
  const newLeaf = (keyHash: Uint8Array, valueHash: Uint8Array): number => {
    let place = freeKeys.pop();
    if (place === undefined) {
      if (keyCount * LEAF_BYTES === leaves.length) leaves = doubled(leaves);
      place = keyCount++;
    }
    leaves.set(keyHash, place * LEAF_BYTES);
    const node = newNode();
    nodes.bit[node] = LEAF;
    nodes.left[node] = place;
    nodes.dirty[node] = 0;
    setValue(node, keyHash, valueHash);
    return node;
  };

  /** The leaf where the search for a key ends, and the inner nodes on the way. */
  const search = (keyHash: Uint8Array): { readonly leaf: number; readonly way: readonly number[] } => {
    const way: number[] = [];
    let node = root;
    while (!isLeaf(node)) {
      way.push(node);
      node = at(sideOf(node, keyHash), node);
    }
    return { leaf: node, way };
  };
  const replaceChild = (parent: number | undefined, keyHash: Uint8Array, child: number): void => {
    if (parent === undefined) root = child;
    else sideOf(parent, keyHash)[parent] = child;
  };
  const touch = (way: readonly number[]): void => {
    for (const node of way) nodes.dirty[node] = 1;
  };

  const put = (keyHash: Uint8Array, valueHash: Uint8Array): void => {
    if (root === NONE) {
      root = newLeaf(keyHash, valueHash);
      return;
    }
    const { leaf, way } = search(keyHash);
    const parting = firstDifference(keyHash, keyAt(leaf));
    if (parting === undefined) {
      setValue(leaf, keyHash, valueHash);
      touch(way);
      return;
    }
    const above = way.filter((node) => at(nodes.bit, node) < parting);
    const below = way[above.length] ?? leaf;
    const fresh = newLeaf(keyHash, valueHash);
    const inner = newNode();
    const isRight = bitOf(keyHash, parting) === 1;
    nodes.bit[inner] = parting;
    nodes.left[inner] = isRight ? below : fresh;
    nodes.right[inner] = isRight ? fresh : below;
    nodes.dirty[inner] = 1;
    replaceChild(above.at(-1), keyHash, inner);
    touch(above);
  };

  const remove = (keyHash: Uint8Array): void => {
    if (root === NONE) return;
    const { leaf, way } = search(keyHash);
    if (!equalBytes(keyAt(leaf), keyHash)) return;
    const parent = way.at(-1);
    if (parent === undefined) root = NONE;
    else {
      const sibling = at(sideOf(parent, keyHash) === nodes.left ? nodes.right : nodes.left, parent);
      replaceChild(way.at(-2), keyHash, sibling);
      touch(way.slice(0, -1));
      freeNodes.push(parent);
    }
    freeKeys.push(at(nodes.left, leaf));
    freeNodes.push(leaf);
  };

  /** Depth is that of the keys' common prefixes: at most 256, for hashes a little over log2 of their number. */
  const rehash = (node: number): void => {
    if (isLeaf(node) || at(nodes.dirty, node) === 0) return;
    const left = at(nodes.left, node);
    const right = at(nodes.right, node);
    rehash(left);
    rehash(right);
    nodes.hash.set(stateInnerHash(at(nodes.bit, node), hashAt(left), hashAt(right)), node * 32);
    nodes.dirty[node] = 0;
  };

  return {
    root: () => (root === NONE ? emptyStateRoot : hash32(hashAt(root).slice())),
    apply: (changes) => {
      for (const { keyHash, valueHash } of changes) {
        if (valueHash === undefined) remove(keyHash);
        else put(keyHash, valueHash);
      }
      if (root !== NONE) rehash(root);
    },
    prove: (keyHash) => {
      if (root === NONE) return { kind: 'empty' };
      const { leaf, way } = search(keyHash);
      const start = at(nodes.left, leaf) * LEAF_BYTES;
      const steps = way.toReversed().map((node) => {
        const sibling = at(sideOf(node, keyHash) === nodes.left ? nodes.right : nodes.left, node);
        return { bit: at(nodes.bit, node), sibling: hashAt(sibling).slice() };
      });
      return {
        kind: 'leaf',
        keyHash: leaves.slice(start, start + 32),
        valueHash: leaves.slice(start + 32, start + LEAF_BYTES),
        steps,
      };
    },
    size: () => keyCount - freeKeys.length,
  };
}

type Nodes = {
  readonly hash: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly bit: Int16Array;
  readonly dirty: Uint8Array;
};

function allocate(capacity: number): Nodes {
  return {
    hash: new Uint8Array(capacity * 32),
    left: new Int32Array(capacity),
    right: new Int32Array(capacity),
    bit: new Int16Array(capacity),
    dirty: new Uint8Array(capacity),
  };
}

function grown(nodes: Nodes): Nodes {
  const larger = allocate(nodes.bit.length * 2);
  larger.hash.set(nodes.hash);
  larger.left.set(nodes.left);
  larger.right.set(nodes.right);
  larger.bit.set(nodes.bit);
  larger.dirty.set(nodes.dirty);
  return larger;
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** The first bit at which two hashes differ, or undefined when they are the same. */
function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  for (let index = 0; index < 32; index++) {
    const difference = (a[index] ?? 0) ^ (b[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return undefined;
}

function at(array: Int32Array | Int16Array | Uint8Array, index: number): number {
  return array[index] ?? NONE;
}
