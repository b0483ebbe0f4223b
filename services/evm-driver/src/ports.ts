import type { DaHeight, RollupNumber } from '@switchyard/primitives';
import type { Account } from './domain/admission.ts';
import type { ExecutedBlock } from './domain/block.ts';
import type { Candidate } from './domain/inspection.ts';
import type { EvmAddress, EvmHash } from './domain/names.ts';

/** A block as an execution client has it. */
export type EngineBlock = {
  readonly number: RollupNumber;
  readonly hash: EvmHash;
  readonly parentHash: EvmHash;
  readonly timestamp: bigint;
  readonly baseFee: bigint;
  readonly gasUsed: bigint;
  readonly gasLimit: bigint;
};

/** The block that a client shall make. */
export type BuildPlan = {
  readonly parent: EngineBlock;
  readonly timestamp: bigint;
  readonly baseFee: bigint;
  readonly sequencerHash: EvmHash;
  /** All of them, in this order, and no other. */
  readonly transactions: readonly PlannedTransaction[];
};

/** A transaction's bytes and their hash. */
type PlannedTransaction = Pick<Candidate, 'bytes' | 'hash'>;

/** What came of a build. */
export type BuildOutcome =
  | { readonly kind: 'built'; readonly block: EngineBlock }
  /** The client called a transaction invalid; it is the one at the index when the client says which. */
  | { readonly kind: 'refused'; readonly index: number | undefined; readonly why: string };

/**
 * An execution client: anvil mines on its head, Geth builds, imports and moves its head by fork choice. Every method
 * throws a transient error while the client is away or answers what it should not; the caller tries again.
 */
export type Engine = {
  readonly kind: 'anvil' | 'geth';
  /** Block 0, checked against the rollup's constants. @throws NodeMisconfiguredError */
  readonly genesis: (signal: AbortSignal) => Promise<EngineBlock>;
  readonly head: (signal: AbortSignal) => Promise<EngineBlock>;
  /** The canonical block of this hash; undefined when the client has none. */
  readonly block: (hash: EvmHash, signal: AbortSignal) => Promise<EngineBlock | undefined>;
  /** The accounts in the state after the head, which must be this block. */
  readonly accounts: (
    head: EngineBlock,
    addresses: readonly EvmAddress[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<EvmAddress, Account>>;
  /** Makes the child of the head. A refused build leaves the parent as head. */
  readonly build: (plan: BuildPlan, signal: AbortSignal) => Promise<BuildOutcome>;
  /** Makes an ancestor the head again; 'unavailable' when its state is gone. */
  readonly rewind: (to: EngineBlock, signal: AbortSignal) => Promise<'done' | 'unavailable'>;
  /** Tells the client what is soft and firm, as far as it wants to know. */
  readonly commit: (
    heads: { readonly soft: EvmHash; readonly firm: EvmHash },
    signal: AbortSignal,
  ) => Promise<void>;
  /** Back to genesis. */
  readonly reset: (signal: AbortSignal) => Promise<void>;
  /** The folder of its data, which can be removed: its blocks are made anew. undefined for clients that have nothing on disk. */
  readonly folder: ((signal: AbortSignal) => Promise<string>) | undefined;
  /** The whole state at the head, for clients that keep it in memory only. */
  readonly dumps: EngineDumps | undefined;
};

/** How a client that keeps its state in memory is saved and brought back. */
type EngineDumps = {
  readonly dump: (signal: AbortSignal) => Promise<Uint8Array>;
  /** Must be called on a client at genesis. */
  readonly load: (dump: Uint8Array, signal: AbortSignal) => Promise<void>;
};

/** One executed block in the journal. */
export type JournalEntry = {
  readonly block: ExecutedBlock;
  /** Digest of what the block was made of: the same inputs must give the same hash. */
  readonly inputs: string;
  /** The admitted bytes; undefined once a dump covers them. */
  readonly transactions: readonly Uint8Array[] | undefined;
  /** How long the client took, which is how long a replay will take. */
  readonly buildMs: number;
};

/** What is committed, by number. */
export type JournalHeads = {
  readonly soft: RollupNumber;
  readonly firm: RollupNumber;
  /** undefined until something was committed. */
  readonly searchHeight: DaHeight | undefined;
};

/** What was executed and committed, durable when each call resolves. */
export type Journal = {
  /** The genesis that the journal belongs to; undefined in a fresh one. */
  readonly genesis: () => EvmHash | undefined;
  readonly begin: (genesis: EvmHash) => Promise<void>;
  readonly heads: () => JournalHeads;
  readonly entry: (number: RollupNumber) => JournalEntry | undefined;
  readonly entryOf: (hash: EvmHash) => JournalEntry | undefined;
  /** The next block after soft; it replaces one that was executed there and never committed. */
  readonly execute: (entry: JournalEntry) => Promise<void>;
  readonly commit: (heads: JournalHeads & { readonly searchHeight: DaHeight }) => Promise<void>;
  /** Forgets everything above a block, which becomes soft and firm. */
  readonly cut: (to: RollupNumber) => Promise<void>;
  /**
   * The node has nothing above this block any more, and the bytes to make it again are gone: both heads go back as far.
   * What came out of each block stays known, so that it must come out again.
   */
  readonly lose: (to: RollupNumber) => Promise<void>;
  /** The highest block that was ever firm and not cut: up to it all is made again as it was. */
  readonly promised: () => RollupNumber;
  /** Forgets the bytes up to this block, which a dump covers, and the oldest entries. */
  readonly compact: (covered: RollupNumber) => Promise<void>;
  /** What a replay of everything above a block costs. */
  readonly replayCost: (above: RollupNumber) => {
    readonly ms: number;
    readonly bytes: number;
    readonly blocks: number;
  };
};

/** Saved client states on disk, each named by its block. */
export type DumpStore = {
  /** Newest first. */
  readonly list: () => readonly DumpName[];
  readonly save: (name: DumpName, content: Uint8Array) => Promise<void>;
  /** undefined when it is missing or damaged. */
  readonly load: (name: DumpName) => Promise<Uint8Array | undefined>;
  readonly remove: (name: DumpName) => Promise<void>;
  /** Where it is, for a person. */
  readonly fileOf: (name: DumpName) => string;
};

/** The block whose state a dump holds. */
export type DumpName = { readonly number: RollupNumber; readonly hash: EvmHash };

/** Where transactions go that the client refused against the profile, for whoever looks into the bug. */
export type RefusedStore = {
  readonly file: (refused: {
    readonly number: RollupNumber;
    readonly hash: EvmHash;
    readonly why: string;
    readonly bytes: Uint8Array;
  }) => Promise<void>;
};
