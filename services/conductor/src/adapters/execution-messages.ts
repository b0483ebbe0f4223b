import {
  daHeight,
  MalformedError,
  type RollupNumber,
  rollupId,
  rollupNumber,
  sequencerHeight,
} from '@switchyard/primitives';
import { astria, formatI64, formatU64, parseI64, parseU64 } from '@switchyard/proto';
import type { Commitments, Executed } from '../domain/commitments.ts';
import type { Session } from '../domain/session.ts';
import type { CommitmentUpdate, Execution } from '../ports.ts';

const { v2 } = astria.execution;
const { RollupData } = astria.sequencerblock.v1;

/** Past this function a block description is well formed. @throws MalformedError */
export function parseExecuted(
  wire: astria.execution.v2.ExecutedBlockMetadata.$Properties | null | undefined,
): Executed {
  if (wire === null || wire === undefined) throw new MalformedError('executed block is missing');
  return {
    number: rollupNumber(parseU64(wire.number)),
    hash: wire.hash ?? '',
    parentHash: wire.parentHash ?? '',
    timestamp: parseI64(wire.timestamp?.seconds),
    sequencerHash: bareHex(wire.sequencerBlockHash ?? ''),
  };
}

/** The wire form, sequencer hash as 0x and lower-case hex: the one form that every server takes. */
function formatExecuted(executed: Executed): astria.execution.v2.ExecutedBlockMetadata {
  return new v2.ExecutedBlockMetadata({
    number: formatU64(executed.number),
    hash: executed.hash,
    parentHash: executed.parentHash,
    timestamp: { seconds: formatI64(executed.timestamp), nanos: 0 },
    sequencerBlockHash: prefixedHex(executed.sequencerHash),
  });
}

/** Past this function a session is well formed. @throws MalformedError */
export function parseSession(wire: astria.execution.v2.ExecutionSession): Session {
  const parameters = wire.executionSessionParameters;
  const state = wire.commitmentState;
  if (parameters === null || parameters === undefined) throw new MalformedError('session has no parameters');
  if (state === null || state === undefined) throw new MalformedError('session has no commitment state');
  const startNumber = rollupNumber(parseU64(parameters.rollupStartBlockNumber));
  if (startNumber === 0n) throw new MalformedError('session starts at block 0');
  const startHeight = sequencerHeight(parseU64(parameters.sequencerStartBlockHeight));
  if (startHeight === 0n) throw new MalformedError('session starts at sequencer height 0');
  const endNumber = parseU64(parameters.rollupEndBlockNumber);
  const commitments: Commitments = {
    soft: parseExecuted(state.softExecutedBlockMetadata),
    firm: parseExecuted(state.firmExecutedBlockMetadata),
  };
  for (const { number } of [commitments.soft, commitments.firm]) {
    if (number + 1n < startNumber) throw new MalformedError('session has a gap before its start', { number });
  }
  return {
    id: wire.sessionId,
    rollupId: rollupId(Uint8Array.from(parameters.rollupId?.inner ?? [])),
    startNumber,
    endNumber: endNumber === 0n ? undefined : rollupNumber(endNumber),
    sequencerChainId: parameters.sequencerChainId ?? '',
    startHeight,
    daChainId: parameters.celestiaChainId ?? '',
    commitments,
    searchHeight: daHeight(parseU64(state.lowestCelestiaSearchHeight)),
  };
}

/** The wire form of an execution. */
export function formatExecution({
  sessionId,
  parentHash,
  items,
  timestamp,
  sequencerHash,
}: Execution): astria.execution.v2.ExecuteBlockRequest {
  return new v2.ExecuteBlockRequest({
    sessionId,
    parentHash,
    transactions: items.map((item) => RollupData.decode(item)),
    timestamp: { seconds: formatI64(timestamp), nanos: 0 },
    sequencerBlockHash: prefixedHex(sequencerHash),
  });
}

/** The wire form of an update: the commitment state is always there, since servers may crash without it. */
export function formatUpdate({
  sessionId,
  commitments,
  searchHeight,
}: CommitmentUpdate): astria.execution.v2.UpdateCommitmentStateRequest {
  return new v2.UpdateCommitmentStateRequest({
    sessionId,
    commitmentState: {
      softExecutedBlockMetadata: formatExecuted(commitments.soft),
      firmExecutedBlockMetadata: formatExecuted(commitments.firm),
      lowestCelestiaSearchHeight: formatU64(searchHeight),
    },
  });
}

/** The wire form of a question by number. */
export function formatQuestion(number: RollupNumber): astria.execution.v2.GetExecutedBlockMetadataRequest {
  return new v2.GetExecutedBlockMetadataRequest({ identifier: { number: formatU64(number) } });
}

/** Servers answer sequencer hashes with or without 0x, in either case; for none they say nothing or zero. */
function bareHex(text: string): string {
  const lower = text.toLowerCase();
  const bare = lower.startsWith('0x') ? lower.slice(2) : lower;
  return /^0*$/.test(bare) ? '' : bare;
}

function prefixedHex(hash: string): string {
  return hash === '' ? '' : `0x${hash}`;
}
