import type { QueueEvent, RollupTransaction } from './domain/queue.ts';

/** The queue's log. */
export type QueueLog = {
  /** What the log holds, in order. */
  readonly load: () => readonly QueueEvent[];
  /** Durable when it resolves. */
  readonly append: (events: readonly QueueEvent[]) => Promise<void>;
  /** Replaces all when it has grown long; else nothing. */
  readonly compact: (snapshot: () => readonly QueueEvent[]) => Promise<void>;
};

/** What the sequencer says of our account. */
export type AccountView = {
  /** Committed. */
  readonly nonce: bigint;
  /** The first nonce that neither the state nor the node's pool holds. */
  readonly pendingNonce: bigint;
  readonly height: bigint;
};

/** How a node answered a submission. `never` means that this content can never be admitted. */
export type SubmitAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number }
  | { readonly kind: 'never'; readonly reason: string };

/** The sequencer nodes; a call goes to one of them, and after a failure to the next. */
export type Sequencer = {
  readonly chainId: (signal: AbortSignal) => Promise<string>;
  readonly price: (signal: AbortSignal) => Promise<bigint>;
  /** @throws `transient` when no node answers. */
  readonly account: (signal: AbortSignal) => Promise<AccountView>;
  readonly submit: (bytes: Uint8Array, attempt: number, signal: AbortSignal) => Promise<SubmitAnswer>;
  /** Where the nonce of our account was used. */
  readonly inclusion: (nonce: bigint, signal: AbortSignal) => Promise<Inclusion>;
};

/** The hex id of the transaction that used a nonce; or unknown, which says nothing of heights before `indexedFrom`. */
export type Inclusion =
  | { readonly kind: 'known'; readonly height: bigint; readonly id: string }
  | { readonly kind: 'unknown'; readonly indexedFrom: bigint };

/** What the rollup shows of one transaction. */
export type Sighting = {
  readonly hash: string;
  readonly blockNumber: bigint | undefined;
  readonly senderNonce: bigint;
};

/** What a subscription to pending transactions tells. What came before `subscribed` was not announced to us. */
export type PendingNews =
  | { readonly kind: 'subscribed' }
  | { readonly kind: 'announced'; readonly transactions: readonly RollupTransaction[] };

/** The rollup's node, any with an Ethereum RPC. */
export type RollupNode = {
  /** Pending transactions as they come; ends with a `transient` error when the connection breaks. */
  readonly pending: (signal: AbortSignal) => AsyncIterable<PendingNews>;
  /** The next nonces of senders at the rollup's head; who is missing could not be told. */
  readonly nonces: (senders: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, bigint>>;
  /** All that are pending now. */
  readonly sweep: (signal: AbortSignal) => Promise<readonly RollupTransaction[]>;
  readonly blockNumber: (signal: AbortSignal) => Promise<bigint>;
  readonly sightings: (
    transactions: readonly RollupTransaction[],
    signal: AbortSignal,
  ) => Promise<readonly Sighting[]>;
  /** Gas that the transaction would use, or undefined when the node cannot say. */
  readonly estimateGas: (transaction: RollupTransaction, signal: AbortSignal) => Promise<bigint | undefined>;
};

/** Signs a sequencer transaction with the composer's key. */
export type Signer = (content: {
  readonly chainId: string;
  readonly nonce: bigint;
  readonly expiresAt: bigint;
  readonly price: bigint;
  /** Empty: a Transfer of 0 to itself. */
  readonly transactions: readonly Uint8Array[];
}) => { readonly id: string; readonly bytes: Uint8Array };
