import type { Transaction } from '@switchyard/protocol';
import type { StateReader } from './domain/chain-state.ts';
import type { SnapshotManifest, StateEntry } from './domain/snapshot.ts';
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
  /** From the height of `indexedFrom` on. */
  readonly placeOf: (id: Uint8Array) => TransactionPlace | undefined;
  readonly placeOfNonce: (account: Uint8Array, nonce: bigint) => TransactionPlace | undefined;
  /** Of the last 100,000 heights, the first that this node has committed itself: a snapshot has no transactions. */
  readonly indexedFrom: () => bigint;
  /** The state of the last Commit, of which there must be one, for as long as it is needed. @throws CorruptStoreError */
  readonly freeze: () => FrozenState;
  readonly restoring: RestoringStore;
};

/** The state of one Commit, whatever is written after it, until disposed. */
export type FrozenState = Disposable & {
  readonly head: StoredHead;
  /** So many entries above a key at most, in ascending order of the keys' bytes; none at the end. */
  readonly entriesAfter: (key: string | undefined, limit: number) => readonly StateEntry[];
};

/** A second state beside the first, which replaces it in one atomic step. @throws StoreWriteError, fatal */
export type RestoringStore = {
  /** Forgets what was added and not finished, also by an earlier process. */
  readonly begin: () => void;
  readonly add: (entries: readonly StateEntry[]) => void;
  /** From now on what was added is the state; the index of transactions begins after it. */
  readonly finish: (head: StoredHead) => void;
};

/** A snapshot that others may have: its manifest, that in bytes, and what it is called. */
export type StoredSnapshot = {
  readonly manifest: SnapshotManifest;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
};

/** Where snapshots are kept. The newest two are. */
export type SnapshotFolder = {
  /** Whole ones, heights ascending. */
  readonly list: () => readonly StoredSnapshot[];
  /** Undefined when it is not here any more, or not as it was written. */
  readonly chunk: (height: bigint, index: number) => Promise<Uint8Array | undefined>;
  /** What others may still write to this disk. */
  readonly freeBytes: () => Promise<number>;
  readonly begin: (height: bigint) => Promise<SnapshotWriter>;
};

/** One that is being written; nobody sees it before it is published. */
export type SnapshotWriter = {
  readonly add: (chunk: Uint8Array) => Promise<void>;
  readonly publish: (manifest: Uint8Array) => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** Whether a transaction is signed by its key; takes its time elsewhere than on the calling thread. */
export type CheckSignature = (transaction: Transaction) => Promise<boolean>;
