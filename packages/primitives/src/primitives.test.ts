import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  address,
  addressOf,
  bigEndianU64,
  chainNamespace,
  codeOf,
  compareBytes,
  concatBytes,
  daHeight,
  equalBytes,
  faultOf,
  formatAddress,
  fromHex,
  hash32,
  MalformedError,
  namespace,
  next,
  openSealedJson,
  parseAddress,
  readBigEndianU64,
  rollupId,
  rollupIdOf,
  rollupNamespace,
  rollupNumber,
  sealJson,
  sequencerHeight,
  sha256,
  toHex,
  utf8,
} from './index.ts';

describe('bytes', () => {
  it('orders as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
        expect(equalBytes(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });

  it('joins', () => {
    expect(concatBytes(utf8('a'), utf8(''), utf8('bc'))).toEqual(utf8('abc'));
  });

  it('goes to hex and back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => equalBytes(fromHex(toHex(bytes)), bytes)));
    expect(fromHex('0xAb')).toEqual(new Uint8Array([0xab]));
  });

  it.each(['0x0', 'zz', 'a'])('refuses %j as hex', (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });

  it('writes u64 most significant byte first', () => {
    expect(toHex(bigEndianU64(258n))).toBe('0000000000000102');
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
        (n) => readBigEndianU64(concatBytes(new Uint8Array(3), bigEndianU64(n)), 3) === n,
      ),
    );
    expect(() => bigEndianU64(-1n)).toThrow(RangeError);
    expect(() => bigEndianU64(1n << 64n)).toThrow(RangeError);
  });
});

describe('heights', () => {
  it('accepts bigint and number', () => {
    expect(sequencerHeight(7)).toBe(7n);
    expect(next(daHeight(7n))).toBe(8n);
    expect(rollupNumber(0)).toBe(0n);
  });

  it.each([-1, 1.5, Number.NaN, -1n, 1n << 64n])('refuses %s', (value) => {
    expect(() => sequencerHeight(value)).toThrow(MalformedError);
  });

  it('refuses what follows the last one', () => {
    expect(() => next(daHeight((1n << 64n) - 1n))).toThrow(MalformedError);
  });
});

describe('hashes', () => {
  it('is SHA-256 (FIPS 180-2, appendix B.1)', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(toHex(sha256(utf8('abc')))).toBe(abc);
    expect(toHex(sha256(utf8('a'), utf8('bc')))).toBe(abc);
  });

  it('has 32 bytes', () => {
    expect(() => hash32(new Uint8Array(31))).toThrow(MalformedError);
  });
});

describe('names', () => {
  const key = new Uint8Array(32).fill(1);

  it('goes to an address text and back', () => {
    const text = formatAddress(addressOf(key));
    expect(text).toMatch(/^yard1[a-z0-9]{38}$/);
    expect(parseAddress(text)).toEqual(addressOf(key));
  });

  it.each(['', 'yard1', 'cosmos1qqqq', 'yard1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqqqqqq'])(
    'refuses %j',
    (text) => {
      expect(() => parseAddress(text)).toThrow(MalformedError);
    },
  );

  it('refuses a typo', () => {
    const text = formatAddress(addressOf(key));
    const typo = text.slice(0, -1) + (text.endsWith('q') ? 'p' : 'q');
    expect(() => parseAddress(typo)).toThrow(MalformedError);
  });

  it('refuses other lengths', () => {
    expect(() => address(new Uint8Array(19))).toThrow(MalformedError);
    expect(() => namespace(new Uint8Array(28))).toThrow(MalformedError);
    expect(() => rollupId(new Uint8Array(33))).toThrow(MalformedError);
  });

  it('gives the chain and a rollup of its name different namespaces', () => {
    const chain = chainNamespace('yard-1');
    const rollup = rollupNamespace('yard-1', rollupIdOf('yard-1'));
    expect(equalBytes(chain, rollup)).toBe(false);
    expect(chain.subarray(0, 19)).toEqual(new Uint8Array(19));
  });

  it('gives a rollup different namespaces on two chains', () => {
    const id = rollupIdOf('demo');
    expect(equalBytes(rollupNamespace('yard-1', id), rollupNamespace('yard-2', id))).toBe(false);
  });
});

describe('errors', () => {
  it('says what to do', () => {
    const error = new MalformedError('a hash has 32 bytes', { length: 3 });
    expect(faultOf(error)).toBe('rejected');
    expect(codeOf(error)).toBe('MALFORMED');
    expect(error.name).toBe('MalformedError');
  });

  it('takes what is not ours for a bug', () => {
    expect(faultOf(new TypeError('x'))).toBe('fatal');
    expect(codeOf(new TypeError('x'))).toBe('TypeError');
    expect(codeOf('x')).toBe('UNKNOWN');
  });
});

describe('sealed JSON', () => {
  const value = { a: [1, { b: 'c' }], empty: '', no: null };

  it('goes to text and back, also when it was formatted anew', () => {
    expect(openSealedJson(sealJson(value))).toEqual(value);
    expect(openSealedJson(JSON.stringify(JSON.parse(sealJson(value))))).toEqual(value);
  });

  it('takes what has no checksum', () => {
    expect(openSealedJson('{"a":1}')).toEqual({ a: 1 });
    expect(openSealedJson('[1]')).toEqual([1]);
    expect(openSealedJson('null')).toBeNull();
  });

  it.each(['', '{"a":1', sealJson(value).replace('"c"', '"d"'), '{"a":1,"checksum":7}'])(
    'refuses %j',
    (text) => {
      expect(() => openSealedJson(text)).toThrow(MalformedError);
    },
  );
});
