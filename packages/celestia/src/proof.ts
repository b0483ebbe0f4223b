import { compareBytes, equalBytes, MalformedError, type Namespace } from '@switchyard/primitives';
import type { AxisTree } from './axis.ts';
import { coversNamespace, hashInner, hashLeaf, highest, lowest, NODE_SIZE } from './nmt.ts';

/** That leaves `start` to `end` (not included) are under a root. With `leafHash` it shows that a namespace is absent. */
export type NmtProof = {
  readonly start: number;
  readonly end: number;
  readonly nodes: readonly Uint8Array[];
  /** Absence only: the leaf at `start`, the lowest above the namespace. */
  readonly leafHash?: Uint8Array;
};

/** What a row says of a namespace: every share it has there, or none. */
export type NamespaceRow = { readonly shares: readonly Uint8Array[]; readonly proof: NmtProof };

/** The proof of a range of leaves. @throws MalformedError unless the range is in the tree and not empty. */
export function proveRange(tree: AxisTree, start: number, end: number): NmtProof {
  if (!isRange(start, end, tree.width)) throw new MalformedError('no such range of leaves', { start, end });
  const nodes: Uint8Array[] = [];
  const visit = (from: number, size: number): void => {
    if (from >= end || from + size <= start) nodes.push(tree.node(from, size));
    else if (size > 1) {
      visit(from, size / 2);
      visit(from + size / 2, size / 2);
    }
  };
  visit(0, tree.width);
  return { start, end, nodes };
}

/**
 * The proof of all shares of a namespace in a row, or of their absence from it. Undefined when the namespace is
 * outside what the root covers: then the root alone shows its absence.
 */
export function proveNamespace(tree: AxisTree, space: Namespace): NmtProof | undefined {
  if (!coversNamespace(tree.root, space)) return undefined;
  const leaf = (index: number): Uint8Array => lowest(tree.node(index, 1));
  const start = lowestIndex(tree.width, (index) => compareBytes(leaf(index), space) >= 0);
  const end = lowestIndex(tree.width, (index) => compareBytes(leaf(index), space) > 0);
  if (end > start) return proveRange(tree, start, end);
  return { ...proveRange(tree, start, start + 1), leafHash: tree.node(start, 1).slice() };
}

/** The root that a proof leads to from leaf hashes. @throws MalformedError when they do not fit together. */
export function rootFromRange(proof: NmtProof, leaves: readonly Uint8Array[], width: number): Uint8Array {
  const { start, end, nodes } = proof;
  if (!isRange(start, end, width) || leaves.length !== end - start) {
    throw new MalformedError('the proof is of another range', { start, end, leaves: leaves.length });
  }
  let used = 0;
  const visit = (from: number, size: number): Uint8Array => {
    if (from >= end || from + size <= start) return nodeOf(nodes[used++]);
    if (size === 1) return nodeOf(leaves[from - start]);
    return hashInner(visit(from, size / 2), visit(from + size / 2, size / 2));
  };
  const root = visit(0, width);
  if (used !== nodes.length)
    throw new MalformedError('the proof has too many nodes', { nodes: nodes.length });
  return root;
}

/** Whether shares of one namespace are under a row root at the place that the proof names. */
export function verifyInclusion(
  root: Uint8Array,
  width: number,
  space: Namespace,
  row: NamespaceRow,
): boolean {
  if (row.proof.leafHash !== undefined) return false;
  return leadsTo(root, row.proof, leavesOf(space, row.shares), width);
}

/**
 * Whether a row says all of a namespace: the shares are under the root and everything left of them is lower,
 * everything right of them higher; or there are none, and a leaf above the namespace stands where they would be.
 */
export function verifyNamespace(
  root: Uint8Array,
  width: number,
  space: Namespace,
  row: NamespaceRow,
): boolean {
  const { proof, shares } = row;
  const { leafHash } = proof;
  if (leafHash === undefined) {
    return leadsTo(root, proof, leavesOf(space, shares), width) && isComplete(proof, space, width);
  }
  return (
    shares.length === 0 &&
    leafHash.length === NODE_SIZE &&
    compareBytes(lowest(leafHash), space) > 0 &&
    leadsTo(root, proof, [leafHash], width) &&
    isComplete(proof, space, width)
  );
}

function leadsTo(root: Uint8Array, proof: NmtProof, leaves: readonly Uint8Array[], width: number): boolean {
  try {
    return equalBytes(rootFromRange(proof, leaves, width), root);
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

function isComplete({ start, nodes }: NmtProof, space: Namespace, width: number): boolean {
  const leftCount = subtreesBefore(start, width);
  return nodes.every((node, i) =>
    i < leftCount ? compareBytes(highest(node), space) < 0 : compareBytes(lowest(node), space) > 0,
  );
}

/** How many of a proof's nodes stand left of its range: one per bit that is set in its start. */
function subtreesBefore(start: number, width: number): number {
  let count = 0;
  for (let size = 1; size < width; size *= 2) if ((start & size) !== 0) count++;
  return count;
}

function leavesOf(space: Namespace, shares: readonly Uint8Array[]): readonly Uint8Array[] {
  return shares.map((share) => hashLeaf(space, share));
}

function nodeOf(node: Uint8Array | undefined): Uint8Array {
  if (node?.length !== NODE_SIZE) throw new MalformedError('the proof lacks a node');
  return node;
}

function isRange(start: number, end: number, width: number): boolean {
  return (
    Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start < end && end <= width
  );
}

/** The lowest index for which a monotone predicate holds, or the length. */
function lowestIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
