import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transaction } from '@switchyard/protocol';
import { createFailpoints, createLogger, type Failpoints, noFailpoints } from '@switchyard/service-kit';
import { type SequencerGenesis, sequencerAppState } from '@switchyard/testing';
import { openLmdbStore } from '../adapters/lmdb-store.ts';
import { checkSignatureInThreadPool } from '../adapters/thread-pool.ts';
import { type Consensus, createConsensus } from '../consensus.ts';
import { createPool } from '../domain/pool.ts';
import { defaultPoolLimits } from '../domain/pool-usage.ts';
import { type FailpointName, failpoints } from '../failpoints.ts';
import { namesOf, poolView } from '../pool-view.ts';
import { createVerifiedTransactions } from '../signatures.ts';
import { chainId, sudo, validatorKey } from './world.ts';

/** What a failpoint throws here instead of killing the test's own process. */
export class Crash extends Error {}

export function failAt(name: FailpointName | undefined): Failpoints<FailpointName> {
  if (name === undefined) return noFailpoints;
  return createFailpoints('sequencer-app', failpoints, `sequencer-app/${name}`, {
    log: undefined,
    kill: () => {
      throw new Crash(name);
    },
  });
}

export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'sequencer-app-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** An opening that nobody ends. */
export const opening: Parameters<typeof openLmdbStore>[1] = {
  log: createLogger('sequencer-app', 'error'),
  signal: new AbortController().signal,
};

/** The state machine over a real store, without servers. Opening the folder again is a restart. */
export async function openNode(folder: string, failpoint?: FailpointName) {
  const store = await openLmdbStore(folder, opening);
  try {
    const pool = createPool(defaultPoolLimits);
    const verified = createVerifiedTransactions(
      (name) => pool.get(name)?.transaction,
      checkSignatureInThreadPool,
    );
    const hit = failAt(failpoint);
    const consensus = createConsensus({ store, pool, verified, failpoints: hit, folder });
    const start = consensus.committed();
    if (start !== undefined) pool.refresh(poolView(start), new Set());
    return { store, pool, consensus, hit, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

export type Node = Awaited<ReturnType<typeof openNode>>;

export function start(consensus: Consensus, genesis: Partial<SequencerGenesis> = {}): void {
  consensus.initChain({
    chainId,
    initialHeight: 1n,
    validators: [{ publicKey: validatorKey(1), power: 10n }],
    appState: JSON.stringify(sequencerAppState({ sudo, ...genesis })),
  });
}

export function admit({ pool, consensus }: Node, ...transactions: readonly Transaction[]): void {
  const committed = consensus.committed();
  if (committed === undefined) throw new RangeError('the chain has not started');
  for (const transaction of transactions) {
    const admission = pool.admit(transaction, poolView(committed));
    if ('code' in admission) throw new Error(admission.code);
  }
}

/** Finalizes and commits these items, as consensus does with a decided block. */
export async function decide(node: Node, height: bigint, items: readonly Uint8Array[]): Promise<Uint8Array> {
  const { appHash } = await node.consensus.finalize(height, items);
  const { transactions } = node.consensus.commit();
  const committed = node.consensus.committed();
  if (committed !== undefined) node.pool.refresh(poolView(committed), namesOf(transactions));
  node.hit.hit('commit-reply.before');
  node.hit.hit('commit-reply.after');
  return appHash;
}

export function propose({ consensus }: Node, height: bigint): readonly Uint8Array[] {
  return consensus.propose(height, 7_000_000);
}
