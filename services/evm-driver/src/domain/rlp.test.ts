import { toHex } from '@switchyard/primitives';
import fc from 'fast-check';
import { bytesToHex, hexToBytes, toRlp } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeInteger, decodeRlp, encodeInteger, encodeRlp, isBytes, type RlpItem } from './rlp.ts';

const item: fc.Arbitrary<RlpItem> = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ maxDepth: 4 }, fc.uint8Array({ maxLength: 80 }), fc.array(tie('item'), { maxLength: 4 })),
})).item;

function asHex(value: RlpItem): never {
  return (isBytes(value) ? bytesToHex(value) : value.map(asHex)) as never;
}

describe('rlp', () => {
  it('encodes as viem does, and decodes what it encodes', () => {
    fc.assert(
      fc.property(item, (value) => {
        const bytes = encodeRlp(value);
        expect(bytesToHex(bytes)).toBe(toRlp(asHex(value)));
        expect(decodeRlp(bytes)).toEqual(value);
      }),
    );
  });

  it('decodes only what encodes to the same bytes', () => {
    const near = fc
      .tuple(item, fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 2 }))
      .map(([value, flips]) => {
        const bytes = Uint8Array.from(encodeRlp(value));
        for (const [at, byte] of flips) if (at < bytes.length) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 90 })), (bytes) => {
        const value = decodeRlp(bytes);
        if (value !== undefined) expect(toHex(encodeRlp(value))).toBe(toHex(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a small byte with a prefix', '0x8101'],
    ['a long form of 55', `0xb837${'01'.repeat(55)}`],
    ['a length with a leading zero', `0xb90038${'01'.repeat(56)}`],
    ['a list that ends too late', '0xc201'],
    ['a string that ends too late', '0x8201'],
    ['a length that is cut off', '0xb9'],
    ['two values', '0x0101'],
    ['an item past its list', '0xc182ffff'],
  ])('refuses %s', (_name, hex) => {
    expect(decodeRlp(hexToBytes(hex as `0x${string}`))).toBeUndefined();
  });

  it('takes integers without leading zeros only', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 256n }), (n) => decodeInteger(encodeInteger(n)) === n),
    );
    expect(decodeInteger(Uint8Array.of(0))).toBeUndefined();
    expect(decodeInteger(Uint8Array.of(0, 1))).toBeUndefined();
  });
});
