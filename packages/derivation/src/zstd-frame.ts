import { MalformedError } from '@switchyard/primitives';

/**
 * Checks that bytes are exactly one zstd frame (RFC 8878 §3.1.1) that declares this content size, needs no dictionary
 * and no window above the limit, and has nothing behind it. Nothing is decompressed.
 *
 * @throws MalformedError otherwise.
 */
export function assertOneFrame(bytes: Uint8Array, contentSize: number): void {
  const header = frameHeader(bytes);
  if (header.contentSize !== BigInt(contentSize)) {
    throw new MalformedError('zstd frame declares another size than its envelope', { contentSize });
  }
  if (header.windowSize > MAX_WINDOW_BYTES) throw new MalformedError('zstd window is too large');
  if (frameEnd(bytes, header) !== bytes.length) {
    throw new MalformedError('payload is not exactly one zstd frame', { length: bytes.length });
  }
}

/** specs/08-da-batches.md §1: what a decoder must be able to keep. */
export const MAX_WINDOW_BYTES: bigint = 8n << 20n;

type FrameHeader = {
  readonly length: number;
  readonly contentSize: bigint;
  readonly windowSize: bigint;
  readonly checksumBytes: number;
};

const MAGIC = 0xfd2f_b528;

function frameHeader(bytes: Uint8Array): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== MAGIC) throw new MalformedError('not a zstd frame');
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if ((descriptor & 0x08) !== 0) throw new MalformedError('zstd frame has a reserved bit set');
  if ((descriptor & 0x03) !== 0) throw new MalformedError('zstd frame needs a dictionary');
  const sizeFlag = descriptor >> 6;
  if (sizeFlag === 0 && !isSingleSegment) throw new MalformedError('zstd frame declares no size');
  const sizeBytes = 1 << sizeFlag;
  const sizeAt = isSingleSegment ? 5 : 6;
  const length = sizeAt + sizeBytes;
  if (bytes.length < length) throw new MalformedError('zstd frame ends in its header');
  const contentSize = readSize(view, sizeAt, sizeBytes);
  const windowSize = isSingleSegment ? contentSize : windowOf(view.getUint8(5));
  return { length, contentSize, windowSize, checksumBytes: (descriptor & 0x04) === 0 ? 0 : 4 };
}

/** Sizes of two bytes count from 256. */
function readSize(view: DataView, at: number, width: number): bigint {
  if (width === 1) return BigInt(view.getUint8(at));
  if (width === 2) return BigInt(view.getUint16(at, true)) + 256n;
  return width === 4 ? BigInt(view.getUint32(at, true)) : view.getBigUint64(at, true);
}

function windowOf(descriptor: number): bigint {
  const base = 1n << BigInt(10 + (descriptor >> 3));
  return base + (base / 8n) * BigInt(descriptor & 7);
}

/** Where the frame ends, by the headers of its blocks. Past the input when it is cut. */
function frameEnd(bytes: Uint8Array, { length, checksumBytes }: FrameHeader): number {
  for (let at = length; ; ) {
    if (at + 3 > bytes.length) throw new MalformedError('zstd frame is cut');
    const header = blockHeader(bytes, at);
    const type = (header >> 1) & 3;
    if (type === 3) throw new MalformedError('zstd frame has a reserved block');
    at += 3 + (type === 1 ? 1 : header >> 3);
    if ((header & 1) === 1) return at + checksumBytes;
  }
}

function blockHeader({ buffer, byteOffset }: Uint8Array, at: number): number {
  const view = new DataView(buffer, byteOffset + at, 3);
  return view.getUint16(0, true) | (view.getUint8(2) << 16);
}
