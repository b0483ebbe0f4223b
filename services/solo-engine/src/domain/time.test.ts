import {
  type Commit,
  type CommitSignature,
  compareTimes,
  emptyBlockId,
  type Timestamp,
  zeroTime,
} from '@switchyard/light';
import { addressOf } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InconsistentHistoryError } from './errors.ts';
import { addMs, medianTime, msOfTime, timeOfMs, voteTime } from './time.ts';

const at = (ms: number): Timestamp => timeOfMs(ms);

it.each([
  [0n, 0, 1, 0n, 1_000_000],
  [5n, 999_999_999, 1, 6n, 999_999],
  [5n, 0, -1, 4n, 999_000_000],
  [0n, 0, -1_500, -2n, 500_000_000],
])('adds to %d s %d ns %d ms', (seconds, nanos, ms, expectedSeconds, expectedNanos) => {
  expect(addMs({ seconds, nanos }, ms)).toEqual({ seconds: expectedSeconds, nanos: expectedNanos });
});

it('keeps milliseconds', () => {
  fc.assert(fc.property(fc.integer({ min: -1e13, max: 1e13 }), (ms) => msOfTime(timeOfMs(ms)) === ms));
});

describe('the time of a vote', () => {
  it.each([
    ['now, when the interval has passed', 5_000, 3_000, 5_000],
    ['the interval after the block, when it has not', 5_000, 4_500, 5_500],
    ['the interval after the block, when the clock went back', 1_000, 4_500_000, 4_501_000],
  ])('is %s', (_, now, block, expected) => {
    expect(voteTime(now, at(block), 1_000)).toEqual(at(expected));
  });

  it('is never less than a millisecond after the block', () => {
    expect(voteTime(0, at(10), 0)).toEqual(at(11));
  });

  it('keeps heights a whole interval apart, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e13 })), (clock) => {
        let time = at(1_000);
        for (const now of clock) {
          const next = voteTime(now, time, 1_000);
          expect(compareTimes(next, addMs(time, 1_000))).toBeGreaterThanOrEqual(0);
          time = next;
        }
      }),
    );
  });
});

describe('BFT time', () => {
  const validators = [7n, 2n, 1n].map((power, index) => ({
    publicKey: new Uint8Array(32).fill(index + 1),
    power,
  }));
  const commitOf = (times: readonly (number | undefined)[]): Commit => ({
    height: 1n,
    round: 0,
    blockId: emptyBlockId,
    signatures: times.map((ms, index): CommitSignature => {
      const validatorAddress = addressOf(validators[index]?.publicKey ?? new Uint8Array());
      if (ms === undefined) {
        return {
          flag: 'absent',
          validatorAddress: new Uint8Array(),
          timestamp: zeroTime,
          signature: new Uint8Array(),
        };
      }
      return { flag: 'commit', validatorAddress, timestamp: at(ms), signature: new Uint8Array() };
    }),
  });

  it.each([
    ['the only vote', [500, undefined, undefined], 500],
    ['that of the heaviest', [500, 1, 900], 500],
    ['the middle one without the heaviest', [undefined, 300, 200], 200],
  ])('is %s', (_, times, expected) => {
    expect(medianTime(commitOf(times), validators)).toEqual(at(expected));
  });

  it('is not of a commit without votes', () => {
    expect(() => medianTime(commitOf([undefined, undefined, undefined]), validators)).toThrow(
      InconsistentHistoryError,
    );
  });

  it('is not of a commit of another set', () => {
    expect(() => medianTime(commitOf([1]), [])).toThrow(InconsistentHistoryError);
  });
});
