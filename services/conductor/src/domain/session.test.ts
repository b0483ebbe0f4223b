import { rollupNumber, sequencerHeight } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { holdsSoft } from './mismatch.ts';
import { heightOf, isLast } from './session.ts';

const numbering = {
  startNumber: rollupNumber(11),
  endNumber: rollupNumber(20),
  startHeight: sequencerHeight(101),
};

it.each([
  [10, 100n],
  [11, 101n],
  [20, 110n],
])('block %i is at sequencer height %i', (number, height) => {
  expect(heightOf(numbering, rollupNumber(number))).toBe(height);
});

it('ends with its last block, or never', () => {
  expect([19, 20].map((number) => isLast(numbering, rollupNumber(number)))).toEqual([false, true]);
  expect(isLast({ ...numbering, endNumber: undefined }, rollupNumber(20))).toBe(false);
});

it('holds soft back until firm has passed a resolved mismatch', () => {
  const mismatch = { height: sequencerHeight(5) };
  expect([4, 5].map((firm) => holdsSoft(mismatch, sequencerHeight(firm)))).toEqual([true, false]);
  expect(holdsSoft(undefined, sequencerHeight(0))).toBe(false);
});
