import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatI64, formatU64, parseI64, parseU64 } from './integers.ts';

it('carries every u64', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (n) => parseU64(formatU64(n)) === n));
});

it('carries every i64', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (n) => parseI64(formatI64(n)) === n),
  );
});

it.each([-1n, 1n << 64n])('refuses %s as u64', (n) => {
  expect(() => formatU64(n)).toThrow(RangeError);
});

it.each([-(1n << 63n) - 1n, 1n << 63n])('refuses %s as i64', (n) => {
  expect(() => formatI64(n)).toThrow(RangeError);
});

it('reads an absent field as zero', () => {
  expect(parseU64(undefined)).toBe(0n);
  expect(parseU64(null)).toBe(0n);
});
