import type { Commit, Header, ValidatorSet } from '@switchyard/light';
import type { DaHeight, Hash32, RollupId, SequencerHeight } from '@switchyard/primitives';
import type { HeaderProof } from './verify-metadata.ts';

/** A blob as the DA layer holds it, without its namespace. */
export type DaBlob = {
  readonly data: Uint8Array;
  /** The account that paid, of share version 1. */
  readonly signer?: Uint8Array;
};

/** What a reader needs of one DA block: the blobs of the chain's namespace and of rollups' namespaces, in share order. */
export type DaBlockInput = {
  readonly daHeight: DaHeight;
  readonly metadata: readonly DaBlob[];
  readonly sections: readonly SectionBlob[];
};

/** A blob of a rollup's namespace. */
export type SectionBlob = DaBlob & { readonly rollupId: RollupId };

/**
 * Where verification starts: a sequencer block beyond doubt, and the set that may sign the next one. The hash alone
 * will do when it differs from the block's own set: the segment that follows then carries the set.
 */
export type ReaderAnchor = {
  readonly height: bigint;
  /** Empty at height 0. */
  readonly headerHash: Uint8Array;
} & ({ readonly nextValidators: ValidatorSet } | { readonly nextValidatorsHash: Uint8Array });

/** Whose sections a reader waits for. */
export type Follow = { readonly kind: 'rollup'; readonly rollupId: RollupId } | { readonly kind: 'all' };

/** What {@link createReader} starts from. */
export type ReaderOptions = {
  readonly chainId: string;
  readonly anchor: ReaderAnchor;
  readonly follow: Follow;
  /** Accounts whose blobs are read first, 20 bytes each. With none, everyone's are. */
  readonly knownSigners: readonly Uint8Array[];
  /** The first DA height to read: that of the anchor, or the search height stored with the anchor's block. */
  readonly daHeight: DaHeight;
};

/** A sequencer block that is on the DA layer, whole for who follows it, beyond doubt. */
export type FirmBlock = {
  readonly height: SequencerHeight;
  readonly header: Header;
  readonly headerHash: Hash32;
  /** Who signed it, for evidence. */
  readonly proof: HeaderProof;
  /** Absent while the header names another set than its own whose members no segment has shown yet. */
  readonly nextValidators: ValidatorSet | undefined;
  readonly rollupIds: readonly RollupId[];
  /** Of the followed rollup, when it has data here. */
  readonly section: { readonly items: readonly Uint8Array[] } | undefined;
  /** The DA height that made it firm. */
  readonly daHeight: DaHeight;
  /** A reader that starts here with this block as its anchor misses nothing. */
  readonly searchHeight: DaHeight;
};

/** A validly signed header that contradicts a verified one: more than a third of the set's power signed both. */
export type Conflict = {
  readonly daHeight: DaHeight;
  /** Of the contradicting header, the last of {@link headers}. */
  readonly height: SequencerHeight;
  readonly headers: readonly Header[];
  readonly commit: Commit;
  readonly headerHash: Hash32;
  /** The verified hash at the same height, or, where none is yet, that of the tip which the first header denies. */
  readonly verifiedHash: Uint8Array;
};

/** Why bytes of the DA layer changed nothing. */
export type IgnoredReason =
  /** Not an envelope of this chain and kind. */
  | 'foreign'
  /** An envelope of this chain whose content breaks a rule of its encoding. */
  | 'malformed'
  /** Every height is verified already. */
  | 'stale'
  /** It does not continue the verified chain. */
  | 'invalid'
  /** It starts beyond the tip and is too long, or too many such are remembered. */
  | 'tooFarAhead'
  /** Remembered for longer than the window. */
  | 'expired'
  /** A signer that is not known while no gap is old, or beyond what is read of such in one DA block. */
  | 'unknownSigner'
  /** A section that nobody waits for. */
  | 'unwanted';

/** What reading a DA block brought. */
export type ReaderEvent =
  | { readonly kind: 'firm'; readonly block: FirmBlock }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly daHeight: DaHeight }
  /** What is needed was met before it could be used and not kept: the next DA height to read is an earlier one. */
  | { readonly kind: 'rewound'; readonly from: DaHeight; readonly to: DaHeight };

/** What the metadata of a DA block brought. */
export type OpenedBlock = {
  /** The rollups whose sections this DA block may hold. */
  readonly wanted: readonly RollupId[];
  readonly events: readonly ReaderEvent[];
};

/** Why the next block is not firm although later ones are known. */
export type Waiting = {
  readonly height: SequencerHeight;
  readonly missing:
    | { readonly kind: 'metadata' }
    | { readonly kind: 'sections'; readonly rollupIds: readonly RollupId[] };
  /** The DA height at which it was first missed. */
  readonly since: DaHeight;
};

/** The newest block that is firm, as an anchor. */
export type ReaderTip = {
  readonly height: SequencerHeight;
  readonly headerHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly nextValidators: ValidatorSet | undefined;
};

/**
 * Firm blocks out of DA blocks: a pure, total function of the anchor and the DA bytes; specs/08-da-batches.md §5.
 *
 * The caller reads DA blocks one by one, always the one that {@link nextDaHeight} names: usually the following, after
 * a `rewound` an earlier one. No firm block comes twice.
 */
export type Reader = {
  /** Reads a whole DA block. @throws WrongDaHeightError (fatal) unless it is {@link nextDaHeight}. */
  read(block: DaBlockInput): readonly ReaderEvent[];
  /**
   * The first half of {@link read}, for who follows all rollups and does not know their namespaces beforehand, and for
   * who gets metadata and sections apart: heights that lack nothing are firm before the sections are there.
   * {@link close} must follow.
   */
  open(daHeight: DaHeight, metadata: readonly DaBlob[]): OpenedBlock;
  /** The second half: the sections of the DA block that was opened. */
  close(sections: readonly SectionBlob[]): readonly ReaderEvent[];
  /** The DA height to read next. */
  readonly nextDaHeight: DaHeight;
  /** The newest firm block, or the anchor. */
  readonly tip: ReaderTip;
  /** The newest height whose header is verified: at least that of {@link tip}. */
  readonly verifiedHeight: SequencerHeight;
  /** Where a reader anchored at {@link tip} must start to miss nothing. */
  readonly searchHeight: DaHeight;
  /** What the next height lacks, if it lacks something that later ones do not. */
  waitingFor(): Waiting | undefined;
};
