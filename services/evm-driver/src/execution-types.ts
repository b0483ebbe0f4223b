import type { DaHeight, RollupNumber, SequencerHeight } from '@switchyard/primitives';
import type { Facts } from '@switchyard/service-kit';
import type { BlockRange } from './domain/block.ts';
import type { Secp256k1 } from './domain/inspection.ts';
import type { EvmAddress, EvmHash } from './domain/names.ts';
import type { RefusedStore } from './ports.ts';
import type { RestoreDeps } from './restore.ts';

/** What the execution of blocks needs. */
export type ExecutionDeps = RestoreDeps & {
  readonly refused: RefusedStore;
  readonly crypto: Secp256k1;
  readonly facts: Facts;
};

/** The rollup's place in the sequence. */
export type ExecutionOptions = {
  readonly chainId: bigint;
  readonly range: BlockRange;
  readonly sequencerStartHeight: SequencerHeight;
  /** Where a reader starts while nothing is firm. */
  readonly daStartHeight: DaHeight;
  /** A dump is made when a replay would take longer. */
  readonly maxReplayMs: number;
};

/** One block to be executed. */
export type ExecuteRequest = {
  readonly parentHash: EvmHash;
  readonly timestamp: bigint;
  readonly sequencerHash: EvmHash;
  readonly items: readonly SectionItem[];
};

/** A transaction's bytes, or an item that this profile has no meaning for. */
export type SectionItem = Uint8Array | 'unknown-variant';

/** A block as a client names it. */
export type BlockName = { readonly number: RollupNumber } | { readonly hash: EvmHash };

/** A transaction of a block. */
export type Included = { readonly hash: EvmHash; readonly sender: EvmAddress; readonly nonce: bigint };

/** What a client wants to be soft and firm. */
export type WantedCommitments = {
  readonly soft: NamedBlock;
  readonly firm: NamedBlock;
  readonly searchHeight: DaHeight;
};

/** A block by both its names. */
export type NamedBlock = { readonly number: RollupNumber; readonly hash: EvmHash };
