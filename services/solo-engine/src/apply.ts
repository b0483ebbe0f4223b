import { type Block, headerHash, type ValidatorSet } from '@switchyard/light';
import type { Failpoints } from '@switchyard/service-kit';
import { afterBlock, type ChainState } from './domain/chain.ts';
import { votesOf } from './domain/commit.ts';
import { ApplicationFaultError } from './domain/errors.ts';
import { planPruning } from './domain/retention.ts';
import type { Failpoint } from './failpoints.ts';
import type { Application, BlockStore, Execution, FinalizedBlock, StoredBlock } from './ports.ts';

export type ApplyDeps = {
  readonly application: Application;
  readonly store: BlockStore;
  readonly failpoints: Failpoints<Failpoint>;
};

/** Executes and commits a stored block that the chain's state does not know yet: CometBFT's ApplyBlock. */
export async function applyBlock(
  deps: ApplyDeps,
  state: ChainState,
  stored: StoredBlock,
  signal: AbortSignal,
): Promise<ChainState> {
  const { store, failpoints } = deps;
  const { height } = stored.block.header;
  const { outcome, encoded } = await finalize(deps, stored.block, state.lastValidators, signal);
  failpoints.hit('results.before');
  await store.saveResults(height, encoded);
  failpoints.hit('results.after');
  const next = afterBlock(state, { blockId: stored.blockId, header: stored.block.header }, outcome);
  const retainHeight = await commit(deps, signal);
  await saveState(deps, next);
  await prune(deps, height, retainHeight);
  return next;
}

/** Lets the application execute a block that the chain's state knows already. Gives the application's hash after it. */
export async function replayBlock(
  deps: ApplyDeps,
  stored: StoredBlock,
  lastValidators: ValidatorSet,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { outcome } = await finalize(deps, stored.block, lastValidators, signal);
  await commit(deps, signal);
  return outcome.appHash;
}

/** Makes the state of a block durable that the application has committed. */
export async function saveState({ store, failpoints }: ApplyDeps, state: ChainState): Promise<void> {
  failpoints.hit('state.before');
  await store.saveState(state);
  failpoints.hit('state.after');
}

async function finalize(
  { application, failpoints }: ApplyDeps,
  block: Block,
  lastValidators: ValidatorSet,
  signal: AbortSignal,
): Promise<FinalizedBlock> {
  failpoints.hit('finalize.before');
  const finalized = await application.finalizeBlock(executionOf(block, lastValidators), signal);
  failpoints.hit('finalize.after');
  const results = finalized.outcome.results.length;
  if (results !== block.items.length) {
    throw new ApplicationFaultError('one result per item is due', {
      height: block.header.height,
      items: block.items.length,
      results,
    });
  }
  return finalized;
}

async function commit({ application, failpoints }: ApplyDeps, signal: AbortSignal): Promise<bigint> {
  failpoints.hit('commit.before');
  const retainHeight = await application.commit(signal);
  failpoints.hit('commit.after');
  return retainHeight;
}

async function prune({ store, failpoints }: ApplyDeps, height: bigint, retainHeight: bigint): Promise<void> {
  const pruning = planPruning(store.base, height, retainHeight);
  if (pruning === undefined) return;
  failpoints.hit('prune.before');
  await store.prune(pruning);
  failpoints.hit('prune.after');
}

/** A block as the application gets it, with the set that signed its last commit. */
export function executionOf(block: Block, lastValidators: ValidatorSet): Execution {
  return {
    header: block.header,
    hash: headerHash(block.header),
    items: block.items,
    lastCommit: votesOf(block.lastCommit, lastValidators),
  };
}
