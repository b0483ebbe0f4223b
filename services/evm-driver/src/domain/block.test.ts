import { daHeight, rollupNumber } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { type ExecutedBlock, isInRange, refusalOf } from './block.ts';
import { evmHash } from './names.ts';

function block(number: number): ExecutedBlock {
  const hash = evmHash(number.toString(16).padStart(64, '0'));
  return {
    number: rollupNumber(number),
    hash,
    parentHash: hash,
    timestamp: 0n,
    baseFee: 0n,
    gasUsed: 0n,
    sequencerHash: hash,
  };
}

const now = { soft: block(5), firm: block(3), searchHeight: daHeight(1) };

describe('the commitment law', () => {
  it.each([
    [5, 3, undefined],
    [6, 3, undefined],
    [5, 5, undefined],
    [6, 6, undefined],
    [5, 6, 'firm-above-soft'],
    [4, 3, 'soft-decreases'],
    [5, 2, 'firm-decreases'],
  ])('takes soft %i, firm %i after 5, 3 as %s', (soft, firm, refusal) => {
    expect(refusalOf(now, { soft: rollupNumber(soft), firm: rollupNumber(firm) })).toBe(refusal);
  });

  it.each([
    [1, 0, 1, true],
    [0, 0, 1, false],
    [9, 9, 5, true],
    [10, 9, 5, false],
    [5, 9, 5, true],
    [4, 9, 5, false],
  ])('says of block %i, end %i, start %i: %s', (number, end, start, inRange) => {
    expect(isInRange(rollupNumber(number), { start: rollupNumber(start), end: rollupNumber(end) })).toBe(
      inRange,
    );
  });
});
