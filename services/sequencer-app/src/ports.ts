import type { Transaction } from '@switchyard/protocol';
import type { StateReader } from './domain/chain-state.ts';
import type { StateChange } from './domain/transition.ts';

/** Where a transaction was committed. */
export type TransactionPlace = {
  readonly id: Uint8Array;
  readonly height: bigint;
  /** Among the block's items; 0 is BlockRoots. */
  readonly index: number;
};

/** A transaction of a block, as the index keeps it. */
export type IndexedTransaction = {
  readonly id: Uint8Array;
  readonly account: Uint8Array;
  readonly nonce: bigint;
};

/** Everything that a Commit makes durable. */
export type BlockWrite = {
  readonly height: bigint;
  readonly appHash: Uint8Array;
  readonly changes: readonly StateChange[];
  /** In block order. */
  readonly transactions: readonly IndexedTransaction[];
};

/** The last Commit that the store holds. */
export type StoredHead = { readonly height: bigint; readonly appHash: Uint8Array };

/** The durable state. */
export type StateStore = {
  /** Undefined before the first Commit. @throws CorruptStoreError */
  readonly head: () => StoredHead | undefined;
  readonly read: StateReader;
  /** All entries of the state, in any order. */
  readonly entries: () => Iterable<readonly [key: string, value: Uint8Array]>;
  /** One atomic write, durable when it returns. @throws StoreWriteError, fatal */
  readonly write: (block: BlockWrite) => void;
  /** Within the last 100,000 heights. */
  readonly placeOf: (id: Uint8Array) => TransactionPlace | undefined;
  readonly placeOfNonce: (account: Uint8Array, nonce: bigint) => TransactionPlace | undefined;
};

/** Whether a transaction is signed by its key; takes its time elsewhere than on the calling thread. */
export type CheckSignature = (transaction: Transaction) => Promise<boolean>;
