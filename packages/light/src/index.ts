export { type Anchor, formatAnchorJson, parseAnchorJson, tipOfAnchor } from './anchor.ts';
export {
  commitFlags,
  encodeBlock,
  encodeBlockId,
  encodeCommit,
  encodeCommitSignature,
  encodeHeader,
  encodeSimpleValidator,
  encodeTimestamp,
  encodeVersion,
} from './encode.ts';
export {
  BrokenLinkError,
  HeaderMismatchError,
  InvalidValidatorUpdatesError,
  LightError,
  MalformedCommitError,
  NotEnoughPowerError,
  ValidatorsMismatchError,
  WrongChainError,
} from './errors.ts';
export {
  commitHash,
  consensusParamsHash,
  dataHash,
  type ExecutionResult,
  emptyHash,
  type HashedParams,
  headerHash,
  resultsHash,
  validatorAddress,
  validatorsHash,
} from './hashes.ts';
export {
  type CometbftJson,
  formatBlockIdJson,
  formatBlockJson,
  formatCommitJson,
  formatHeaderJson,
  formatPublicKeyJson,
  formatValidatorJson,
  formatValidatorsJson,
  parseBlockIdJson,
  parseBlockJson,
  parseCommitJson,
  parseHeaderJson,
  parsePublicKeyJson,
  parseValidatorJson,
  parseValidatorsJson,
} from './json.ts';
export { PART_BYTES, type Part, type PartSet, partSet, partSetHeader } from './part-set.ts';
export { type Proposal, proposalSignBytes, type Vote, voteSignBytes } from './sign-bytes.ts';
export { verifySignature } from './signature.ts';
export { compareTimes, formatTime, parseTime } from './time.ts';
export { type Segment, type TrustedTip, tipOf, verifyNextHeader, verifySegment } from './trust.ts';
export {
  type Block,
  type BlockId,
  type Commit,
  type CommitSignature,
  emptyBlockId,
  emptyCommit,
  type Header,
  type PartSetHeader,
  type Timestamp,
  type Validator,
  type ValidatorSet,
  zeroTime,
} from './types.ts';
export {
  advanceProposer,
  MAX_TOTAL_POWER,
  type ProposerRotation,
  type QueuedValidator,
  sortValidators,
  startRotation,
  totalPower,
  updateValidators,
  type ValidatorUpdate,
} from './validator-set.ts';
export { type CommitClaim, type CommitPower, verifyCommit } from './verify-commit.ts';
