import { emptyBlockId, emptyCommit, startRotation, zeroTime } from '@switchyard/light';
import { addressOf } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { ownRound, soloCommit, votesOf } from './commit.ts';
import { PowerLostError } from './errors.ts';

const own = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
const rotation = (ownPower: bigint, otherPower: bigint) =>
  startRotation([
    { publicKey: own, power: ownPower },
    { publicKey: other, power: otherPower },
  ]);

describe('the round', () => {
  it('is the first for the only validator', () => {
    expect(ownRound(startRotation([{ publicKey: own, power: 1n }]), own, 1n)).toBe(0);
  });

  it('is the first one in which this key proposes', () => {
    let passed = rotation(9n, 4n);
    const rounds: number[] = [];
    for (let height = 1n; height <= 6n; height++) {
      rounds.push(ownRound(passed, own, height));
      passed = { ...passed, proposer: passed.validators[Number(height) % 2] ?? passed.proposer };
    }
    expect(rounds).toContain(0);
    expect(Math.max(...rounds)).toBeGreaterThan(0);
  });

  it.each([
    [3n, 1n, true],
    [2n, 1n, false],
    [1n, 2n, false],
  ])('needs more than two thirds: %d of its own against %d', (ownPower, otherPower, isEnough) => {
    const decide = () => ownRound(rotation(ownPower, otherPower), own, 7n);
    if (isEnough) expect(decide).not.toThrow();
    else expect(decide).toThrow(PowerLostError);
  });

  it('is none for a key outside of the set', () => {
    expect(() => ownRound(startRotation([{ publicKey: other, power: 5n }]), own, 7n)).toThrow(PowerLostError);
  });
});

it('leaves the others absent', () => {
  const { validators } = rotation(9n, 4n);
  const timestamp = { seconds: 9n, nanos: 1 };
  const signature = new Uint8Array(64);
  const commit = soloCommit({ height: 3n, round: 1, blockId: emptyBlockId }, validators, {
    publicKey: own,
    timestamp,
    signature,
  });
  expect(commit.signatures).toEqual([
    { flag: 'commit', validatorAddress: addressOf(own), timestamp, signature },
    { flag: 'absent', validatorAddress: new Uint8Array(), timestamp: zeroTime, signature: new Uint8Array() },
  ]);
  expect(votesOf(commit, validators)).toEqual({
    round: 1,
    votes: [
      { address: addressOf(own), power: 9n, flag: 'commit' },
      { address: addressOf(other), power: 4n, flag: 'absent' },
    ],
  });
});

it('tells the application nothing of the commit before the first block', () => {
  expect(votesOf(emptyCommit, [])).toEqual({ round: 0, votes: [] });
});
