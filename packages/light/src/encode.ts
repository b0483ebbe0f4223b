import { concatBytes, utf8 } from '@switchyard/primitives';
import { bytesField, integerField, messageField, textField } from './protobuf.ts';
import type { Block, BlockId, Commit, CommitSignature, Header, Timestamp, Validator } from './types.ts';

/** `google.protobuf.Timestamp`. */
export function encodeTimestamp({ seconds, nanos }: Timestamp): Uint8Array {
  return concatBytes(integerField(1, seconds), integerField(2, nanos));
}

/** `tendermint.types.BlockID`, and `CanonicalBlockID`, which has the same bytes. */
export function encodeBlockId({ hash, parts }: BlockId): Uint8Array {
  return concatBytes(
    bytesField(1, hash),
    messageField(2, integerField(1, parts.total), bytesField(2, parts.hash)),
  );
}

/** `tendermint.version.Consensus`. */
export function encodeVersion({ block, app }: Header['version']): Uint8Array {
  return concatBytes(integerField(1, block), integerField(2, app));
}

/** `tendermint.types.Header`. */
export function encodeHeader(header: Header): Uint8Array {
  return concatBytes(
    messageField(1, encodeVersion(header.version)),
    textField(2, header.chainId),
    integerField(3, header.height),
    messageField(4, encodeTimestamp(header.time)),
    messageField(5, encodeBlockId(header.lastBlockId)),
    bytesField(6, header.lastCommitHash),
    bytesField(7, header.dataHash),
    bytesField(8, header.validatorsHash),
    bytesField(9, header.nextValidatorsHash),
    bytesField(10, header.consensusHash),
    bytesField(11, header.appHash),
    bytesField(12, header.lastResultsHash),
    bytesField(13, header.evidenceHash),
    bytesField(14, header.proposerAddress),
  );
}

/** The number of each flag of a commit signature, on the wire and in JSON. */
export const commitFlags: Readonly<Record<CommitSignature['flag'], number>> = {
  absent: 1,
  commit: 2,
  nil: 3,
};

/** `tendermint.types.CommitSig`. */
export function encodeCommitSignature(signature: CommitSignature): Uint8Array {
  return concatBytes(
    integerField(1, commitFlags[signature.flag]),
    bytesField(2, signature.validatorAddress),
    messageField(3, encodeTimestamp(signature.timestamp)),
    bytesField(4, signature.signature),
  );
}

/** `tendermint.types.Commit`. */
export function encodeCommit(commit: Commit): Uint8Array {
  return concatBytes(
    integerField(1, commit.height),
    integerField(2, commit.round),
    messageField(3, encodeBlockId(commit.blockId)),
    ...commit.signatures.map((signature) => messageField(4, encodeCommitSignature(signature))),
  );
}

/** `tendermint.types.SimpleValidator`: a leaf of the set's hash. */
export function encodeSimpleValidator({ publicKey, power }: Validator): Uint8Array {
  return concatBytes(messageField(1, bytesField(1, publicKey)), integerField(2, power));
}

/** `tendermint.types.Block` without evidence: what is cut into parts. */
export function encodeBlock({ header, items, lastCommit }: Block): Uint8Array {
  return concatBytes(
    messageField(1, encodeHeader(header)),
    messageField(2, ...items.map((item) => messageField(1, item))),
    messageField(3),
    messageField(4, encodeCommit(lastCommit)),
  );
}

/** The leaves of a header's hash, in the order of its fields. */
export function headerLeaves(header: Header): readonly Uint8Array[] {
  return [
    encodeVersion(header.version),
    bytesField(1, utf8(header.chainId)),
    integerField(1, header.height),
    encodeTimestamp(header.time),
    encodeBlockId(header.lastBlockId),
    bytesField(1, header.lastCommitHash),
    bytesField(1, header.dataHash),
    bytesField(1, header.validatorsHash),
    bytesField(1, header.nextValidatorsHash),
    bytesField(1, header.consensusHash),
    bytesField(1, header.appHash),
    bytesField(1, header.lastResultsHash),
    bytesField(1, header.evidenceHash),
    bytesField(1, header.proposerAddress),
  ];
}
