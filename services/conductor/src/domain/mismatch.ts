import type { Commit, Header } from '@switchyard/light';
import type { DaHeight, RollupNumber, SequencerHeight } from '@switchyard/primitives';
import type { Executed } from './commitments.ts';

/** What does not agree: what was executed on the sequencer's word, and what stands on the DA layer. */
export type MismatchKind = 'sequencer-hash' | 'rollup-hash' | 'parent-hash' | 'firm-hash';

/**
 * A header, and the commit that signs it when it is still at hand. On DA one commit closes many headers: then it is that
 * of the last of `descendants`, which link back to the header.
 */
export type Evidence = {
  readonly header: Header;
  readonly descendants?: readonly Header[];
  readonly commit: Commit | undefined;
};

/** A rollup that must not go on: what is firm is not what was executed. */
export type Mismatch = {
  readonly kind: MismatchKind;
  readonly height: SequencerHeight;
  readonly number: RollupNumber;
  /** What the rollup has. */
  readonly executed: Executed;
  /** The sequencer block behind it. */
  readonly soft: Evidence | undefined;
  /** The sequencer block that DA has proven. */
  readonly firm: Evidence;
  readonly daHeight: DaHeight;
  /** Set once an operator has decided: firm wins, and soft waits until firm has passed the height. */
  readonly resolution: 'firm' | undefined;
};

/** Whether soft blocks are held back: firm must pass a resolved mismatch first. */
export function holdsSoft(mismatch: Pick<Mismatch, 'height'> | undefined, firm: SequencerHeight): boolean {
  return mismatch !== undefined && firm < mismatch.height;
}
