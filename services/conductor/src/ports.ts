import type { Anchor, Commit, Header, ValidatorSet } from '@switchyard/light';
import type { DaHeight, Hash32, RollupId, RollupNumber, SequencerHeight } from '@switchyard/primitives';
import type { FilteredBlock } from '@switchyard/protocol';
import type { Commitments, Executed } from './domain/commitments.ts';
import type { Mismatch } from './domain/mismatch.ts';
import type { Session } from './domain/session.ts';
import type { FirmStart } from './domain/start.ts';
import type { Verdict } from './domain/verdict.ts';

/** What an execution is asked with. */
export type Execution = {
  readonly sessionId: string;
  readonly parentHash: string;
  /** Encoded RollupData, in block order. */
  readonly items: readonly Uint8Array[];
  /** Whole seconds. */
  readonly timestamp: bigint;
  readonly sequencerHash: string;
};

/** What becomes soft and firm. */
export type CommitmentUpdate = {
  readonly sessionId: string;
  readonly commitments: Commitments;
  readonly searchHeight: DaHeight;
};

/**
 * A rollup behind the execution API; specs/12-execution-api.md.
 *
 * @throws from every method: ExecutionUnavailableError (transient); SessionLostError when the session is another's or
 * none; OutOfRangeError past the session's last block; ExecutionRefusedError for what the rollup does not take.
 */
export type ExecutionClient = {
  /** Opens a session, which ends every earlier one. */
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  /** What the rollup knows of a block that it has executed; undefined when it has none of that number. */
  readonly executedAt: (number: RollupNumber, signal: AbortSignal) => Promise<Executed | undefined>;
  /** Executes on the soft block. The same again gives the same block. Nothing that users see moves. */
  readonly execute: (execution: Execution, signal: AbortSignal) => Promise<Executed>;
  /** Moves what users see. */
  readonly commit: (update: CommitmentUpdate, signal: AbortSignal) => Promise<void>;
  /** Asks for soft to go back to firm, by an operator's command only; specs/09-conductor.md §8. */
  readonly rollBack: (update: CommitmentUpdate, signal: AbortSignal) => Promise<void>;
};

/** Where unverified blocks and sets are asked for. */
export type BlockSupplier = {
  readonly via: 'request' | 'rpc';
  /** Blocks from a height on, in order; ends where the supplier has no more. @throws transient errors */
  readonly blocks: (
    range: { readonly from: SequencerHeight; readonly count: number; readonly rollupId: RollupId },
    signal: AbortSignal,
  ) => AsyncIterable<FilteredBlock>;
  /** The block that was given last does not hold: whoever gave it is not asked again soon. */
  readonly distrust: () => void;
  /** A set by hash, already checked against it; undefined when the supplier has none. */
  readonly validatorSet: (hash: Uint8Array, signal: AbortSignal) => Promise<ValidatorSet | undefined>;
};

/** Which topic a message came by. */
export type BlockTopic = 'blocks' | 'rollup';

/** Blocks that peers push. */
export type BlockGossip = {
  /** Hands each message to the judge until the signal aborts. */
  readonly listen: (
    rollupId: RollupId,
    judge: (topic: BlockTopic, bytes: Uint8Array) => Promise<Verdict>,
    signal: AbortSignal,
  ) => Promise<void>;
};

/** A block that DA has proven. */
export type FirmBlock = {
  readonly height: SequencerHeight;
  readonly header: Header;
  readonly headerHash: Hash32;
  /** Who signed it: linked headers, it among them, and the commit of the last. */
  readonly proof: { readonly headers: readonly Header[]; readonly commit: Commit };
  /** Absent where the set changes and its members are not known yet. */
  readonly nextValidators: ValidatorSet | undefined;
  readonly items: readonly Uint8Array[];
  readonly daHeight: DaHeight;
  /** The lowest DA height whose bytes are still needed once this block is firm. */
  readonly searchHeight: DaHeight;
};

/** What a firm search lacks. */
export type Missing = {
  readonly height: SequencerHeight;
  readonly what: string;
  readonly since: DaHeight;
  /** The code of the DA node's last failure, when the search is held up by it. */
  readonly why?: string;
};

/** One reading of the DA layer. */
export type FirmReading = {
  /** Verified blocks in order, from the one after the start. Holds still while the consumer does. */
  readonly blocks: (signal: AbortSignal) => AsyncIterable<FirmBlock>;
  /** The trust root of the DA chain at a height that was read. */
  readonly daAnchorAt: (height: DaHeight) => Anchor['da'] | undefined;
};

/** What a reading tells besides its blocks. */
export type FirmWatcher = {
  readonly onRead: (daHead: DaHeight, missing: Missing | undefined) => void;
  readonly onIgnored: (reason: string) => void;
  /** A validly signed header that contradicts a verified one. */
  readonly onConflict: (conflict: SignedHeader & { readonly daHeight: DaHeight }) => void;
};

/** The DA layer through the reader of specs/08. */
export type FirmSource = {
  readonly open: (start: FirmStart, rollupId: RollupId, watcher: FirmWatcher) => FirmReading;
};

/** The rollup's own firm block as a trust root for the next start. */
export type TipStore = {
  /** The last saved tip; undefined when there is none or it is damaged. */
  readonly load: () => Promise<Anchor | undefined>;
  readonly save: (tip: Anchor) => Promise<void>;
};

/** A mismatch that stopped the rollup, kept until it is resolved. */
export type MismatchStore = {
  readonly load: () => Promise<Mismatch | undefined>;
  readonly save: (mismatch: Mismatch) => Promise<void>;
  /** Keeps the evidence, takes the stop away. */
  readonly resolve: (mismatch: Mismatch) => Promise<void>;
};

/** A header and the commit that signs it. */
export type SignedHeader = { readonly header: Header; readonly commit: Commit };
