import {
  advanceProposer,
  type BlockId,
  type ExecutionResult,
  emptyBlockId,
  emptyHash,
  type Header,
  type ProposerRotation,
  resultsHash,
  startRotation,
  type Timestamp,
  updateValidators,
  type ValidatorSet,
  type ValidatorUpdate,
} from '@switchyard/light';
import { type ConsensusParams, type ParamsUpdate, updateParams } from './params.ts';

/** What all nodes of a chain start from. */
export type Genesis = {
  readonly chainId: string;
  readonly time: Timestamp;
  readonly initialHeight: bigint;
  readonly params: ConsensusParams;
  readonly validators: readonly ValidatorUpdate[];
  readonly appHash: Uint8Array;
  /** JSON text for the application; empty when there is none. */
  readonly appState: Uint8Array;
};

/** All that the next block depends on besides its items: CometBFT's state after a height. */
export type ChainState = {
  readonly chainId: string;
  readonly initialHeight: bigint;
  readonly appVersion: bigint;
  /** 0 before the first block. */
  readonly height: bigint;
  readonly lastBlockId: BlockId;
  /** The genesis time before the first block. */
  readonly lastBlockTime: Timestamp;
  /** The set of {@link height}; empty before the first block. */
  readonly lastValidators: ValidatorSet;
  /** The set of the next height. */
  readonly validators: ProposerRotation;
  /** The set of the height after the next. */
  readonly nextValidators: ProposerRotation;
  /** Of the next height. */
  readonly params: ConsensusParams;
  readonly lastResultsHash: Uint8Array;
  readonly appHash: Uint8Array;
};

/** What an application answers to InitChain, as far as the chain's state depends on it. */
export type InitialAnswer = {
  readonly appHash: Uint8Array;
  readonly validators: readonly ValidatorUpdate[];
  readonly params: ParamsUpdate | undefined;
};

/** What an application answers to FinalizeBlock, as far as the chain's state depends on it. */
export type BlockOutcome = {
  readonly results: readonly ExecutionResult[];
  readonly validatorUpdates: readonly ValidatorUpdate[];
  readonly paramsUpdate: ParamsUpdate | undefined;
  readonly appHash: Uint8Array;
};

/** The state before the first block, and before the application was asked. */
export function genesisState(genesis: Genesis, appVersion: bigint): ChainState {
  return {
    chainId: genesis.chainId,
    initialHeight: genesis.initialHeight,
    appVersion,
    height: 0n,
    lastBlockId: emptyBlockId,
    lastBlockTime: genesis.time,
    lastValidators: [],
    ...firstSets(genesis.validators),
    params: genesis.params,
    lastResultsHash: emptyHash,
    appHash: genesis.appHash,
  };
}

/** The state before the first block with the application's say. */
export function afterInitChain(state: ChainState, answer: InitialAnswer): ChainState {
  const params = answer.params === undefined ? state.params : updateParams(state.params, answer.params);
  return {
    ...state,
    ...(answer.validators.length === 0 ? {} : firstSets(answer.validators)),
    params,
    appVersion: answer.params === undefined ? state.appVersion : params.version.app,
    appHash: answer.appHash.length === 0 ? state.appHash : answer.appHash,
  };
}

/** The state after a block: validator updates count from the height after the next, parameters from the next. */
export function afterBlock(
  state: ChainState,
  { blockId, header }: { readonly blockId: BlockId; readonly header: Header },
  outcome: BlockOutcome,
): ChainState {
  const params =
    outcome.paramsUpdate === undefined ? state.params : updateParams(state.params, outcome.paramsUpdate);
  return {
    chainId: state.chainId,
    initialHeight: state.initialHeight,
    appVersion: outcome.paramsUpdate === undefined ? state.appVersion : params.version.app,
    height: header.height,
    lastBlockId: blockId,
    lastBlockTime: header.time,
    lastValidators: state.validators.validators,
    validators: state.nextValidators,
    nextValidators: updateValidators(state.nextValidators, outcome.validatorUpdates),
    params,
    lastResultsHash: resultsHash(outcome.results),
    appHash: outcome.appHash,
  };
}

/** The height that is decided next. */
export function nextHeight({ height, initialHeight }: ChainState): bigint {
  return height === 0n ? initialHeight : height + 1n;
}

function firstSets(
  validators: readonly ValidatorUpdate[],
): Pick<ChainState, 'validators' | 'nextValidators'> {
  const first = startRotation(validators);
  return { validators: first, nextValidators: advanceProposer(first, 1) };
}
