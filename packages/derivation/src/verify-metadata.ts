import {
  BrokenLinkError,
  type Commit,
  type Header,
  headerHash,
  type TrustedTip,
  type ValidatorSet,
  verifySegment,
} from '@switchyard/light';
import { rootOfFirstLeaf } from '@switchyard/merkle';
import { equalBytes, type Hash32, type RollupId, SwitchyardError, sha256 } from '@switchyard/primitives';
import {
  areAscending,
  type BlockRoots,
  decodeBlockRoots,
  rollupDataRoot,
  rollupIdsRoot,
} from '@switchyard/protocol';
import type { HeightMetadata, MetadataSegment } from './metadata.ts';

/** A tip with the members of the set that may sign what follows, when they are known. */
export type VerifiedTip = TrustedTip & { readonly nextValidators: ValidatorSet | undefined };

/** Who signed a header: linked headers, it among them, and the commit of the last. Heights of a segment share one. */
export type HeaderProof = { readonly headers: readonly Header[]; readonly commit: Commit };

/** A height beyond doubt: its header, who has data in it, and the root of each section. */
export type VerifiedHeight = {
  readonly header: Header;
  readonly headerHash: Hash32;
  readonly rollupIds: readonly RollupId[];
  readonly sectionRoots: readonly Hash32[];
  readonly proof: HeaderProof;
};

/** Metadata whose roots do not follow from its headers. */
export class MetadataProofError extends SwitchyardError {
  override readonly code = 'DERIVATION_METADATA_PROOF';
  override readonly fault = 'rejected';
}

/** A segment that holds, from the tip on. */
export type VerifiedSegment = {
  /** Those above the tip, in order. */
  readonly heights: readonly VerifiedHeight[];
  /** Who signed it. */
  readonly validators: ValidatorSet;
};

/**
 * Verifies a segment that covers the height after the tip. All of it must hold, also what is below the tip, so that it
 * holds or not whatever the tip: links, one set and that the one the tip names, a commit of that set, and every root.
 *
 * @throws errors of `light`, MetadataProofError or MalformedError; all `rejected`.
 */
export function verifyMetadataSegment(tip: VerifiedTip, segment: MetadataSegment): VerifiedSegment {
  const validators = segment.validators ?? tip.nextValidators ?? [];
  const headers = segment.heights.map(({ header }) => header);
  verifySegment(startOf(tip, headers), { headers, commit: segment.commit, validators });
  const proof = { headers, commit: segment.commit };
  const verified = segment.heights.map((height) => ({
    proof,
    header: height.header,
    headerHash: headerHash(height.header),
    rollupIds: height.rollupIds,
    sectionRoots: verifiedRoots(height),
  }));
  return { heights: verified.filter(({ header }) => header.height > tip.height), validators };
}

/** The tip, or what it was before the segment's first header when the segment begins below: it must lead to the tip. */
function startOf(tip: VerifiedTip, headers: readonly Header[]): TrustedTip {
  const [first] = headers;
  const same = headers.find(({ height }) => height === tip.height);
  if (first === undefined || same === undefined) return tip;
  if (!equalBytes(headerHash(same), tip.headerHash)) {
    throw new BrokenLinkError('segment does not lead over the tip', { tip: tip.height });
  }
  const { lastBlockId, height, chainId } = first;
  const { nextValidatorsHash } = tip;
  return { chainId, height: height - 1n, headerHash: lastBlockId.hash, nextValidatorsHash };
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
