import {
  bigEndianU64,
  compareBytes,
  concatBytes,
  equalBytes,
  type Hash32,
  hash32,
  MalformedError,
  readBigEndianU64,
  sha256,
  utf8,
} from '@switchyard/primitives';

/** Of the chunks; a joining node refuses others. specs/05-state-machine.md §11. */
export const SNAPSHOT_FORMAT = 1;
/** A chunk ends before the entry that would pass it; CometBFT carries at most 16 MB. */
export const CHUNK_BYTES = 1 << 20;
/** Of one that another node made. */
export const MAX_CHUNK_LENGTH = 4 << 20;
export const MAX_CHUNKS = 1_024;
/** What a node's tree of half a gigabyte or so can hold; a liar's snapshot costs no more. */
export const MAX_ENTRIES = 2_000_000;

/** An entry of the state. */
export type StateEntry = readonly [key: string, value: Uint8Array];

/** What is known of a snapshot before any of its chunks. */
export type SnapshotManifest = {
  readonly height: bigint;
  /** After the block of this height. */
  readonly appHash: Hash32;
  readonly entries: number;
  /** Hash of each chunk, in order. */
  readonly chunks: readonly Uint8Array[];
};

const HEAD_BYTES = 48;
const DOMAIN = utf8('switchyard/snapshot/v1\0');
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Height ‖ app hash ‖ number of entries ‖ hash of each chunk. */
export function encodeManifest({ height, appHash, entries, chunks }: SnapshotManifest): Uint8Array {
  return concatBytes(bigEndianU64(height), appHash, bigEndianU64(BigInt(entries)), ...chunks);
}

/** @throws MalformedError */
export function decodeManifest(bytes: Uint8Array): SnapshotManifest {
  const count = (bytes.length - HEAD_BYTES) / 32;
  if (!Number.isInteger(count) || count < 1 || count > MAX_CHUNKS) {
    throw new MalformedError('no manifest of a snapshot has this length', { length: bytes.length });
  }
  const entries = readBigEndianU64(bytes, 40);
  if (entries < 1n || entries > BigInt(MAX_ENTRIES))
    throw new MalformedError('a snapshot has too many entries, or none', { entries });
  return {
    height: readBigEndianU64(bytes, 0),
    appHash: hash32(bytes.slice(8, 40)),
    entries: Number(entries),
    chunks: Array.from({ length: count }, (_, index) =>
      bytes.slice(HEAD_BYTES + index * 32, HEAD_BYTES + (index + 1) * 32),
    ),
  };
}

/** By this nodes tell snapshots apart: the same state makes the same snapshot everywhere. */
export function snapshotHash(manifest: Uint8Array): Hash32 {
  return sha256(concatBytes(DOMAIN, manifest));
}

/** Cuts entries, keys ascending, into chunks. */
export type ChunkCutter = {
  /** The chunk that the entry no longer fits into, if it ends one. */
  readonly add: (entry: StateEntry) => Uint8Array | undefined;
  /** The last chunk; undefined when there was no entry. */
  readonly end: () => Uint8Array | undefined;
};

/** Where a chunk ends follows from the entries alone. */
export function createChunkCutter(): ChunkCutter {
  let chunk = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  const cut = (): Uint8Array | undefined => {
    if (length === 0) return undefined;
    const whole = chunk.slice(0, length);
    length = 0;
    return whole;
  };
  return {
    add: (entry) => {
      const encoded = encodeEntry(entry);
      const full = length + encoded.length > CHUNK_BYTES ? cut() : undefined;
      // The largest value of a state is a twentieth of a chunk.
      if (encoded.length > chunk.length) chunk = new Uint8Array(encoded.length);
      chunk.set(encoded, length);
      length += encoded.length;
      return full;
    },
    end: cut,
  };
}

/** The entries of a chunk. @throws MalformedError unless they are whole and their keys ascend. */
export function decodeChunk(chunk: Uint8Array): readonly StateEntry[] {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const entries: StateEntry[] = [];
  let before: Uint8Array | undefined;
  for (let at = 0; at < chunk.length; ) {
    if (at + 6 > chunk.length) throw cutShort(at);
    const keyEnd = at + 6 + view.getUint16(at);
    const end = keyEnd + view.getUint32(at + 2);
    if (end > chunk.length) throw cutShort(at);
    const key = chunk.subarray(at + 6, keyEnd);
    if (before !== undefined && compareBytes(before, key) >= 0)
      throw new MalformedError('keys of a snapshot do not ascend', { at });
    entries.push([textOf(key, at), chunk.slice(keyEnd, end)]);
    before = key;
    at = end;
  }
  return entries;
}

/** Key length (2 bytes) ‖ value length (4 bytes) ‖ key ‖ value. */
function encodeEntry([key, value]: StateEntry): Uint8Array {
  const name = encoder.encode(key);
  const encoded = new Uint8Array(6 + name.length + value.length);
  const view = new DataView(encoded.buffer);
  view.setUint16(0, name.length);
  view.setUint32(2, value.length);
  encoded.set(name, 6);
  encoded.set(value, 6 + name.length);
  return encoded;
}

function textOf(key: Uint8Array, at: number): string {
  const text = decoder.decode(key);
  if (!equalBytes(encoder.encode(text), key))
    throw new MalformedError('a key of a snapshot is no text', { at });
  return text;
}

function cutShort(at: number): MalformedError {
  return new MalformedError('a chunk ends inside an entry', { at });
}
