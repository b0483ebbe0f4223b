import { SwitchyardError } from '@switchyard/primitives';

/** A header, commit or validator set from outside that proves nothing. */
export abstract class LightError extends SwitchyardError {
  override readonly fault = 'rejected';
}

/** The header belongs to another chain. */
export class WrongChainError extends LightError {
  override readonly code = 'LIGHT_WRONG_CHAIN';

  constructor(expected: string, actual: string) {
    super('header is of another chain', { expected, actual });
  }
}

/** The header does not follow the trusted one: other height, or other predecessor. */
export class BrokenLinkError extends LightError {
  override readonly code = 'LIGHT_BROKEN_LINK';
}

/** The validator set is not the one that the header names. */
export class ValidatorsMismatchError extends LightError {
  override readonly code = 'LIGHT_VALIDATORS_MISMATCH';
}

/** The commit is for another height or another header. */
export class HeaderMismatchError extends LightError {
  override readonly code = 'LIGHT_HEADER_MISMATCH';
}

/** The commit is not one place for each validator with its address. */
export class MalformedCommitError extends LightError {
  override readonly code = 'LIGHT_MALFORMED_COMMIT';
}

/** Not more than two thirds of the set's power signed. */
export class NotEnoughPowerError extends LightError {
  override readonly code = 'LIGHT_NOT_ENOUGH_POWER';

  constructor(height: bigint, signedPower: bigint, totalPower: bigint) {
    super('commit has not more than two thirds of the power', { height, signedPower, totalPower });
  }
}

/** The updates would be refused by CometBFT, which stops a chain. */
export class InvalidValidatorUpdatesError extends LightError {
  override readonly code = 'LIGHT_INVALID_VALIDATOR_UPDATES';
}
