import type { DaHeight } from '@switchyard/primitives';

/** A blob as it can be found again on the DA layer. */
export type BlobMark = {
  /** Lower-case hex, as the other. */
  readonly namespace: string;
  readonly commitment: string;
  readonly bytes: number;
};

/** What is on disk before anything is sent. */
export type Intent = {
  /** The heights, and the part where one height is split. */
  readonly id: string;
  readonly from: bigint;
  readonly to: bigint;
  /** Counted from 1, over all tries of these heights. */
  readonly attempt: number;
  /** Which part, where one height is split by rollup. */
  readonly part: { readonly index: number; readonly of: number } | undefined;
  /** Metadata first. */
  readonly blobs: readonly BlobMark[];
  /** The DA head before it was sent: it cannot have landed at or below. */
  readonly daHeadBefore: DaHeight;
};

/** Where the DA node said that an attempt landed. */
export type Outcome = { readonly id: string; readonly attempt: number; readonly daHeight: DaHeight };

/**
 * What is known of the newest attempt.
 *
 * ```
 * sending ──▶ accepted ──▶ landed ──▶ (confirmed: it leaves)
 *    │  │         └──────────┐  │ not passed
 *    │  └──▶ unknown ──▶ ────┴──┴──▶ again, as a new attempt
 *    └─────▶ refused ────────▲
 * ```
 */
export type Fate =
  | { readonly phase: 'sending' }
  /** The node said that it landed there. */
  | { readonly phase: 'accepted'; readonly daHeight: DaHeight }
  /** It may still land up to and including this DA height. */
  | { readonly phase: 'unknown'; readonly until: DaHeight }
  /** Nothing landed, the node says. */
  | { readonly phase: 'refused' }
  /** It was seen on the DA layer. */
  | { readonly phase: 'landed'; readonly daHeight: DaHeight };

/** What decides about a submission. */
export type Sight = {
  /** The reader passed this height. */
  readonly confirmed: bigint;
  /** The reader has read this DA height and all below. */
  readonly readUpTo: bigint;
};

/** After how many further DA blocks a landing that the node named is given up. */
export const LATE_DA_BLOCKS = 2n;
/** Past this the reader has forgotten metadata that it remembered; specs/08-da-batches.md §5. */
export const REMEMBERED_DA_BLOCKS = 1_000n;
/** No attempt waits longer for the reader. */
const MAX_PATIENCE_DA_BLOCKS = 64n;

/** Whether heights that are not confirmed must be posted again. */
export function isDue(
  { from, attempt }: Pick<Intent, 'from' | 'attempt'>,
  fate: Fate,
  { confirmed, readUpTo }: Sight,
): boolean {
  switch (fate.phase) {
    case 'sending':
      return false;
    case 'refused':
      return true;
    case 'unknown':
      return readUpTo >= fate.until;
    case 'accepted':
      return readUpTo >= fate.daHeight + LATE_DA_BLOCKS;
    case 'landed':
      // While a gap before it is open the reader remembers it.
      return confirmed >= from - 1n
        ? readUpTo >= fate.daHeight + patience(attempt)
        : readUpTo >= fate.daHeight + REMEMBERED_DA_BLOCKS;
  }
}

/** What lands and is not passed time and again is posted ever more seldom. */
function patience(attempt: number): bigint {
  const doubled = LATE_DA_BLOCKS << BigInt(Math.min(attempt - 1, 10));
  return doubled < MAX_PATIENCE_DA_BLOCKS ? doubled : MAX_PATIENCE_DA_BLOCKS;
}
