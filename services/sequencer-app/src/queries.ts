import { type Address, equalBytes, sha256, toHex } from '@switchyard/primitives';
import { encodeStateProof, type Params, stateKeyHash } from '@switchyard/protocol';
import type { BlockRing } from './block-ring.ts';
import type { Committed, Consensus } from './consensus.ts';
import {
  accountKey,
  backlogOf,
  blockBudgetOf,
  type DaReport,
  decodeAccount,
  type RegisteredRollup,
} from './domain/chain-state.ts';
import type { Pool } from './domain/pool.ts';
import { NotFoundError, NotReadyError } from './errors.ts';
import type { StateStore, TransactionPlace } from './ports.ts';

/** Where a transaction is. */
export type TransactionAnswer =
  /** Or committed before that height. */
  | { readonly state: 'unknown'; readonly indexedFrom: bigint }
  | { readonly state: 'pending' | 'waiting'; readonly id: Uint8Array }
  | ({ readonly state: 'committed' } & TransactionPlace);

/** What a node answers about its committed state and its pool. @throws NotReadyError before the chain starts. */
export type Queries = {
  readonly stateHeight: () => bigint;
  readonly transaction: (
    key: { readonly id: Uint8Array } | { readonly account: Uint8Array; readonly nonce: bigint },
  ) => TransactionAnswer;
  readonly account: (address: Address) => {
    readonly nonce: bigint;
    readonly balance: bigint;
    readonly pendingNonce: bigint;
  };
  readonly params: () => {
    readonly chainId: string;
    readonly params: Params;
    readonly sudo: Address;
    readonly price: bigint;
  };
  readonly rollups: () => readonly RegisteredRollup[];
  readonly daProgress: () => DaProgress;
  /** @throws NotReadyError also while a block is being committed. */
  readonly stateProof: (key: string) => {
    readonly appHash: Uint8Array;
    readonly value: Uint8Array | undefined;
    readonly proof: Uint8Array;
  };
  /** @throws NotFoundError outside the last blocks. */
  readonly blockItems: (height: bigint) => readonly Uint8Array[];
};

/** How far the DA layer is, and what the next block may carry. */
export type DaProgress = {
  readonly chainId: string;
  readonly sequencerHeight: bigint;
  readonly daHeight: bigint;
  readonly backlogBytes: bigint;
  readonly budgetBytes: bigint;
  readonly creditBytes: bigint;
  readonly price: bigint;
  readonly reports: readonly DaReport[];
};

/** The answers of this node. */
export function createQueries({
  consensus,
  store,
  pool,
  ring,
}: {
  readonly consensus: Consensus;
  readonly store: StateStore;
  readonly pool: Pool;
  readonly ring: BlockRing;
}): Queries {
  const current = (): Committed => {
    const committed = consensus.committed();
    if (committed === undefined) throw new NotReadyError('the chain has not started');
    return committed;
  };
  const inPool = (name: string, id: Uint8Array): TransactionAnswer => ({
    state: pool.isReady(name) ? 'pending' : 'waiting',
    id,
  });
  return {
    stateHeight: () => current().height,
    transaction: (key) => {
      const place = 'id' in key ? store.placeOf(key.id) : store.placeOfNonce(key.account, key.nonce);
      if (place !== undefined) return { state: 'committed', ...place };
      const entry = 'id' in key ? pool.get(toHex(key.id)) : pool.byNonce(toHex(key.account), key.nonce);
      return entry === undefined
        ? { state: 'unknown', indexedFrom: store.indexedFrom() }
        : inPool(entry.name, entry.transaction.id);
    },
    account: (address) => {
      const { nonce, balance } = decodeAccount(current().read(accountKey(address)));
      return { nonce, balance, pendingNonce: pool.pendingNonce(toHex(address), nonce) };
    },
    params: () => {
      const { chainId, params, sudo, progress } = current().state;
      return { chainId, params, sudo, price: progress.price };
    },
    rollups: () => current().state.rollups,
    daProgress: () => {
      const { state } = current();
      const { progress, reports, chainId } = state;
      return {
        chainId,
        reports,
        sequencerHeight: progress.sequencerHeight,
        daHeight: progress.daHeight,
        backlogBytes: backlogOf(progress),
        budgetBytes: blockBudgetOf(state).budget,
        creditBytes: progress.credit,
        price: progress.price,
      };
    },
    stateProof: (key) => {
      const { appHash, read } = current();
      const proof = consensus.settledTree()?.prove(stateKeyHash(key));
      if (proof === undefined) throw new NotReadyError('a block is being committed');
      const value = read(key);
      if (value !== undefined && (proof.kind === 'empty' || !equalBytes(proof.valueHash, sha256(value)))) {
        throw new NotReadyError('a block is being committed');
      }
      return { appHash, value, proof: encodeStateProof(proof) };
    },
    blockItems: (height) => {
      const items = ring.get(height);
      if (items === undefined) throw new NotFoundError('block is not among the last ones here', { height });
      return items;
    },
  };
}
