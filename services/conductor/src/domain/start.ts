import type { Anchor } from '@switchyard/light';
import { type DaHeight, daHeight, type SequencerHeight, toHex } from '@switchyard/primitives';

/** A head of the rollup, as the sequencer chain knows it. */
export type OwnBlock = {
  readonly height: SequencerHeight;
  /** Lower-case hex; empty for the block before the rollup's first. */
  readonly sequencerHash: string;
};

/** A trusted sequencer block from which a chain is followed. */
export type TrustRoot = Anchor['sequencer'];

/** Whether a trust root is this very block. */
export function isRootOf(root: TrustRoot, own: OwnBlock): boolean {
  return (
    root.height === own.height && (own.sequencerHash === '' || toHex(root.headerHash) === own.sequencerHash)
  );
}

/** The trust roots at hand. */
export type Roots = {
  /** The configured anchor. */
  readonly anchor: Anchor;
  /** The rollup's own firm block as saved last. */
  readonly saved: Anchor | undefined;
  /** The rollup's own block with its set, as peers gave them by hash. */
  readonly fetched: TrustRoot | undefined;
};

/** Where to read from. */
export type FirmStart = {
  readonly chainId: string;
  readonly root: TrustRoot;
  readonly da: Anchor['da'];
  readonly from: DaHeight;
};

/**
 * Where firm reading begins: at the rollup's own firm block when its set is at hand, else at an earlier root, verifying
 * and not executing up to it; undefined when every root is later than the block. specs/09-conductor.md §3.
 */
export function firmStart(
  { anchor, saved, fetched }: Roots,
  firm: OwnBlock,
  searchHeight: DaHeight,
): FirmStart | undefined {
  const { chainId } = anchor;
  const usable = saved !== undefined && saved.chainId === chainId ? saved : undefined;
  if (usable !== undefined && isRootOf(usable.sequencer, firm)) {
    return { chainId, root: usable.sequencer, da: usable.da, from: later(usable.da.height, searchHeight) };
  }
  if (isRootOf(anchor.sequencer, firm)) {
    return { chainId, root: anchor.sequencer, da: anchor.da, from: later(anchor.da.height, searchHeight) };
  }
  if (fetched !== undefined) {
    return { chainId, root: fetched, da: anchor.da, from: later(anchor.da.height, searchHeight) };
  }
  for (const root of [usable, anchor]) {
    if (root !== undefined && root.sequencer.height < firm.height) {
      return { chainId, root: root.sequencer, da: root.da, from: daHeight(root.da.height) };
    }
  }
  return undefined;
}

/** The latest root that is not after a block; from there the chain is walked up to it. */
export function walkFrom({ anchor, saved }: Omit<Roots, 'fetched'>, own: OwnBlock): TrustRoot | undefined {
  const roots = saved !== undefined && saved.chainId === anchor.chainId ? [saved, anchor] : [anchor];
  return roots
    .map(({ sequencer }) => sequencer)
    .filter(({ height }) => height <= own.height)
    .reduce<TrustRoot | undefined>(
      (best, root) => (best === undefined || root.height > best.height ? root : best),
      undefined,
    );
}

function later(anchored: bigint, searched: DaHeight): DaHeight {
  return searched > anchored ? searched : daHeight(anchored);
}
