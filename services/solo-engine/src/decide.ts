import { type Commit, emptyCommit, type Timestamp, validatorsHash, voteSignBytes } from '@switchyard/light';
import { toHex } from '@switchyard/primitives';
import type { Clock } from '@switchyard/service-kit';
import { type ApplyDeps, executionOf } from './apply.ts';
import { assertItemsFit, type BuiltBlock, blockTime, buildBlock, maxItemsBytes } from './domain/block.ts';
import { type ChainState, nextHeight } from './domain/chain.ts';
import { ownRound, soloCommit, votesOf } from './domain/commit.ts';
import { ApplicationFaultError, InconsistentHistoryError, SigningRefusedError } from './domain/errors.ts';
import { hasPrecommitted, signingSteps } from './domain/signing.ts';
import { voteTime } from './domain/time.ts';
import type { PendingBlock, Signer, StoredBlock } from './ports.ts';

export type DecideDeps = ApplyDeps & {
  readonly signer: Signer;
  readonly clock: Clock;
  readonly intervalMs: number;
};

/**
 * Decides the next block: proposal, the application's own check, the block on disk, the signature, the commit on disk.
 * A block that was signed before a crash is decided again, with the same signature; specs/11-solo-engine.md §3.
 */
export async function decide(deps: DecideDeps, state: ChainState, signal: AbortSignal): Promise<StoredBlock> {
  const { store, signer, failpoints } = deps;
  const height = nextHeight(state);
  const pending = hasPrecommitted(signer.state, height)
    ? signedBefore(deps, height)
    : await propose(deps, state, signal);
  const place = { height, round: pending.round, blockId: pending.blockId };
  const signBytes = voteSignBytes(state.chainId, {
    type: 'precommit',
    ...place,
    timestamp: pending.voteTime,
  });
  failpoints.hit('sign.before');
  const signature = await signer.sign(
    { height, round: pending.round, step: signingSteps.precommit },
    signBytes,
  );
  failpoints.hit('sign.after');
  const commit = soloCommit(place, state.validators.validators, {
    publicKey: signer.publicKey,
    timestamp: pending.voteTime,
    signature,
  });
  failpoints.hit('block.before');
  const stored = await store.saveBlock(pending, commit);
  failpoints.hit('block.after');
  return stored;
}

function signedBefore({ store, signer }: DecideDeps, height: bigint): PendingBlock {
  const pending = store.pending();
  if (pending?.height !== height) {
    throw new SigningRefusedError('the block that was signed is lost; restore data/solo-engine', {
      height,
      signedHeight: signer.state.height,
    });
  }
  return pending;
}

async function propose(deps: DecideDeps, state: ChainState, signal: AbortSignal): Promise<PendingBlock> {
  const { store, signer, clock, intervalMs, failpoints } = deps;
  const height = nextHeight(state);
  const round = ownRound(state.validators, signer.publicKey, height);
  const lastCommit = lastCommitOf(deps, state);
  const items = await proposedItems(deps, state, lastCommit, signal);
  const built = buildBlock(state, { items, lastCommit, proposerAddress: signer.address });
  await checkWithApplication(deps, state, built, signal);
  const pending: PendingBlock = {
    height,
    blockId: built.blockId,
    round,
    voteTime: voteTime(clock.now(), built.block.header.time, intervalMs),
    bytes: built.bytes,
  };
  failpoints.hit('proposal.before');
  await store.savePending(pending);
  failpoints.hit('proposal.after');
  return pending;
}

async function proposedItems(
  { application, signer }: DecideDeps,
  state: ChainState,
  lastCommit: Commit,
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const maxBytes = maxItemsBytes(state);
  const time: Timestamp = blockTime(state, lastCommit);
  const items = await application.prepareProposal(
    {
      height: nextHeight(state),
      time,
      maxBytes,
      lastCommit: votesOf(lastCommit, state.lastValidators),
      nextValidatorsHash: validatorsHash(state.nextValidators.validators),
      proposerAddress: signer.address,
    },
    signal,
  );
  assertItemsFit(items, maxBytes);
  return items;
}

async function checkWithApplication(
  { application }: DecideDeps,
  state: ChainState,
  { block, blockId }: BuiltBlock,
  signal: AbortSignal,
): Promise<void> {
  const verdict = await application.processProposal(executionOf(block, state.lastValidators), signal);
  if (verdict === 'accepted') return;
  throw new ApplicationFaultError('application rejected its own proposal', {
    height: block.header.height,
    hash: toHex(blockId.hash),
  });
}

function lastCommitOf({ store }: DecideDeps, state: ChainState): Commit {
  if (state.height === 0n) return emptyCommit;
  const commit = store.seenCommit(state.height);
  if (commit === undefined) {
    throw new InconsistentHistoryError('commit of the last block is missing', { height: state.height });
  }
  return commit;
}
