import {
  type Commit,
  compareTimes,
  type Timestamp,
  type ValidatorSet,
  validatorAddress,
} from '@switchyard/light';
import { toHex } from '@switchyard/primitives';
import { InconsistentHistoryError } from './errors.ts';

/** CometBFT's least distance between a block's time and the votes for it. */
export const TIME_IOTA_MS = 1;

/** The moment some milliseconds later. */
export function addMs({ seconds, nanos }: Timestamp, ms: number): Timestamp {
  const total = seconds * 1_000_000_000n + BigInt(nanos) + BigInt(Math.round(ms)) * 1_000_000n;
  const second = total >= 0n ? total / 1_000_000_000n : -((-total + 999_999_999n) / 1_000_000_000n);
  return { seconds: second, nanos: Number(total - second * 1_000_000_000n) };
}

/** The moment that many milliseconds after 1970. */
export function timeOfMs(ms: number): Timestamp {
  return addMs({ seconds: 0n, nanos: 0 }, ms);
}

/** Milliseconds since 1970, rounded down. */
export function msOfTime({ seconds, nanos }: Timestamp): number {
  return Number(seconds) * 1_000 + Math.floor(nanos / 1_000_000);
}

/**
 * When a vote for a block says that it was made: now, but never closer to the block's own time than the interval.
 * CometBFT asks for {@link TIME_IOTA_MS}; the whole interval keeps header times apart by at least as much as rollup
 * timestamps, whatever the clock does; specs/11-solo-engine.md §4.
 */
export function voteTime(nowMs: number, blockTime: Timestamp, intervalMs: number): Timestamp {
  const now = timeOfMs(nowMs);
  const least = addMs(blockTime, Math.max(intervalMs, TIME_IOTA_MS));
  return compareTimes(now, least) > 0 ? now : least;
}

/** BFT time: the median of a commit's times, weighted by the power of the set that signed it. */
export function medianTime(commit: Commit, validators: ValidatorSet): Timestamp {
  const powers = new Map(
    validators.map((validator) => [toHex(validatorAddress(validator)), validator.power]),
  );
  const votes = commit.signatures
    .filter(({ flag }) => flag !== 'absent')
    .map(({ timestamp, validatorAddress: address }) => ({ timestamp, power: powers.get(toHex(address)) }));
  let total = 0n;
  for (const { power } of votes) {
    if (power === undefined) throw new InconsistentHistoryError('commit is of another validator set');
    total += power;
  }
  let rest = total / 2n;
  for (const { timestamp, power = 0n } of votes.toSorted((a, b) => compareTimes(a.timestamp, b.timestamp))) {
    if (rest <= power) return timestamp;
    rest -= power;
  }
  throw new InconsistentHistoryError('commit has no votes');
}
