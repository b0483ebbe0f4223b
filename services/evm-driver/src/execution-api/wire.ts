import { daHeight, MalformedError, type RollupId, rollupNumber } from '@switchyard/primitives';
import { astria, formatU64, type google, parseI64, parseU64 } from '@switchyard/proto';
import type { BlockRange, Commitments, ExecutedBlock } from '../domain/block.ts';
import { evmHash } from '../domain/names.ts';
import type {
  BlockName,
  ExecuteRequest,
  NamedBlock,
  SectionItem,
  WantedCommitments,
} from '../execution-types.ts';
import { TimestampError } from './errors.ts';

const api = astria.execution.v2;

/** The constants of a session. */
export type SessionParameters = {
  readonly rollupId: RollupId;
  readonly range: BlockRange;
  readonly sequencerChainId: string;
  readonly sequencerStartHeight: bigint;
  readonly daChainId: string;
  readonly daLookAhead: bigint;
};

/** A session as the client gets it. */
export function formatSession(
  id: string,
  parameters: SessionParameters,
  commitments: Commitments,
): astria.execution.v2.ExecutionSession.$Properties {
  return {
    sessionId: id,
    executionSessionParameters: {
      rollupId: { inner: parameters.rollupId },
      rollupStartBlockNumber: formatU64(parameters.range.start),
      rollupEndBlockNumber: formatU64(parameters.range.end),
      sequencerChainId: parameters.sequencerChainId,
      sequencerStartBlockHeight: formatU64(parameters.sequencerStartHeight),
      celestiaChainId: parameters.daChainId,
      celestiaSearchHeightMaxLookAhead: formatU64(parameters.daLookAhead),
    },
    commitmentState: formatCommitments(commitments),
  };
}

/** A commitment state as the client gets it. */
export function formatCommitments({
  soft,
  firm,
  searchHeight,
}: Commitments): astria.execution.v2.CommitmentState.$Properties {
  return {
    softExecutedBlockMetadata: formatBlock(soft),
    firmExecutedBlockMetadata: formatBlock(firm),
    lowestCelestiaSearchHeight: formatU64(searchHeight),
  };
}

/** A block as the client gets it. */
export function formatBlock(block: ExecutedBlock): astria.execution.v2.ExecutedBlockMetadata.$Properties {
  return {
    number: formatU64(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: { seconds: formatU64(block.timestamp), nanos: 0 },
    sequencerBlockHash: block.sequencerHash,
  };
}

/** The block to be executed. @throws MalformedError, TimestampError */
export function parseExecute(wire: astria.execution.v2.ExecuteBlockRequest): ExecuteRequest {
  return {
    parentHash: evmHash(wire.parentHash),
    timestamp: parseSeconds(wire.timestamp),
    sequencerHash: evmHash(wire.sequencerBlockHash),
    items: wire.transactions.map(parseItem),
  };
}

/** The commitment state that the client wants. @throws MalformedError */
export function parseCommitments(
  wire: astria.execution.v2.CommitmentState.$Properties | null | undefined,
): WantedCommitments {
  if (wire === null || wire === undefined) throw new MalformedError('a commitment state is required');
  return {
    soft: parseNamed(wire.softExecutedBlockMetadata),
    firm: parseNamed(wire.firmExecutedBlockMetadata),
    searchHeight: daHeight(parseU64(wire.lowestCelestiaSearchHeight)),
  };
}

/** The block that the client asks about. @throws MalformedError */
export function parseName(
  wire: astria.execution.v2.ExecutedBlockIdentifier.$Properties | null | undefined,
): BlockName {
  if (typeof wire?.hash === 'string') return { hash: evmHash(wire.hash) };
  if (wire?.number !== undefined && wire.number !== null) {
    return { number: rollupNumber(parseU64(longOf(wire.number))) };
  }
  throw new MalformedError('a block identifier is required');
}

export { api };

function parseNamed(
  wire: astria.execution.v2.ExecutedBlockMetadata.$Properties | null | undefined,
): NamedBlock {
  if (wire === null || wire === undefined) throw new MalformedError('soft and firm blocks are required');
  return { number: rollupNumber(parseU64(longOf(wire.number))), hash: evmHash(wire.hash ?? '') };
}

/** Copies: the decoded message is a view of the whole request. */
function parseItem(wire: astria.sequencerblock.v1.RollupData.$Properties): SectionItem {
  const data = wire.sequencedData;
  return data === undefined || data === null ? 'unknown-variant' : new Uint8Array(data);
}

/** The last of google.protobuf.Timestamp: 9999-12-31T23:59:59Z. anvil makes a block of another time of what is far beyond. */
const lastSecond = 253_402_300_799n;

function parseSeconds(wire: google.protobuf.Timestamp.$Properties | null | undefined): bigint {
  const seconds = parseI64(longOf(wire?.seconds));
  if (seconds < 0n || seconds > lastSecond || (wire?.nanos ?? 0) !== 0)
    throw new TimestampError({ seconds, nanos: wire?.nanos ?? 0 });
  return seconds;
}

type WireInteger = Parameters<typeof parseU64>[0] | number | string;

function longOf(wire: WireInteger): Parameters<typeof parseU64>[0] {
  return typeof wire === 'number' || typeof wire === 'string' ? formatU64(BigInt(wire)) : wire;
}
