import type { DaHeight, RollupNumber } from '@switchyard/primitives';
import type { EvmHash } from './names.ts';

/** A block that the node executed, with what only we know of it. */
export type ExecutedBlock = {
  readonly number: RollupNumber;
  readonly hash: EvmHash;
  readonly parentHash: EvmHash;
  /** Whole seconds. */
  readonly timestamp: bigint;
  readonly baseFee: bigint;
  readonly gasUsed: bigint;
  /** The hash of the sequencer block that it was made of; zero for genesis. */
  readonly sequencerHash: EvmHash;
};

/** What users may see: soft is `latest` and `safe`, firm is `finalized`. */
export type Commitments = {
  readonly soft: ExecutedBlock;
  readonly firm: ExecutedBlock;
  /** The lowest DA height that a reader still needs after this firm block. */
  readonly searchHeight: DaHeight;
};

/** Why a commitment state is refused. */
export type CommitmentRefusal = 'firm-above-soft' | 'soft-decreases' | 'firm-decreases';

/** The law of the commitment state: soft at or above firm, neither ever lower; specs/12-execution-api.md §5. */
export function refusalOf(
  now: Commitments,
  next: { readonly soft: RollupNumber; readonly firm: RollupNumber },
): CommitmentRefusal | undefined {
  if (next.firm > next.soft) return 'firm-above-soft';
  if (next.soft < now.soft.number) return 'soft-decreases';
  if (next.firm < now.firm.number) return 'firm-decreases';
  return undefined;
}

/** Which rollup blocks a session is for. */
export type BlockRange = {
  /** The first block's number, at least 1. */
  readonly start: RollupNumber;
  /** The last block's number; 0 is without end. */
  readonly end: RollupNumber;
};

/** Whether a session executes this block. */
export function isInRange(number: RollupNumber, { start, end }: BlockRange): boolean {
  return number >= start && (end === 0n || number <= end);
}
