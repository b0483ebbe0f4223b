import { hash } from 'node:crypto';
import { compareBytes, MalformedError, type Namespace } from '@switchyard/primitives';
import { NAMESPACE_SIZE, parityNamespace } from './namespaces.ts';
import { SHARE_SIZE } from './shares.ts';

/** Lowest namespace, highest namespace, SHA-256; celestiaorg/nmt spec. */
export const NODE_SIZE: number = 2 * NAMESPACE_SIZE + 32;

const LEAF_PREFIX = 0;
const INNER_PREFIX = 1;

// One hash at a time: the inputs are written into the same two arrays again and again.
const leafInput = new Uint8Array(1 + NAMESPACE_SIZE + SHARE_SIZE);
const innerInput = new Uint8Array(1 + 2 * NODE_SIZE);
leafInput[0] = LEAF_PREFIX;
innerInput[0] = INNER_PREFIX;

/** Writes the leaf of a share that lies at an offset: in the first quadrant under its own namespace. */
export function writeLeaf(
  space: Uint8Array,
  shares: Uint8Array,
  shareAt: number,
  target: Uint8Array,
  at: number,
): void {
  leafInput.set(space, 1);
  leafInput.set(shares.subarray(shareAt, shareAt + SHARE_SIZE), 1 + NAMESPACE_SIZE);
  target.set(space, at);
  target.set(space, at + NAMESPACE_SIZE);
  target.set(hash('sha256', leafInput, 'buffer'), at + 2 * NAMESPACE_SIZE);
}

/** The leaf of a share under a namespace. */
export function hashLeaf(space: Namespace, share: Uint8Array): Uint8Array {
  const leaf = new Uint8Array(NODE_SIZE);
  writeLeaf(space, share, 0, leaf, 0);
  return leaf;
}

/** The node over two. @throws MalformedError when they are no nodes or their namespaces are out of order. */
export function hashInner(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== NODE_SIZE || right.length !== NODE_SIZE) {
    throw new MalformedError('a node has 90 bytes', { left: left.length, right: right.length });
  }
  if (!isOrdered(left) || !isOrdered(right) || compareBytes(highest(left), lowest(right)) > 0) {
    throw new MalformedError('nodes are out of order');
  }
  innerInput.set(left, 1);
  innerInput.set(right, 1 + NODE_SIZE);
  const node = new Uint8Array(NODE_SIZE);
  writeHashed(node, 0);
  return node;
}

/** The next level above adjacent nodes that are known to be in order. */
export function foldLevel(nodes: Uint8Array): Uint8Array {
  const parents = new Uint8Array(nodes.length / 2);
  for (let at = 0; at < parents.length; at += NODE_SIZE) {
    innerInput.set(nodes.subarray(2 * at, 2 * at + 2 * NODE_SIZE), 1);
    writeHashed(parents, at);
  }
  return parents;
}

/** The root over adjacent nodes whose number is a power of two. */
export function foldNodes(leaves: Uint8Array): Uint8Array {
  let nodes = leaves;
  while (nodes.length > NODE_SIZE) nodes = foldLevel(nodes);
  return nodes;
}

/** The lowest namespace under a node. */
export function lowest(node: Uint8Array): Uint8Array {
  return node.subarray(0, NAMESPACE_SIZE);
}

/** The highest namespace under a node, parity left out where there is anything else. */
export function highest(node: Uint8Array): Uint8Array {
  return node.subarray(NAMESPACE_SIZE, 2 * NAMESPACE_SIZE);
}

/** Whether a namespace lies between the lowest and the highest under a node. */
export function coversNamespace(node: Uint8Array, space: Uint8Array): boolean {
  return compareBytes(lowest(node), space) <= 0 && compareBytes(space, highest(node)) <= 0;
}

/** Hashes what lies in innerInput. The highest of the right child is ignored when that child is parity alone. */
function writeHashed(target: Uint8Array, at: number): void {
  target.set(innerInput.subarray(1, 1 + NAMESPACE_SIZE), at);
  const rightAt = 1 + NODE_SIZE;
  const isParity =
    compareBytes(innerInput.subarray(rightAt, rightAt + NAMESPACE_SIZE), parityNamespace) === 0;
  const highestAt = (isParity ? 1 : rightAt) + NAMESPACE_SIZE;
  target.set(innerInput.subarray(highestAt, highestAt + NAMESPACE_SIZE), at + NAMESPACE_SIZE);
  target.set(hash('sha256', innerInput, 'buffer'), at + 2 * NAMESPACE_SIZE);
}

function isOrdered(node: Uint8Array): boolean {
  return compareBytes(lowest(node), highest(node)) <= 0;
}
