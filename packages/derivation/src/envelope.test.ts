import { constants, zstdCompressSync } from 'node:zlib';
import {
  concatBytes,
  equalBytes,
  fromHex,
  MalformedError,
  sha256,
  toHex,
  utf8,
} from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeEnvelope,
  ENVELOPE_BYTES,
  encodeEnvelope,
  MAX_EXPANSION,
  MAX_RAW_BYTES,
  PayloadTooLongError,
  peekEnvelope,
  sealEnvelope,
} from './envelope.ts';

const chainId = 'yard-00c0ffee';
const payload = utf8('a payload that repeats: '.repeat(20));
const blob = encodeEnvelope({ kind: 'data', chainId, payload });

/** A blob whose header says what it likes. */
function framed(body: Uint8Array, rawBytes: number, codec = 1): Uint8Array {
  const header = Uint8Array.from(blob.subarray(0, ENVELOPE_BYTES));
  header[6] = codec;
  new DataView(header.buffer).setUint32(7, rawBytes);
  return concatBytes(header, body);
}

function refused(bytes: Uint8Array): void {
  expect(() => decodeEnvelope(bytes, { chainId })).toThrow(MalformedError);
}

describe('envelope', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.constantFrom('metadata' as const, 'data' as const),
        (bytes, kind) => {
          const decoded = decodeEnvelope(encodeEnvelope({ kind, chainId, payload: bytes }), { chainId });
          expect(decoded.kind).toBe(kind);
          expect(equalBytes(decoded.payload, bytes)).toBe(true);
        },
      ),
    );
  });

  it('says what it holds before it is opened', () => {
    expect(peekEnvelope(blob, { chainId })).toEqual({
      kind: 'data',
      codec: 'zstd',
      rawBytes: payload.length,
    });
    expect(toHex(blob.subarray(0, 7))).toBe('53575944010101');
    expect(blob.subarray(11, 19)).toEqual(sha256(utf8(chainId)).subarray(0, 8));
  });

  it('leaves alone what does not shrink, and what would unfold too much', () => {
    const noise = sha256(payload);
    expect(encodeEnvelope({ kind: 'data', chainId, payload: noise }).length).toBe(ENVELOPE_BYTES + 32);
    const zeros = new Uint8Array(100_000);
    const plain = encodeEnvelope({ kind: 'data', chainId, payload: zeros });
    expect(plain.length).toBe(ENVELOPE_BYTES + zeros.length);
    expect(decodeEnvelope(plain, { chainId }).payload).toEqual(zeros);
  });

  it('holds no more than a payload may have', () => {
    const tooLong = new Uint8Array(MAX_RAW_BYTES + 1);
    const seal = () => sealEnvelope({ kind: 'data', chainId, payload: tooLong, frame: tooLong });
    expect(seal).toThrow(PayloadTooLongError);
  });

  it('is foreign to others', () => {
    expect(peekEnvelope(blob, { chainId: 'yard-0000dead' })).toBeUndefined();
    expect(peekEnvelope(utf8('noise'), { chainId })).toBeUndefined();
    expect(peekEnvelope(concatBytes(utf8('NOPE'), blob.subarray(4)), { chainId })).toBeUndefined();
    expect(() => decodeEnvelope(blob, { chainId: 'yard-0000dead' })).toThrow(MalformedError);
  });

  it.each([
    ['version', 4],
    ['kind', 5],
    ['codec', 6],
  ])('is refused with another %s', (_, at) => {
    const other = Uint8Array.from(blob);
    other[at] = 9;
    refused(other);
  });

  it('ends a bomb at its header', () => {
    refused(framed(zstdCompressSync(new Uint8Array(MAX_RAW_BYTES + 1)), MAX_RAW_BYTES + 1));
    const small = zstdCompressSync(new Uint8Array(100_000));
    expect(small.length * MAX_EXPANSION).toBeLessThan(100_000);
    refused(framed(small, 100_000));
    refused(framed(small, 1_000));
  });

  it('is refused with a length that is not that of its content', () => {
    refused(framed(payload, payload.length + 1, 0));
    refused(framed(zstdCompressSync(payload), payload.length + 1));
  });

  it.each<[string, Uint8Array]>([
    ['two frames', concatBytes(zstdCompressSync(payload), zstdCompressSync(payload))],
    ['bytes behind the frame', concatBytes(zstdCompressSync(payload), utf8('x'))],
    ['a cut frame', zstdCompressSync(payload).subarray(0, -3)],
    ['a cut header', zstdCompressSync(payload).subarray(0, 6)],
    ['a header that ends in its size', fromHex('28b52ffde000000000')],
    ['no frame', payload],
    ['an empty payload', new Uint8Array()],
    ['a skippable frame', concatBytes(fromHex('502a4d1800000000'), zstdCompressSync(payload))],
    ['no declared size', fromHex('28b52ffd00580100 00'.replace(' ', ''))],
    ['a dictionary', fromHex('28b52ffd2101e001000000')],
    ['a reserved bit', fromHex('28b52ffd28e0010000')],
    ['a reserved block type', fromHex('28b52ffd60e000070000')],
    ['a cut block header', fromHex('28b52ffd60e000000000')],
    ['a size of eight bytes', concatBytes(fromHex('28b52ffde0'), new Uint8Array(8).fill(1), utf8('xxx'))],
    ['a window of 16 MiB', concatBytes(fromHex('28b52ffd4070e000'), zstdCompressSync(payload).subarray(7))],
  ])('is refused when it holds %s', (_, body) => {
    refused(framed(body, payload.length));
  });

  it('takes any frame that keeps to the rules', () => {
    const { ZSTD_c_checksumFlag, ZSTD_c_compressionLevel } = constants;
    for (const level of [1, 19]) {
      const params = { [ZSTD_c_checksumFlag]: 1, [ZSTD_c_compressionLevel]: level };
      const frame = zstdCompressSync(payload, { params });
      expect(decodeEnvelope(framed(frame, payload.length), { chainId }).payload).toEqual(payload);
    }
    const large = Uint8Array.from({ length: 1_500_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
    const frame = zstdCompressSync(large, { params: { [ZSTD_c_compressionLevel]: 3 } });
    expect(decodeEnvelope(framed(frame, large.length), { chainId }).payload).toEqual(large);
    // One raw block with a window descriptor of 1 KiB.
    const raw = concatBytes(fromHex('28b52ffd0000'), new Uint8Array());
    expect(() => decodeEnvelope(framed(raw, 3), { chainId })).toThrow(MalformedError);
  });

  it('is refused when the frame is damaged inside', () => {
    const frame = Uint8Array.from(
      zstdCompressSync(payload, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    );
    frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 1;
    refused(framed(frame, payload.length));
  });

  it('reads any bytes without anything but a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(400), (body, rawBytes) => {
        try {
          decodeEnvelope(framed(concatBytes(fromHex('28b52ffd'), body), rawBytes), { chainId });
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
