import {
  type DaHeight,
  type RollupId,
  type RollupNumber,
  type SequencerHeight,
  sequencerHeight,
} from '@switchyard/primitives';
import type { Commitments, Heads } from './commitments.ts';

/** The terms under which a rollup takes blocks, and where it stands. */
export type Session = {
  readonly id: string;
  readonly rollupId: RollupId;
  /** The number of the first block, at least 1. */
  readonly startNumber: RollupNumber;
  /** The last block of this session's fork. */
  readonly endNumber: RollupNumber | undefined;
  readonly sequencerChainId: string;
  /** The sequencer height of the first block. */
  readonly startHeight: SequencerHeight;
  readonly daChainId: string;
  readonly commitments: Commitments;
  /** Where a search for the block after firm begins on the DA layer. */
  readonly searchHeight: DaHeight;
};

/** How numbers and heights go together in a session. */
export type Numbering = Pick<Session, 'startNumber' | 'endNumber' | 'startHeight'>;

/** The sequencer height of a rollup block; of the one before the first it is the height before the first. */
export function heightOf({ startHeight, startNumber }: Numbering, number: RollupNumber): SequencerHeight {
  return sequencerHeight(startHeight + number - startNumber);
}

/** Both heads as sequencer heights. */
export function headsOf(numbering: Numbering, { soft, firm }: Commitments): Heads {
  return { soft: heightOf(numbering, soft.number), firm: heightOf(numbering, firm.number) };
}

/** Whether the session takes no block after this one. */
export function isLast({ endNumber }: Numbering, number: RollupNumber): boolean {
  return endNumber !== undefined && number >= endNumber;
}

/** What a conductor is set up for. */
export type Expected = {
  readonly rollupId: RollupId;
  readonly sequencerChainId: string;
  readonly daChainId: string;
};
