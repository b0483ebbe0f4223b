import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockRun, maxBlocksPerRequest } from './peer-answer.ts';

it.each([
  [1n, 3, 10n, { from: 1n, to: 3n }],
  [9n, 5, 10n, { from: 9n, to: 10n }],
  [11n, 5, 10n, undefined],
  [0n, 5, 10n, undefined],
  [5n, 0, 10n, undefined],
  [1n, 4_000_000_000, 10_000n, { from: 1n, to: BigInt(maxBlocksPerRequest) }],
])('answers %s + %s at head %s with %o', (from, count, head, run) => {
  expect(blockRun({ from, count }, head)).toEqual(run);
});

it('answers no height that is not there, and no more than its limit', () => {
  const height = fc.bigInt({ min: 0n, max: 1_000n });
  fc.assert(
    fc.property(height, fc.nat(5_000), height, (from, count, head) => {
      const run = blockRun({ from, count }, head);
      if (run === undefined) return;
      expect(run.from).toBe(from);
      expect(run.to >= run.from && run.to <= head).toBe(true);
      expect(run.to - run.from < BigInt(maxBlocksPerRequest)).toBe(true);
    }),
  );
});
