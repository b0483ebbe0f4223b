import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBaseFee } from './gas.ts';

const gasLimit = 100_000_000n;
const target = gasLimit / 2n;

describe('the base fee of the next block', () => {
  it.each([
    ['an empty block lowers it by an eighth', 1_000_000_000n, 0n, 875_000_000n],
    ['a full block raises it by an eighth', 1_000_000_000n, gasLimit, 1_125_000_000n],
    ['the target keeps it', 1_000_000_000n, target, 1_000_000_000n],
    ['one gas above the target raises it by one at least', 10n, target + 1n, 11n],
    ['one gas below the target may keep it', 10n, target - 1n, 10n],
    ['it comes to rest at seven', 7n, 0n, 7n],
    ['zero rises again', 0n, gasLimit, 1n],
    ['zero stays', 0n, 0n, 0n],
  ])('%s', (_name, baseFee, gasUsed, expected) => {
    expect(nextBaseFee({ baseFee, gasUsed, gasLimit })).toBe(expected);
  });

  it('moves by an eighth at most', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 8n, max: 1n << 64n }),
        fc.bigInt({ min: 0n, max: gasLimit }),
        (baseFee, gasUsed) => {
          const next = nextBaseFee({ baseFee, gasUsed, gasLimit });
          expect(next).toBeLessThanOrEqual(baseFee + baseFee / 8n);
          expect(next).toBeGreaterThanOrEqual(baseFee - baseFee / 8n - 1n);
        },
      ),
    );
  });

  it('stays under a gas limit of one', () => {
    expect(nextBaseFee({ baseFee: 5n, gasUsed: 0n, gasLimit: 1n })).toBe(5n);
  });
});
