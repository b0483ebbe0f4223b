import type { AbciRequestFields } from '@switchyard/abci';
import type { ExecutionResult, Timestamp, ValidatorUpdate } from '@switchyard/light';
import { formatI64, formatU64, parseI64, parseU64, tendermint } from '@switchyard/proto';
import type { BlockOutcome, Genesis } from '../domain/chain.ts';
import type { LastCommitVotes, Vote } from '../domain/commit.ts';
import { ApplicationFaultError } from '../domain/errors.ts';
import type { ConsensusParams, ParamsUpdate } from '../domain/params.ts';
import type { Execution, FinalizedBlock, ProposalTemplate } from '../ports.ts';

const { ResponseFinalizeBlock } = tendermint.abci;
const { BLOCK_ID_FLAG_ABSENT, BLOCK_ID_FLAG_COMMIT, BLOCK_ID_FLAG_NIL } = tendermint.types.BlockIDFlag;

export function formatInitChain(genesis: Genesis): AbciRequestFields<'initChain'> {
  return {
    time: formatTimestamp(genesis.time),
    chainId: genesis.chainId,
    consensusParams: formatParams(genesis.params),
    validators: genesis.validators.map(({ publicKey, power }) => ({
      pubKey: { ed25519: publicKey },
      power: formatI64(power),
    })),
    appStateBytes: genesis.appState,
    initialHeight: formatI64(genesis.initialHeight),
  };
}

export function formatPrepareProposal(template: ProposalTemplate): AbciRequestFields<'prepareProposal'> {
  return {
    maxTxBytes: formatI64(template.maxBytes),
    localLastCommit: formatVotes(template.lastCommit),
    height: formatI64(template.height),
    time: formatTimestamp(template.time),
    nextValidatorsHash: template.nextValidatorsHash,
    proposerAddress: template.proposerAddress,
  };
}

export function formatProcessProposal(block: Execution): AbciRequestFields<'processProposal'> {
  return { ...formatExecution(block), proposedLastCommit: formatVotes(block.lastCommit) };
}

export function formatFinalizeBlock(block: Execution): AbciRequestFields<'finalizeBlock'> {
  return { ...formatExecution(block), decidedLastCommit: formatVotes(block.lastCommit) };
}

/** What a stored FinalizeBlock answer says. */
export function decodeFinalized(encoded: Uint8Array): FinalizedBlock {
  return { outcome: parseOutcome(ResponseFinalizeBlock.decode(encoded)), encoded };
}

export function parseOutcome(response: tendermint.abci.ResponseFinalizeBlock): BlockOutcome {
  return {
    results: response.txResults.map(parseResult),
    validatorUpdates: parseValidatorUpdates(response.validatorUpdates),
    paramsUpdate: parseParamsUpdate(response.consensusParamUpdates),
    appHash: Uint8Array.from(response.appHash),
  };
}

function parseResult(wire: tendermint.abci.ExecTxResult.$Properties): ExecutionResult {
  return {
    code: wire.code ?? 0,
    data: Uint8Array.from(wire.data ?? []),
    gasWanted: parseI64(wire.gasWanted),
    gasUsed: parseI64(wire.gasUsed),
  };
}

/** @throws ApplicationFaultError for a key that is not Ed25519. */
export function parseValidatorUpdates(
  wire: readonly tendermint.abci.ValidatorUpdate.$Properties[],
): readonly ValidatorUpdate[] {
  return wire.map(({ pubKey, power }) => {
    const key = pubKey?.ed25519;
    if (key === undefined || key === null) throw new ApplicationFaultError('validator key is not ed25519');
    return { publicKey: Uint8Array.from(key), power: parseI64(power) };
  });
}

export function parseParamsUpdate(
  wire: tendermint.types.ConsensusParams.$Properties | null | undefined,
): ParamsUpdate | undefined {
  if (wire === undefined || wire === null) return undefined;
  const { block, evidence, validator, version, abci } = wire;
  return {
    ...(block && { block: { maxBytes: parseI64(block.maxBytes), maxGas: parseI64(block.maxGas) } }),
    ...(evidence && {
      evidence: {
        maxAgeNumBlocks: parseI64(evidence.maxAgeNumBlocks),
        maxAgeDurationNs:
          parseI64(evidence.maxAgeDuration?.seconds) * 1_000_000_000n +
          BigInt(evidence.maxAgeDuration?.nanos ?? 0),
        maxBytes: parseI64(evidence.maxBytes),
      },
    }),
    ...(validator && { validator: { pubKeyTypes: [...(validator.pubKeyTypes ?? [])] } }),
    ...(version && { version: { app: parseU64(version.app) } }),
    ...(abci && { abci: { voteExtensionsEnableHeight: parseI64(abci.voteExtensionsEnableHeight) } }),
  };
}

function formatParams(params: ConsensusParams): tendermint.types.ConsensusParams.$Properties {
  const { block, evidence, validator, version, abci } = params;
  return {
    block: { maxBytes: formatI64(block.maxBytes), maxGas: formatI64(block.maxGas) },
    evidence: {
      maxAgeNumBlocks: formatI64(evidence.maxAgeNumBlocks),
      maxAgeDuration: {
        seconds: formatI64(evidence.maxAgeDurationNs / 1_000_000_000n),
        nanos: Number(evidence.maxAgeDurationNs % 1_000_000_000n),
      },
      maxBytes: formatI64(evidence.maxBytes),
    },
    validator: { pubKeyTypes: [...validator.pubKeyTypes] },
    version: { app: formatU64(version.app) },
    abci: { voteExtensionsEnableHeight: formatI64(abci.voteExtensionsEnableHeight) },
  };
}

function formatExecution({ header, hash, items }: Execution) {
  return {
    txs: [...items],
    hash,
    height: formatI64(header.height),
    time: formatTimestamp(header.time),
    nextValidatorsHash: header.nextValidatorsHash,
    proposerAddress: header.proposerAddress,
  };
}

function formatVotes({ round, votes }: LastCommitVotes) {
  return { round, votes: votes.map(formatVote) };
}

function formatVote({ address, power, flag }: Vote) {
  return { validator: { address, power: formatI64(power) }, blockIdFlag: wireFlags[flag] };
}

const wireFlags: Readonly<Record<Vote['flag'], tendermint.types.BlockIDFlag>> = {
  absent: BLOCK_ID_FLAG_ABSENT,
  commit: BLOCK_ID_FLAG_COMMIT,
  nil: BLOCK_ID_FLAG_NIL,
};

function formatTimestamp({ seconds, nanos }: Timestamp) {
  return { seconds: formatI64(seconds), nanos };
}
