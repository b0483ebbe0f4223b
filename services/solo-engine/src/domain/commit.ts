import {
  advanceProposer,
  type BlockId,
  type Commit,
  type CommitSignature,
  type ProposerRotation,
  type Timestamp,
  totalPower,
  type ValidatorSet,
  validatorAddress,
  zeroTime,
} from '@switchyard/light';
import { equalBytes } from '@switchyard/primitives';
import { PowerLostError } from './errors.ts';

/**
 * The first round in which this key proposes: earlier ones belong to validators that are not there.
 * @throws PowerLostError when the key cannot decide blocks alone.
 */
export function ownRound(rotation: ProposerRotation, publicKey: Uint8Array, height: bigint): number {
  assertCanDecide(rotation.validators, publicKey, height);
  let proposer = rotation.proposer;
  for (let round = 0; ; round++) {
    if (equalBytes(proposer.publicKey, publicKey)) return round;
    proposer = advanceProposer(rotation, round + 1).proposer;
  }
}

function assertCanDecide(validators: ValidatorSet, publicKey: Uint8Array, height: bigint): void {
  const ownPower = validators.find((validator) => equalBytes(validator.publicKey, publicKey))?.power ?? 0n;
  const total = totalPower(validators);
  if (3n * ownPower <= 2n * total) throw new PowerLostError({ height, ownPower, totalPower: total });
}

/** The precommit that is the whole commit. */
export type OwnPrecommit = {
  readonly publicKey: Uint8Array;
  readonly timestamp: Timestamp;
  readonly signature: Uint8Array;
};

/** The commit of a height with this key's precommit; the others are absent. */
export function soloCommit(
  place: { readonly height: bigint; readonly round: number; readonly blockId: BlockId },
  validators: ValidatorSet,
  own: OwnPrecommit,
): Commit {
  return {
    ...place,
    signatures: validators.map((validator) =>
      equalBytes(validator.publicKey, own.publicKey)
        ? {
            flag: 'commit',
            validatorAddress: validatorAddress(validator),
            timestamp: own.timestamp,
            signature: own.signature,
          }
        : absent,
    ),
  };
}

const absent: CommitSignature = {
  flag: 'absent',
  validatorAddress: new Uint8Array(),
  timestamp: zeroTime,
  signature: new Uint8Array(),
};

/** How an application hears of a commit. */
export type Vote = {
  readonly address: Uint8Array;
  readonly power: bigint;
  readonly flag: CommitSignature['flag'];
};

/** The round and votes of the last commit; nothing for the first block. */
export type LastCommitVotes = { readonly round: number; readonly votes: readonly Vote[] };

/** What the application hears of the commit that a block carries. */
export function votesOf(commit: Commit, validators: ValidatorSet): LastCommitVotes {
  if (commit.signatures.length === 0) return { round: 0, votes: [] };
  return {
    round: commit.round,
    votes: validators.map((validator, index) => ({
      address: validatorAddress(validator),
      power: validator.power,
      flag: commit.signatures[index]?.flag ?? 'absent',
    })),
  };
}
