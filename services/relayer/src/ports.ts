import type { Commit, Header, TrustedTip, ValidatorSet } from '@switchyard/light';
import type { Hash32, SequencerHeight } from '@switchyard/primitives';
import type { QueueDemand } from '@switchyard/protocol';
import type { Evidence } from './domain/accepted-blocks.ts';
import type { FeedCursor } from './domain/feed-cursor.ts';
import type { ChainExtent } from './domain/start.ts';
import type { Admission } from './domain/transaction-verdict.ts';

/** The consensus node beside this relayer. Every method has a deadline. @throws transient errors while it is away. */
export type Consensus = {
  extent(signal: AbortSignal): Promise<ChainExtent>;
  signedHeader(
    height: SequencerHeight,
    signal: AbortSignal,
  ): Promise<{ readonly header: Header; readonly commit: Commit }>;
  /** All items of a block, BlockRoots first, as the block store has them. */
  items(height: SequencerHeight, signal: AbortSignal): Promise<readonly Uint8Array[]>;
  /** Known for heights up to one above the head. */
  validators(height: SequencerHeight, signal: AbortSignal): Promise<ValidatorSet>;
  /** The head at once and whenever it grew; heights may be skipped. */
  heads(signal: AbortSignal): AsyncIterable<SequencerHeight>;
};

/** The app's ring of its last blocks. */
export type RecentItems = {
  /** Undefined when the app does not have, or cannot give, them now. */
  items(height: SequencerHeight, signal: AbortSignal): Promise<readonly Uint8Array[] | undefined>;
};

/** The app's pool, as gossip sees it. */
export type Pool = {
  /** Transactions that this node newly admitted from its own clients, until the app goes away. @throws transient */
  admitted(signal: AbortSignal): AsyncIterable<PoolTransactions>;
  /** Offers a gossiped transaction; never throws but for the signal. */
  offer(transaction: Uint8Array, signal: AbortSignal): Promise<Admission>;
};

/** Reports and sudo (`control`) travel alone and first. */
export type TransactionTopic = 'txs' | 'control';

/** Some transactions of the pool. */
export type PoolTransactions = {
  readonly topic: TransactionTopic;
  readonly transactions: readonly Uint8Array[];
};

/** Gossip, as far as the loops publish. */
export type Publisher = {
  /** How many peers it was sent to. @throws transient errors */
  publish(topic: string, bytes: Uint8Array, signal: AbortSignal): Promise<number>;
};

/** Gossip of pool transactions. */
export type TransactionPublisher = {
  /** @throws transient errors */
  publish(topic: TransactionTopic, transactions: readonly Uint8Array[], signal: AbortSignal): Promise<void>;
};

/** Where the last relayed height is kept. */
export type CursorStore = {
  load(): Promise<TrustedTip | undefined>;
  /** Durable when it resolves. */
  save(cursor: TrustedTip): Promise<void>;
};

/** Where evidence is kept for people. */
export type EvidenceStore = {
  /** Durable when it resolves. Keeping the same evidence again changes nothing. */
  keep(evidence: Evidence): Promise<void>;
};

/** The last height that was verified and may be asked for. */
export type Head = {
  readonly chainId: string;
  /** 0 before the first. */
  readonly height: SequencerHeight;
  /** Empty before the first. */
  readonly headerHash: Hash32 | Uint8Array;
};

/** A queue's stream that is there. */
export type QueueStream = {
  /** Another one after it was deleted and made again. */
  readonly identity: string;
  readonly messages: number;
  readonly bytes: number;
};

/** Part 0 of a block is its header, the others are its sections. */
export type QueueMessageName = { readonly height: bigint; readonly part: number; readonly round: string };

/** The queue to the da-writer. @throws transient errors while it is away, gone or full. */
export type BlockQueue = {
  /** Makes the stream when there is none. */
  open(signal: AbortSignal): Promise<QueueStream>;
  /** Resolves when the stream has the message; the same one again changes nothing. */
  put(name: QueueMessageName, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** What its reader wants, as it says it, until the connection ends. */
  demands(signal: AbortSignal): AsyncIterable<QueueDemand>;
};

/** Where it is kept how far the queue was fed. */
export type FeedCursorStore = {
  load(): Promise<FeedCursor | undefined>;
  save(cursor: FeedCursor): Promise<void>;
};
