import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  concatBytes,
  equalBytes,
  MalformedError,
  SwitchyardError,
  sha256,
  utf8,
} from '@switchyard/primitives';
import { assertOneFrame } from './zstd-frame.ts';

/** What a blob holds. */
export type BlobKind = 'metadata' | 'data';

/** How a payload is written: as it is, or as one zstd frame. */
export type Codec = 'none' | 'zstd';

/** A blob's payload with what its envelope says of it. */
export type Envelope = { readonly kind: BlobKind; readonly payload: Uint8Array };

/** specs/08-da-batches.md §1: no payload is longer, whatever a blob says. */
export const MAX_RAW_BYTES: number = 2 << 20;

/** specs/08-da-batches.md §1: what one byte on the DA layer may unfold to, so that small blobs are little work. */
export const MAX_EXPANSION = 64;

/** The length of what stands before the payload. */
export const ENVELOPE_BYTES = 19;

/** "SWYD". */
const MAGIC: Uint8Array = utf8('SWYD');
const VERSION = 1;
const kinds: readonly BlobKind[] = ['metadata', 'data'];
const codecs: readonly Codec[] = ['none', 'zstd'];

/** The zstd settings of a writer. Any frame that keeps to the rules will do. */
export const zstdOptions: { readonly params: Readonly<Record<number, number>> } = {
  params: {
    [constants.ZSTD_c_compressionLevel]: 3,
    [constants.ZSTD_c_contentSizeFlag]: 1,
    [constants.ZSTD_c_checksumFlag]: 0,
  },
};

/** A payload is longer than any reader takes. */
export class PayloadTooLongError extends SwitchyardError {
  override readonly code = 'DERIVATION_PAYLOAD_TOO_LONG';
  override readonly fault = 'rejected';

  constructor(length: number) {
    super('payload is longer than a blob may hold', { length, limit: MAX_RAW_BYTES });
  }
}

/** A blob around a payload, compressed where that helps. */
export function encodeEnvelope(of: {
  readonly kind: BlobKind;
  readonly chainId: string;
  readonly payload: Uint8Array;
}): Uint8Array {
  return sealEnvelope({ ...of, frame: zstdCompressSync(of.payload, zstdOptions) });
}

/**
 * A blob around a payload whose zstd frame the caller has made, which takes the time. The frame is used unless the
 * payload is shorter or unfolds from it too much. @throws PayloadTooLongError (rejected)
 */
export function sealEnvelope(of: {
  readonly kind: BlobKind;
  readonly chainId: string;
  readonly payload: Uint8Array;
  readonly frame: Uint8Array;
}): Uint8Array {
  const { kind, chainId, payload, frame } = of;
  if (payload.length > MAX_RAW_BYTES) throw new PayloadTooLongError(payload.length);
  const isFrameUsed = frame.length < payload.length && payload.length <= frame.length * MAX_EXPANSION;
  const header = new Uint8Array(ENVELOPE_BYTES);
  header.set(MAGIC);
  header[4] = VERSION;
  header[5] = kinds.indexOf(kind);
  header[6] = codecs.indexOf(isFrameUsed ? 'zstd' : 'none');
  new DataView(header.buffer).setUint32(7, payload.length);
  header.set(chainTag(chainId), 11);
  return concatBytes(header, isFrameUsed ? frame : payload);
}

/** What an envelope says before anything is decompressed. */
export type EnvelopeHeader = { readonly kind: BlobKind; readonly codec: Codec; readonly rawBytes: number };

/**
 * The header of a blob of this chain, or nothing for bytes of others: no magic of ours, or another chain's.
 *
 * @throws MalformedError when it is ours and breaks a rule.
 */
export function peekEnvelope(
  blob: Uint8Array,
  { chainId }: { readonly chainId: string },
): EnvelopeHeader | undefined {
  if (blob.length < ENVELOPE_BYTES || !equalBytes(blob.subarray(0, 4), MAGIC)) return undefined;
  if (!equalBytes(blob.subarray(11, ENVELOPE_BYTES), chainTag(chainId))) return undefined;
  if (blob[4] !== VERSION) throw new MalformedError('envelope has an unknown version', { version: blob[4] });
  const kind = kinds[blob[5] ?? NONE];
  const codec = codecs[blob[6] ?? NONE];
  if (kind === undefined) throw new MalformedError('envelope has an unknown kind', { kind: blob[5] });
  if (codec === undefined) throw new MalformedError('envelope has an unknown codec', { codec: blob[6] });
  const rawBytes = new DataView(blob.buffer, blob.byteOffset, blob.byteLength).getUint32(7);
  const bodyBytes = blob.length - ENVELOPE_BYTES;
  if (rawBytes > MAX_RAW_BYTES) throw new MalformedError('payload is too long', { rawBytes });
  if (codec === 'none' && rawBytes !== bodyBytes) {
    throw new MalformedError('payload has another length than its envelope says', { rawBytes, bodyBytes });
  }
  if (rawBytes > bodyBytes * MAX_EXPANSION) {
    throw new MalformedError('payload unfolds too much', { rawBytes, bodyBytes });
  }
  return { kind, codec, rawBytes };
}

const NONE = 255;

/**
 * The payload of a blob of this chain. Its length, frame and window are checked before anything is decompressed.
 *
 * @throws MalformedError for bytes of others and for what breaks a rule.
 */
export function decodeEnvelope(blob: Uint8Array, chain: { readonly chainId: string }): Envelope {
  const header = peekEnvelope(blob, chain);
  if (header === undefined) throw new MalformedError('not an envelope of this chain');
  const body = blob.subarray(ENVELOPE_BYTES);
  if (header.codec === 'none') return { kind: header.kind, payload: body };
  assertOneFrame(body, header.rawBytes);
  return { kind: header.kind, payload: decompress(body, header.rawBytes) };
}

function decompress(frame: Uint8Array, rawBytes: number): Uint8Array {
  let payload: Uint8Array;
  try {
    payload = zstdDecompressSync(frame, {
      maxOutputLength: Math.max(1, rawBytes),
      params: { [constants.ZSTD_d_windowLogMax]: 23 },
    });
  } catch (error) {
    throw undecodable(error);
  }
  if (payload.length !== rawBytes) {
    throw new MalformedError('zstd frame holds less than it declares', { rawBytes, length: payload.length });
  }
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
}

function undecodable(cause: unknown): MalformedError {
  return new MalformedError('zstd frame does not decompress', {}, { cause });
}

const tags = new Map<string, Uint8Array>();
const MAX_TAGS = 64;

/** The first 8 bytes of SHA-256 of the chain id. */
function chainTag(chainId: string): Uint8Array {
  const known = tags.get(chainId);
  if (known !== undefined) return known;
  const tag = sha256(utf8(chainId)).subarray(0, 8);
  if (tags.size >= MAX_TAGS) tags.clear();
  tags.set(chainId, tag);
  return tag;
}
