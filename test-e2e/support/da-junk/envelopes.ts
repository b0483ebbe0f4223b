import { zstdCompressSync } from 'node:zlib';
import { sha256 } from '../checker/merkle.ts';

const ENVELOPE_BYTES = 19;

/** An envelope with any header that a stranger likes, around any body. */
export function envelope(of: {
  readonly chainId: string;
  readonly kind?: number;
  readonly codec?: number;
  readonly version?: number;
  readonly rawBytes?: number;
  readonly body: Uint8Array;
}): Uint8Array {
  const { chainId, kind = 0, codec = 0, version = 1, body, rawBytes = body.length } = of;
  const header = Buffer.alloc(ENVELOPE_BYTES);
  header.write('SWYD', 'latin1');
  header.set([version, kind, codec], 4);
  header.writeUInt32BE(rawBytes % 2 ** 32, 7);
  header.set(sha256(chainId).subarray(0, 8), 11);
  return Buffer.concat([header, body]);
}

/** The same blob as one of our chain: its chain tag replaced. */
export function retagged(blob: Uint8Array, chainId: string): Uint8Array {
  const copy = Buffer.from(blob);
  copy.set(sha256(chainId).subarray(0, 8), 11);
  return copy;
}

/** A zstd frame made by hand: any declared size, any window, blocks that repeat a byte. */
export function zstdFrame(of: {
  /** Eight bytes of content size, or none. */
  readonly contentSize: bigint | undefined;
  /** The window byte; 0xff is the largest that can be said (3.75 TiB). */
  readonly window: number;
  /** How many blocks of how many equal bytes. */
  readonly blocks: number;
  readonly blockBytes: number;
  /** Empty blocks before them, three bytes each. */
  readonly padding?: number;
  readonly reserved?: boolean;
  readonly dictionary?: boolean;
}): Uint8Array {
  const { contentSize, window, blocks, blockBytes, padding = 0, reserved = false, dictionary = false } = of;
  const descriptor = (contentSize === undefined ? 0 : 0xc0) | (reserved ? 0x08 : 0) | (dictionary ? 0x01 : 0);
  const size = Buffer.alloc(contentSize === undefined ? 0 : 8);
  if (contentSize !== undefined) size.writeBigUInt64LE(contentSize);
  const repeated = Buffer.alloc(4 * blocks);
  for (let i = 0; i < blocks; i++) {
    const isLast = i === blocks - 1 ? 1 : 0;
    repeated.writeUIntLE((blockBytes << 3) | (1 << 1) | isLast, 4 * i, 3);
  }
  return Buffer.concat([
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor, window),
    dictionary ? Uint8Array.of(7) : new Uint8Array(),
    size,
    Buffer.alloc(3 * padding),
    repeated,
  ]);
}

const KIB = 1_024;
const MIB = 1_024 * KIB;
/** 8 MiB: the largest window that readers take. */
const WIDE = 13 << 3;

/** Bombs: frames that unfold, or say that they do, to more than their blob is worth. */
export function bombs(chainId: string): readonly Uint8Array[] {
  const sealed = (body: Uint8Array, rawBytes: number, kind = 0): Uint8Array =>
    envelope({ chainId, kind, codec: 1, rawBytes, body });
  const repeat = (blocks: number, padding: number, contentSize: bigint | undefined, window = WIDE) =>
    zstdFrame({ contentSize, window, blocks, blockBytes: 128 * KIB, padding });
  // Just inside the ratio that readers take: 32 KiB that unfold to 2 MiB.
  const fair = repeat(16, 11_000, BigInt(2 * MIB));
  const nested = zstdCompressSync(zstdCompressSync(Buffer.alloc(2 * MIB)));
  return [0, 1].flatMap((kind) => [
    sealed(fair, 2 * MIB, kind),
    // Gigabytes behind an honest looking envelope, and with an honest envelope.
    sealed(repeat(16_384, 0, BigInt(2 * MIB)), 2 * MIB, kind),
    sealed(repeat(16_384, 0, 2n ** 31n), 2 ** 31, kind),
    sealed(repeat(16_384, 0, undefined), 2 * MIB, kind),
    sealed(repeat(16, 11_000, 2n ** 63n), 2 * MIB, kind),
    // Less and more than declared.
    sealed(repeat(15, 11_000, BigInt(2 * MIB)), 2 * MIB, kind),
    sealed(repeat(17, 11_000, BigInt(2 * MIB)), 2 * MIB, kind),
    // Windows from the smallest to the largest.
    ...[0x00, 0x07, 0x68, 0x70, 0xa8, 0xf8, 0xff].map((window) =>
      sealed(repeat(16, 11_000, BigInt(2 * MIB), window), 2 * MIB, kind),
    ),
    sealed(zstdFrame({ contentSize: 64n, window: 0, blocks: 1, blockBytes: 64, reserved: true }), 64, kind),
    sealed(zstdFrame({ contentSize: 64n, window: 0, blocks: 1, blockBytes: 64, dictionary: true }), 64, kind),
    sealed(nested, nested.length, kind),
    sealed(Buffer.concat([fair, fair]), 2 * MIB, kind),
    sealed(Buffer.concat([fair, Uint8Array.of(0)]), 2 * MIB, kind),
    sealed(
      Buffer.concat([Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4), fair]),
      2 * MIB,
      kind,
    ),
    sealed(fair.subarray(0, fair.length - 2), 2 * MIB, kind),
    sealed(new Uint8Array(), 0, kind),
  ]);
}
