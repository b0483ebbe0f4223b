import type { Block, BlockId, Commit, Header, ProposerRotation, Timestamp } from '@switchyard/light';
import type { BlockOutcome, ChainState, Genesis, InitialAnswer } from './domain/chain.ts';
import type { LastCommitVotes } from './domain/commit.ts';
import type { ConsensusParams } from './domain/params.ts';
import type { Pruning } from './domain/retention.ts';
import type { SigningPlace, SigningState } from './domain/signing.ts';

/** What the application says of itself. */
export type ApplicationInfo = {
  readonly height: bigint;
  readonly appHash: Uint8Array;
  readonly appVersion: bigint;
  readonly data: string;
  readonly version: string;
};

/** What a proposal is asked for with. */
export type ProposalTemplate = {
  readonly height: bigint;
  readonly time: Timestamp;
  /** Items with their framing must not be larger. */
  readonly maxBytes: bigint;
  readonly lastCommit: LastCommitVotes;
  readonly nextValidatorsHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
};

/** A block as the application checks and executes it. */
export type Execution = {
  readonly header: Header;
  readonly hash: Uint8Array;
  readonly items: readonly Uint8Array[];
  readonly lastCommit: LastCommitVotes;
};

/** What FinalizeBlock answered: as far as consensus needs it, and whole for the RPC. */
export type FinalizedBlock = { readonly outcome: BlockOutcome; readonly encoded: Uint8Array };

/** A question of the RPC, passed on. */
export type Query = {
  readonly path: string;
  readonly data: Uint8Array;
  readonly height: bigint;
  readonly prove: boolean;
};

/** The answer, in CometBFT's JSON. */
export type QueryAnswer = { readonly [name: string]: unknown };

/**
 * The application behind ABCI. Every call has a deadline.
 *
 * @throws ApplicationLostError (transient) when it went away or threw: connect again and shake hands.
 */
export type Application = {
  readonly info: (signal: AbortSignal) => Promise<ApplicationInfo>;
  readonly initChain: (genesis: Genesis, signal: AbortSignal) => Promise<InitialAnswer>;
  readonly prepareProposal: (
    template: ProposalTemplate,
    signal: AbortSignal,
  ) => Promise<readonly Uint8Array[]>;
  readonly processProposal: (block: Execution, signal: AbortSignal) => Promise<'accepted' | 'rejected'>;
  readonly finalizeBlock: (block: Execution, signal: AbortSignal) => Promise<FinalizedBlock>;
  /** Durable when it resolves; gives the lowest height that the application still needs, 0 for all. */
  readonly commit: (signal: AbortSignal) => Promise<bigint>;
  readonly query: (query: Query, signal: AbortSignal) => Promise<QueryAnswer>;
  /** Resolves when the connection ends. */
  readonly lost: Promise<Error>;
};

/** A block that is signed next, or was just now: after a crash it is the only one that may be signed at its height. */
export type PendingBlock = {
  readonly height: bigint;
  readonly blockId: BlockId;
  readonly round: number;
  readonly voteTime: Timestamp;
  readonly bytes: Uint8Array;
};

/** A decided block. */
export type StoredBlock = {
  readonly block: Block;
  readonly blockId: BlockId;
  /** Length of its bytes. */
  readonly size: number;
};

/**
 * The only source of truth about the chain. What was saved is durable when the call resolves, and is read back as it
 * was written.
 *
 * @throws StoreError (fatal) when it cannot be read or written, or is damaged.
 */
export type BlockStore = {
  /** Lowest block, 0 when there is none. */
  readonly base: bigint;
  /** Highest block, 0 when there is none. */
  readonly height: bigint;
  readonly state: () => ChainState | undefined;
  readonly pending: () => PendingBlock | undefined;
  readonly block: (height: bigint) => StoredBlock | undefined;
  /** The commit that decided a height. */
  readonly seenCommit: (height: bigint) => Commit | undefined;
  readonly validators: (height: bigint) => ProposerRotation | undefined;
  readonly params: (height: bigint) => ConsensusParams | undefined;
  readonly results: (height: bigint) => FinalizedBlock | undefined;

  readonly savePending: (pending: PendingBlock) => Promise<void>;
  /** Saves the pending block as decided. */
  readonly saveBlock: (pending: PendingBlock, seenCommit: Commit) => Promise<StoredBlock>;
  readonly saveResults: (height: bigint, encoded: Uint8Array) => Promise<void>;
  /** Saves the state with the validators and parameters that it names. */
  readonly saveState: (state: ChainState) => Promise<void>;
  readonly prune: (pruning: Pruning) => Promise<void>;
};

/** The validator's key and what it has signed. */
export type Signer = {
  readonly publicKey: Uint8Array;
  readonly address: Uint8Array;
  readonly state: SigningState;
  /**
   * The signature, once the signing state that holds it is durable.
   * @throws SigningRefusedError when it could be the second one for its place.
   */
  readonly sign: (place: SigningPlace, signBytes: Uint8Array) => Promise<Uint8Array>;
};
