import { equalBytes, toHex } from '@switchyard/primitives';
import type { Logger } from '@switchyard/service-kit';
import { type ApplyDeps, applyBlock, replayBlock, saveState } from './apply.ts';
import { afterBlock, afterInitChain, type ChainState, type Genesis, genesisState } from './domain/chain.ts';
import { InconsistentHistoryError } from './domain/errors.ts';
import { type HandshakePlan, planHandshake } from './domain/handshake.ts';
import type { StoredBlock } from './ports.ts';

export type HandshakeDeps = ApplyDeps & {
  readonly genesis: Genesis;
  readonly log: Logger;
  readonly onReplayed: () => void;
};

/** Brings application, store and state to one height: CometBFT's handshake. Gives the state to go on from. */
export async function handshake(deps: HandshakeDeps, signal: AbortSignal): Promise<ChainState> {
  const { application, store, genesis, log } = deps;
  const info = await application.info(signal);
  const saved = store.state();
  const plan = planHandshake({
    app: info.height,
    storeBase: store.base,
    store: store.height,
    state: saved?.height ?? 0n,
    initial: genesis.initialHeight,
  });
  log.info(
    {
      appHeight: `${info.height}`,
      height: `${store.height}`,
      stateHeight: `${saved?.height ?? 0n}`,
      ...planFields(plan),
    },
    'application greeted',
  );
  let state = saved ?? genesisState(genesis, info.appVersion);
  let appHash = info.appHash;
  if (plan.initChain) ({ state, appHash } = await initChain(deps, state, signal));
  if (plan.replay !== undefined) appHash = await replay(deps, plan.replay, appHash, signal);
  switch (plan.lastBlock) {
    case 'none':
      break;
    case 'application':
      assertAppHash(appHash, state.appHash, state.height);
      return applyBlock(deps, state, storedBlock(deps, store.height), signal);
    case 'results':
      state = afterStoredResults(deps, state);
      await saveState(deps, state);
  }
  assertAppHash(appHash, state.appHash, state.height);
  return state;
}

type Progress = { readonly state: ChainState; readonly appHash: Uint8Array };

async function initChain(deps: HandshakeDeps, state: ChainState, signal: AbortSignal): Promise<Progress> {
  deps.failpoints.hit('init-chain.before');
  const answer = await deps.application.initChain(deps.genesis, signal);
  deps.failpoints.hit('init-chain.after');
  if (state.height > 0n) return { state, appHash: answer.appHash };
  const next = afterInitChain(state, answer);
  await saveState(deps, next);
  return { state: next, appHash: next.appHash };
}

/** Executes blocks again that the state knows; each result is compared with the header that follows. */
async function replay(
  deps: HandshakeDeps,
  { from, to }: { readonly from: bigint; readonly to: bigint },
  appHashBefore: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let appHash = appHashBefore;
  for (let height = from; height <= to; height++) {
    signal.throwIfAborted();
    const stored = storedBlock(deps, height);
    if (appHash.length > 0) assertAppHash(appHash, stored.block.header.appHash, height - 1n);
    const isFirst = height === deps.genesis.initialHeight;
    const lastValidators = isFirst ? [] : deps.store.validators(height - 1n)?.validators;
    if (lastValidators === undefined) {
      throw new InconsistentHistoryError('validators of a replayed block are missing', { height });
    }
    appHash = await replayBlock(deps, stored, lastValidators, signal);
    deps.onReplayed();
  }
  return appHash;
}

function afterStoredResults(deps: HandshakeDeps, state: ChainState): ChainState {
  const stored = storedBlock(deps, deps.store.height);
  const results = deps.store.results(deps.store.height);
  if (results === undefined) {
    throw new InconsistentHistoryError('application has committed a block whose results are not stored', {
      height: deps.store.height,
    });
  }
  return afterBlock(state, { blockId: stored.blockId, header: stored.block.header }, results.outcome);
}

function storedBlock({ store }: HandshakeDeps, height: bigint): StoredBlock {
  const stored = store.block(height);
  if (stored === undefined) throw new InconsistentHistoryError('block is missing', { height });
  return stored;
}

function assertAppHash(got: Uint8Array, expected: Uint8Array, height: bigint): void {
  if (equalBytes(got, expected)) return;
  throw new InconsistentHistoryError(
    'application has another app hash',
    {
      height,
      got: toHex(got),
      expected: toHex(expected),
    },
    'application',
  );
}

function planFields({ initChain: isInit, replay: again, lastBlock }: HandshakePlan): object {
  return {
    initChain: isInit,
    ...(again === undefined ? {} : { replayFrom: `${again.from}`, replayTo: `${again.to}` }),
    lastBlock,
  };
}
