import { equalBytes } from '@switchyard/primitives';
import {
  HeaderMismatchError,
  MalformedCommitError,
  NotEnoughPowerError,
  ValidatorsMismatchError,
  WrongChainError,
} from './errors.ts';
import { headerHash, validatorAddress, validatorsHash } from './hashes.ts';
import { voteSignBytes } from './sign-bytes.ts';
import { verifyStrictly, verifyZip215 } from './signature.ts';
import type { Commit, CommitSignature, Header, Validator, ValidatorSet } from './types.ts';

/** A header with what should prove it. */
export type CommitClaim = {
  readonly chainId: string;
  readonly header: Header;
  readonly commit: Commit;
  /** In CometBFT's order; checked against the hash in the header. */
  readonly validators: ValidatorSet;
};

/** What was found valid: always 3 · signed > 2 · total. */
export type CommitPower = {
  /** At least the power needed; signatures that no longer matter are not always checked. */
  readonly signedPower: bigint;
  readonly totalPower: bigint;
};

/**
 * Checks that more than two thirds of the power of the set that the header names signed the header.
 *
 * It does not check that this set is to be trusted: that is {@link verifyNextHeader}'s. An invalid signature does not
 * count and is no error.
 *
 * @throws LightError (rejected) when the commit proves nothing.
 */
export function verifyCommit({ chainId, header, commit, validators }: CommitClaim): CommitPower {
  if (header.chainId !== chainId) throw new WrongChainError(chainId, header.chainId);
  if (commit.height !== header.height || !equalBytes(commit.blockId.hash, headerHash(header))) {
    throw new HeaderMismatchError('commit is for another header', { height: header.height });
  }
  if (!equalBytes(validatorsHash(validators), header.validatorsHash)) {
    throw new ValidatorsMismatchError('validators are not those of the header', { height: header.height });
  }
  assertPlaces(commit, validators);
  const totalPower = validators.reduce((sum, { power }) => sum + power, 0n);
  const signedPower = countPower(chainId, commit, validators, totalPower);
  if (!isQuorum(signedPower, totalPower))
    throw new NotEnoughPowerError(commit.height, signedPower, totalPower);
  return { signedPower, totalPower };
}

function assertPlaces(commit: Commit, validators: ValidatorSet): void {
  const { height, signatures } = commit;
  if (signatures.length !== validators.length) {
    throw new MalformedCommitError('commit has another number of places than the set', {
      height,
      places: signatures.length,
      validators: validators.length,
    });
  }
  validators.forEach((validator, index) => {
    const place = signatures[index];
    if (place === undefined || !isPlaceOf(validator, place)) {
      throw new MalformedCommitError('commit has a place that is not its validator’s', { height, index });
    }
  });
}

function isPlaceOf(
  validator: Validator,
  { flag, validatorAddress: address, signature }: CommitSignature,
): boolean {
  if (flag === 'absent') return address.length === 0 && signature.length === 0;
  return equalBytes(address, validatorAddress(validator));
}

/**
 * The native check first, for all; the slow one only while what it may still find decides. So a commit of nothing but
 * bad signatures costs slow checks for a third of the power, and an honest one costs none.
 */
function countPower(chainId: string, commit: Commit, validators: ValidatorSet, total: bigint): bigint {
  let signed = 0n;
  let undecided = 0n;
  const refused: {
    readonly validator: Validator;
    readonly message: Uint8Array;
    readonly signature: Uint8Array;
  }[] = [];
  validators.forEach((validator, index) => {
    const place = commit.signatures[index];
    if (place?.flag !== 'commit') return;
    const message = voteSignBytes(chainId, { ...commit, type: 'precommit', timestamp: place.timestamp });
    if (verifyStrictly(validator.publicKey, message, place.signature)) signed += validator.power;
    else {
      undecided += validator.power;
      refused.push({ validator, message, signature: place.signature });
    }
  });
  for (const { validator, message, signature } of refused) {
    if (isQuorum(signed, total) || !isQuorum(signed + undecided, total)) break;
    undecided -= validator.power;
    if (verifyZip215(validator.publicKey, message, signature)) signed += validator.power;
  }
  return signed;
}

function isQuorum(power: bigint, total: bigint): boolean {
  return 3n * power > 2n * total;
}
