import type { Block, BlockId, Commit, CommitSignature, Header, Timestamp } from '@switchyard/light';
import { zeroTime } from '@switchyard/light';
import { parseI64, parseU64, tendermint } from '@switchyard/proto';

/** By CometBFT's number, from 1. */
const flags: readonly CommitSignature['flag'][] = ['absent', 'commit', 'nil'];

/** The block in the bytes that it was cut into parts from. Its byte strings are views of them. */
export function decodeBlock(bytes: Uint8Array): Block {
  const { header, data, lastCommit } = tendermint.types.Block.decode(bytes);
  return {
    header: parseHeader(header ?? {}),
    items: data?.txs ?? [],
    lastCommit: parseCommit(lastCommit ?? {}),
  };
}

function parseHeader(wire: tendermint.types.Header.$Properties): Header {
  return {
    version: { block: parseU64(wire.version?.block), app: parseU64(wire.version?.app) },
    chainId: wire.chainId ?? '',
    height: parseI64(wire.height),
    time: parseTimestamp(wire.time),
    lastBlockId: parseBlockId(wire.lastBlockId),
    lastCommitHash: bytesOf(wire.lastCommitHash),
    dataHash: bytesOf(wire.dataHash),
    validatorsHash: bytesOf(wire.validatorsHash),
    nextValidatorsHash: bytesOf(wire.nextValidatorsHash),
    consensusHash: bytesOf(wire.consensusHash),
    appHash: bytesOf(wire.appHash),
    lastResultsHash: bytesOf(wire.lastResultsHash),
    evidenceHash: bytesOf(wire.evidenceHash),
    proposerAddress: bytesOf(wire.proposerAddress),
  };
}

function parseCommit(wire: tendermint.types.Commit.$Properties): Commit {
  return {
    height: parseI64(wire.height),
    round: wire.round ?? 0,
    blockId: parseBlockId(wire.blockId),
    signatures: (wire.signatures ?? []).map(parseCommitSignature),
  };
}

function parseCommitSignature(wire: tendermint.types.CommitSig.$Properties): CommitSignature {
  return {
    flag: flags[(wire.blockIdFlag ?? 0) - 1] ?? 'absent',
    validatorAddress: bytesOf(wire.validatorAddress),
    timestamp: parseTimestamp(wire.timestamp),
    signature: bytesOf(wire.signature),
  };
}

function parseBlockId(wire: tendermint.types.BlockID.$Properties | null | undefined): BlockId {
  return {
    hash: bytesOf(wire?.hash),
    parts: { total: wire?.partSetHeader?.total ?? 0, hash: bytesOf(wire?.partSetHeader?.hash) },
  };
}

type WireTimestamp = NonNullable<tendermint.types.Header.$Properties['time']>;

function parseTimestamp(wire: WireTimestamp | null | undefined): Timestamp {
  if (wire === null || wire === undefined) return zeroTime;
  return { seconds: parseI64(wire.seconds), nanos: wire.nanos ?? 0 };
}

/** An absent field is an empty Buffer of the codec's, and nothing outside of adapters knows Buffers. */
function bytesOf(wire: Uint8Array | null | undefined): Uint8Array {
  return wire === null || wire === undefined || wire.length === 0 ? new Uint8Array() : wire;
}
