import { merkleRoot, merkleTree } from '@switchyard/merkle';
import type { Hash32 } from '@switchyard/primitives';
import type { PartSetHeader } from './types.ts';

/** `BlockPartSizeBytes` of CometBFT. */
export const PART_BYTES = 65_536;

/** A piece of a block with its proof into the part set's hash. */
export type Part = {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly proof: {
    readonly total: number;
    readonly index: number;
    readonly leafHash: Hash32;
    readonly aunts: readonly Hash32[];
  };
};

/** A block cut into pieces of 64 KiB. */
export type PartSet = {
  readonly header: PartSetHeader & { readonly hash: Hash32 };
  readonly parts: readonly Part[];
};

/** Cuts the bytes of a block, as {@link encodeBlock} makes them. The pieces are views of the bytes given. */
export function partSet(block: Uint8Array): PartSet {
  const pieces = cut(block);
  const { root, leafHashes, paths } = merkleTree(pieces);
  const total = pieces.length;
  const parts: Part[] = [];
  for (const [index, bytes] of pieces.entries()) {
    const [leafHash, aunts] = [leafHashes[index], paths[index]];
    if (leafHash === undefined || aunts === undefined) break;
    parts.push({ index, bytes, proof: { total, index, leafHash, aunts } });
  }
  return { header: { total, hash: root }, parts };
}

/** The header alone. */
export function partSetHeader(block: Uint8Array): PartSet['header'] {
  const pieces = cut(block);
  return { total: pieces.length, hash: merkleRoot(pieces) };
}

function cut(block: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < block.length; at += PART_BYTES) pieces.push(block.subarray(at, at + PART_BYTES));
  return pieces;
}
