import {
  bigEndianU64,
  concatBytes,
  type Hash32,
  hash32,
  MalformedError,
  readBigEndianU64,
} from '@switchyard/primitives';

/** What a block's first item commits to. */
export type BlockRoots = {
  readonly height: bigint;
  /** Over rollup_id ‖ section_root of each rollup with data, ids ascending. */
  readonly rollupDataRoot: Hash32;
  /** Over the ids alone: proves that none was left out. */
  readonly rollupIdsRoot: Hash32;
};

/** 0x00 (no transaction starts so), version 1; specs/04-blocks.md §1. */
const PREFIX = Uint8Array.of(0x00, 0x01);

/** Prefix, height and two hashes. */
export const BLOCK_ROOTS_BYTES = 74;

/** The 74 bytes of a block's first item. */
export function encodeBlockRoots({ height, rollupDataRoot, rollupIdsRoot }: BlockRoots): Uint8Array {
  return concatBytes(PREFIX, bigEndianU64(height), rollupDataRoot, rollupIdsRoot);
}

/** The roots in a block's first item. @throws MalformedError unless they are 74 bytes of version 1. */
export function decodeBlockRoots(item: Uint8Array): BlockRoots {
  if (item.length !== BLOCK_ROOTS_BYTES || item[0] !== 0x00 || item[1] !== 0x01) {
    throw new MalformedError('not block roots', { length: item.length });
  }
  return {
    height: readBigEndianU64(item, 2),
    rollupDataRoot: hash32(item.subarray(10, 42)),
    rollupIdsRoot: hash32(item.subarray(42, 74)),
  };
}
