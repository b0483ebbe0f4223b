import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlockCache } from './block-cache.ts';

const entry = (height: bigint, bytes: number) => ({ height, bytes, value: `block ${height}` });

describe('block cache', () => {
  it('drives out the lowest heights', () => {
    const cache = createBlockCache<string>(10);
    for (const height of [1n, 2n, 3n]) cache.put(entry(height, 4));
    expect([1n, 2n, 3n].map(cache.get)).toEqual([undefined, 'block 2', 'block 3']);
    expect(cache.bytes()).toBe(8);
  });

  it('gives a low height only the room that is free', () => {
    const cache = createBlockCache<string>(10);
    cache.put(entry(9n, 6));
    cache.put(entry(1n, 5));
    cache.put(entry(2n, 4));
    expect([1n, 2n, 9n].map(cache.get)).toEqual([undefined, 'block 2', 'block 9']);
  });

  it('does not empty itself for a block that is larger than all of it', () => {
    const cache = createBlockCache<string>(10);
    cache.put(entry(1n, 6));
    cache.put(entry(2n, 11));
    expect(cache.size()).toBe(1);
    expect(cache.get(1n)).toBe('block 1');
  });

  it('replaces a height', () => {
    const cache = createBlockCache<string>(10);
    cache.put(entry(1n, 6));
    cache.put(entry(1n, 7));
    expect(cache.bytes()).toBe(7);
  });

  it('never holds more than its bytes, and holds every block higher than one it holds that fitted', () => {
    const put = fc.record({
      height: fc.bigInt({ min: 1n, max: 20n }),
      bytes: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
        const cache = createBlockCache<string>(100);
        for (const { height, bytes } of puts) {
          cache.put(entry(height, bytes));
          expect(cache.bytes()).toBeLessThanOrEqual(100);
        }
        const sum = [...new Set(puts.map(({ height }) => height))].filter((h) => cache.get(h) !== undefined);
        expect(cache.size()).toBe(sum.length);
      }),
    );
  });
});
