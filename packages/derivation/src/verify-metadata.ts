import {
  type Header,
  headerHash,
  type TrustedTip,
  type ValidatorSet,
  verifySegment,
} from '@switchyard/light';
import { rootOfFirstLeaf } from '@switchyard/merkle';
import {
  equalBytes,
  type Hash32,
  type RollupId,
  SwitchyardError,
  sha256,
  toHex,
} from '@switchyard/primitives';
import {
  areAscending,
  type BlockRoots,
  decodeBlockRoots,
  rollupDataRoot,
  rollupIdsRoot,
} from '@switchyard/protocol';
import type { HeightMetadata, Metadata } from './metadata.ts';

/** A tip with the members of the set that may sign what follows, when they are known. */
export type VerifiedTip = TrustedTip & { readonly nextValidators: ValidatorSet | undefined };

/** A height beyond doubt: its header, who has data in it, and the root of each section. */
export type VerifiedHeight = {
  readonly header: Header;
  readonly headerHash: Hash32;
  readonly rollupIds: readonly RollupId[];
  readonly sectionRoots: readonly Hash32[];
  /** Absent when the set changes here and its members were not shown. */
  readonly nextValidators: ValidatorSet | undefined;
};

/** Metadata whose roots do not follow from its headers. */
export class MetadataProofError extends SwitchyardError {
  override readonly code = 'DERIVATION_METADATA_PROOF';
  override readonly fault = 'rejected';
}

/**
 * Verifies metadata that covers the height after the tip, from that height on; what is below is not looked at. All of
 * it must hold: links, one set per segment and that the one its predecessor names, a commit of that set at the end of
 * each segment, and every root.
 *
 * @returns the heights above the tip, in order.
 * @throws errors of `light`, MetadataProofError or MalformedError; all `rejected`.
 */
export function verifyMetadata(tip: VerifiedTip, { segments }: Metadata): readonly VerifiedHeight[] {
  let reached: TrustedTip = tip;
  let set = tip.nextValidators;
  const sets = new Map<string, ValidatorSet>();
  const news: HeightMetadata[] = [];
  for (const { heights, commit, validators } of segments) {
    const above = heights.filter(({ header }) => header.height > tip.height);
    if (above.length === 0) continue;
    set = validators ?? set ?? [];
    sets.set(toHex(reached.nextValidatorsHash), set);
    reached = verifySegment(reached, { headers: above.map(({ header }) => header), commit, validators: set });
    news.push(...above);
  }
  return news.map((height) => ({
    header: height.header,
    headerHash: headerHash(height.header),
    rollupIds: height.rollupIds,
    sectionRoots: verifiedRoots(height),
    nextValidators: sets.get(toHex(height.header.nextValidatorsHash)),
  }));
}

function verifiedRoots(height: HeightMetadata): readonly Hash32[] {
  const { header, blockRoots, blockRootsPath, rollupIds, sectionRoots } = height;
  const context = { height: header.height };
  const roots: BlockRoots = decodeBlockRoots(blockRoots);
  if (roots.height !== header.height) {
    throw new MetadataProofError('block roots are of another height', context);
  }
  if (!equalBytes(rootOfFirstLeaf(sha256(blockRoots), blockRootsPath), header.dataHash)) {
    throw new MetadataProofError('block roots do not lead to the data hash', context);
  }
  if (!areAscending(rollupIds)) throw new MetadataProofError('rollup ids are not ascending', context);
  if (!equalBytes(rollupIdsRoot(rollupIds), roots.rollupIdsRoot)) {
    throw new MetadataProofError('rollup ids do not lead to their root', context);
  }
  const leaves = sectionRoots.flatMap((sectionRoot, index) =>
    rollupIds.slice(index, index + 1).map((rollupId) => ({ rollupId, sectionRoot })),
  );
  if (!equalBytes(rollupDataRoot(leaves), roots.rollupDataRoot)) {
    throw new MetadataProofError('section roots do not lead to the rollup data root', context);
  }
  return sectionRoots;
}
