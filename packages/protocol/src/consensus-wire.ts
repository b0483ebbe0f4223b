import type {
  BlockId,
  Commit,
  CommitSignature,
  Header,
  Timestamp,
  Validator,
  ValidatorSet,
} from '@switchyard/light';
import { MalformedError } from '@switchyard/primitives';
import { formatI64, formatU64, type google, parseI64, parseU64, tendermint } from '@switchyard/proto';
import { bytesField, required } from './strict.ts';

const { BlockIDFlag } = tendermint.types;

/** The header in a message. @throws MalformedError when a part of it is missing or out of range. */
export function headerFromWire(wire: tendermint.types.Header.$Properties): Header {
  const version = required(wire.version, 'header.version');
  return {
    version: { block: parseU64(version.block), app: parseU64(version.app) },
    chainId: wire.chainId ?? '',
    height: heightField(wire.height),
    time: timestampFromWire(required(wire.time, 'header.time')),
    lastBlockId: blockIdFromWire(required(wire.lastBlockId, 'header.last_block_id')),
    lastCommitHash: bytesField(wire.lastCommitHash),
    dataHash: bytesField(wire.dataHash),
    validatorsHash: bytesField(wire.validatorsHash),
    nextValidatorsHash: bytesField(wire.nextValidatorsHash),
    consensusHash: bytesField(wire.consensusHash),
    appHash: bytesField(wire.appHash),
    lastResultsHash: bytesField(wire.lastResultsHash),
    evidenceHash: bytesField(wire.evidenceHash),
    proposerAddress: bytesField(wire.proposerAddress),
  };
}

/** The message of a header. Sub-messages are always written, so that a header has one encoding. */
export function headerToWire(header: Header): tendermint.types.Header.$Properties {
  return {
    ...header,
    version: { block: formatU64(header.version.block), app: formatU64(header.version.app) },
    height: formatI64(header.height),
    time: timestampToWire(header.time),
    lastBlockId: blockIdToWire(header.lastBlockId),
  };
}

/** The commit in a message. @throws MalformedError when a part of it is missing or out of range. */
export function commitFromWire(wire: tendermint.types.Commit.$Properties): Commit {
  const round = wire.round ?? 0;
  if (round < 0) throw new MalformedError('round is negative', { round });
  return {
    height: heightField(wire.height),
    round,
    blockId: blockIdFromWire(required(wire.blockId, 'commit.block_id')),
    signatures: (wire.signatures ?? []).map(commitSignatureFromWire),
  };
}

/** The message of a commit. */
export function commitToWire({
  height,
  round,
  blockId,
  signatures,
}: Commit): tendermint.types.Commit.$Properties {
  return {
    height: formatI64(height),
    round,
    blockId: blockIdToWire(blockId),
    signatures: signatures.map(commitSignatureToWire),
  };
}

/** The validators in a message, in its order. Addresses are derived, never taken from the message. @throws MalformedError */
export function validatorsFromWire(wire: readonly tendermint.types.Validator.$Properties[]): ValidatorSet {
  return wire.map(validatorFromWire);
}

/** The messages of a validator set: key, power and, when known, proposer priority. */
export function validatorsToWire(validators: ValidatorSet): tendermint.types.Validator.$Properties[] {
  return validators.map(({ publicKey, power, proposerPriority }) => ({
    pubKey: { ed25519: publicKey },
    votingPower: formatI64(power),
    ...(proposerPriority === undefined ? {} : { proposerPriority: formatI64(proposerPriority) }),
  }));
}

function validatorFromWire(wire: tendermint.types.Validator.$Properties): Validator {
  const publicKey = bytesField(wire.pubKey?.ed25519);
  if (publicKey.length !== 32) throw new MalformedError('a validator has an Ed25519 key of 32 bytes');
  const power = parseI64(wire.votingPower);
  if (power < 0n) throw new MalformedError('voting power is negative', { power });
  const proposerPriority = parseI64(wire.proposerPriority);
  return proposerPriority === 0n ? { publicKey, power } : { publicKey, power, proposerPriority };
}

function commitSignatureFromWire(wire: tendermint.types.CommitSig.$Properties): CommitSignature {
  return {
    flag: flagFromWire(wire.blockIdFlag ?? BlockIDFlag.BLOCK_ID_FLAG_UNKNOWN),
    validatorAddress: bytesField(wire.validatorAddress),
    timestamp: timestampFromWire(required(wire.timestamp, 'commit.signatures.timestamp')),
    signature: bytesField(wire.signature),
  };
}

function commitSignatureToWire(signature: CommitSignature): tendermint.types.CommitSig.$Properties {
  return {
    blockIdFlag: wireFlags[signature.flag],
    validatorAddress: signature.validatorAddress,
    timestamp: timestampToWire(signature.timestamp),
    signature: signature.signature,
  };
}

const wireFlags = {
  absent: BlockIDFlag.BLOCK_ID_FLAG_ABSENT,
  commit: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
  nil: BlockIDFlag.BLOCK_ID_FLAG_NIL,
} as const;

function flagFromWire(flag: tendermint.types.BlockIDFlag): CommitSignature['flag'] {
  if (flag === BlockIDFlag.BLOCK_ID_FLAG_COMMIT) return 'commit';
  if (flag === BlockIDFlag.BLOCK_ID_FLAG_ABSENT) return 'absent';
  if (flag === BlockIDFlag.BLOCK_ID_FLAG_NIL) return 'nil';
  throw new MalformedError('commit place has an unknown flag', { flag });
}

function blockIdFromWire(wire: tendermint.types.BlockID.$Properties): BlockId {
  const parts = required(wire.partSetHeader, 'block_id.part_set_header');
  return { hash: bytesField(wire.hash), parts: { total: parts.total ?? 0, hash: bytesField(parts.hash) } };
}

function blockIdToWire({ hash, parts }: BlockId): tendermint.types.BlockID.$Properties {
  return { hash, partSetHeader: { total: parts.total, hash: parts.hash } };
}

function timestampFromWire(wire: google.protobuf.Timestamp.$Properties): Timestamp {
  const nanos = wire.nanos ?? 0;
  if (nanos < 0 || nanos > 999_999_999) throw new MalformedError('nanoseconds are out of range', { nanos });
  return { seconds: parseI64(wire.seconds), nanos };
}

function timestampToWire({ seconds, nanos }: Timestamp): google.protobuf.Timestamp.$Properties {
  return { seconds: formatI64(seconds), nanos };
}

function heightField(wire: Parameters<typeof parseI64>[0]): bigint {
  const height = parseI64(wire);
  if (height < 0n) throw new MalformedError('height is negative', { height });
  return height;
}
