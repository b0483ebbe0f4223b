import type { ValidatorSet } from '@switchyard/light';
import {
  equalBytes,
  type Hash32,
  hash32,
  type RollupId,
  SwitchyardError,
  toHex,
} from '@switchyard/primitives';
import { type SignedBlock, sectionRoot } from '@switchyard/protocol';
import { encodeEnvelope } from './envelope.ts';
import {
  encodeMetadata,
  type HeightMetadata,
  heightMetadataBytes,
  type MetadataSegment,
  segmentBytes,
} from './metadata.ts';
import { encodeSections, type HeightSection, sectionBytes } from './rollup-sections.ts';

/** What one submission may hold, uncompressed. */
export type BatchCaps = {
  readonly blobBytes: number;
  readonly submissionBytes: number;
  readonly heights: number;
};

/** specs/08-da-batches.md §3. */
export const batchCaps: BatchCaps = { blobBytes: 1_900_000, submissionBytes: 7_000_000, heights: 1_024 };

/** A block with what it will take on the DA layer. */
export type MeasuredBlock = {
  readonly block: SignedBlock;
  readonly height: HeightMetadata;
  readonly metadataBytes: number;
  readonly closingBytes: number;
  readonly sections: readonly {
    readonly rollupId: RollupId;
    readonly section: HeightSection;
    readonly bytes: number;
  }[];
  /** All of it. */
  readonly bytes: number;
};

/** Consecutive heights for one submission. */
export type Batch = {
  readonly from: bigint;
  readonly to: bigint;
  readonly blocks: readonly MeasuredBlock[];
  /** Whose sections it carries, where one height is split by rollup; all when absent. */
  readonly rollupIds?: readonly RollupId[];
  /** Uncompressed. */
  readonly bytes: number;
  /** Whether more blocks would not have gone into it. */
  readonly isFull: boolean;
};

/** Reads off a block what batches need of it. */
export function measureBlock(block: SignedBlock): MeasuredBlock {
  const { header, blockRoots, blockRootsPath, rollupIds, commit } = block;
  const sections = block.sections.map(({ rollupId, items }) => ({
    rollupId,
    section: { height: header.height, items },
    bytes: sectionBytes(items),
  }));
  const height: HeightMetadata = {
    header,
    blockRoots,
    blockRootsPath,
    rollupIds,
    sectionRoots: block.sections.map(({ items }): Hash32 => hash32(sectionRoot(items))),
  };
  const metadataBytes = heightMetadataBytes(height);
  const closingBytes = segmentBytes(commit.signatures.length);
  const bytes = sections.reduce((sum, section) => sum + section.bytes, metadataBytes);
  return { block, height, metadataBytes, closingBytes, sections, bytes };
}

/**
 * Cuts consecutive blocks into batches: each ends before one of its blobs or the submission passes its cap. Only a
 * single height above the cap is split, by rollup, each part with the height's metadata; a section never is.
 *
 * @returns batches in order, of which the last may have room left.
 */
export function planBatches(blocks: readonly MeasuredBlock[], caps: BatchCaps = batchCaps): readonly Batch[] {
  const batches: Batch[] = [];
  let open = emptyDraft();
  const close = (isFull: boolean): void => {
    const [first] = open.blocks;
    if (first === undefined) return;
    const from = first.block.header.height;
    const to = from + BigInt(open.blocks.length - 1);
    batches.push({ from, to, blocks: open.blocks, bytes: open.bytes, isFull });
    open = emptyDraft();
  };
  for (const block of blocks) {
    if (!fits(open, block, caps)) close(true);
    if (fits(open, block, caps)) add(open, block);
    else batches.push(...splitHeight(block, caps));
  }
  close(false);
  return batches;
}

type Draft = {
  blocks: MeasuredBlock[];
  metadataBytes: number;
  bytes: number;
  readonly sections: Map<string, number>;
};

function emptyDraft(): Draft {
  return { blocks: [], metadataBytes: 0, bytes: 0, sections: new Map() };
}

function add(draft: Draft, block: MeasuredBlock): void {
  const metadata = metadataCost(draft, block);
  draft.blocks.push(block);
  draft.metadataBytes += metadata;
  draft.bytes += block.bytes - block.metadataBytes + metadata;
  for (const { rollupId, bytes } of block.sections) {
    const id = toHex(rollupId);
    draft.sections.set(id, (draft.sections.get(id) ?? 0) + bytes);
  }
}

function fits(draft: Draft, block: MeasuredBlock, caps: BatchCaps): boolean {
  const metadata = metadataCost(draft, block);
  return (
    draft.blocks.length < caps.heights &&
    draft.metadataBytes + metadata + BLOB_OVERHEAD <= caps.blobBytes &&
    draft.bytes + block.bytes - block.metadataBytes + metadata <= caps.submissionBytes &&
    block.sections.every(
      ({ rollupId, bytes }) =>
        (draft.sections.get(toHex(rollupId)) ?? 0) + bytes + BLOB_OVERHEAD <= caps.blobBytes,
    )
  );
}

/** A segment begins with each set, and with the batch. */
function metadataCost({ blocks }: Draft, { metadataBytes, closingBytes, block }: MeasuredBlock): number {
  const before = blocks.at(-1)?.block.header.validatorsHash;
  const continues = before !== undefined && equalBytes(before, block.header.validatorsHash);
  return continues ? metadataBytes : metadataBytes + closingBytes;
}

/** Envelope and framing. */
const BLOB_OVERHEAD = 64;

function splitHeight(block: MeasuredBlock, caps: BatchCaps): readonly Batch[] {
  const height = block.block.header.height;
  const metadata = block.metadataBytes + block.closingBytes;
  const parts: { rollupIds: RollupId[]; bytes: number }[] = [];
  if (block.sections.length === 0) parts.push({ rollupIds: [], bytes: metadata });
  for (const { rollupId, bytes } of block.sections) {
    const part = parts.at(-1);
    if (part !== undefined && part.bytes + bytes <= caps.submissionBytes) {
      part.rollupIds.push(rollupId);
      part.bytes += bytes;
    } else parts.push({ rollupIds: [rollupId], bytes: metadata + bytes });
  }
  return parts.map((part) => ({ from: height, to: height, blocks: [block], isFull: true, ...part }));
}

/** What the segments of a batch need beside its blocks. */
export type BatchContext = {
  /** `validators_hash` of the height before, or of the anchor's next set; none makes the first segment carry its set. */
  readonly validatorsBefore: Uint8Array | undefined;
  /** The members of a set that the blocks name. */
  readonly validatorSet: (hash: Uint8Array) => ValidatorSet | undefined;
};

/** The payloads of a batch's blobs, metadata first. */
export type BatchPayloads = {
  readonly metadata: Uint8Array;
  readonly data: readonly { readonly rollupId: RollupId; readonly payload: Uint8Array }[];
};

/** A set that a batch must carry is not known to its writer. */
export class UnknownValidatorSetError extends SwitchyardError {
  override readonly code = 'DERIVATION_UNKNOWN_VALIDATOR_SET';
  override readonly fault = 'transient';
}

/** The payloads of a batch, for who compresses them elsewhere. @throws UnknownValidatorSetError (transient) */
export function batchPayloads(batch: Batch, context: BatchContext): BatchPayloads {
  const carried = batch.rollupIds === undefined ? undefined : new Set(batch.rollupIds.map((id) => toHex(id)));
  const rollups = new Map<string, { rollupId: RollupId; sections: HeightSection[] }>();
  for (const { rollupId, section } of batch.blocks.flatMap(({ sections }) => sections)) {
    const id = toHex(rollupId);
    if (carried?.has(id) === false) continue;
    const rollup = rollups.get(id) ?? { rollupId, sections: [] };
    rollup.sections.push(section);
    rollups.set(id, rollup);
  }
  return {
    metadata: encodeMetadata(segmentsOf(batch.blocks, context)),
    data: [...rollups.values()].map(({ rollupId, sections }) => ({
      rollupId,
      payload: encodeSections(sections),
    })),
  };
}

/** The blobs of a batch. */
export type BatchBlobs = {
  readonly metadata: Uint8Array;
  readonly data: readonly { readonly rollupId: RollupId; readonly data: Uint8Array }[];
};

/** Payloads in their envelopes, compressed here and now. @throws UnknownValidatorSetError (transient) */
export function buildBatch(batch: Batch, context: BatchContext, chainId: string): BatchBlobs {
  const { metadata, data } = batchPayloads(batch, context);
  return {
    metadata: encodeEnvelope({ kind: 'metadata', chainId, payload: metadata }),
    data: data.map(({ rollupId, payload }) => ({
      rollupId,
      data: encodeEnvelope({ kind: 'data', chainId, payload }),
    })),
  };
}

/** Cuts where the set changes; a segment whose set is not that of the height before carries it. */
function segmentsOf(
  blocks: readonly MeasuredBlock[],
  { validatorsBefore, validatorSet }: BatchContext,
): readonly MetadataSegment[] {
  const segments: MetadataSegment[] = [];
  let before = validatorsBefore === undefined ? '' : toHex(validatorsBefore);
  let heights: HeightMetadata[] = [];
  let validators: ValidatorSet | undefined;
  blocks.forEach(({ block, height }, index) => {
    const { validatorsHash } = block.header;
    const current = toHex(validatorsHash);
    if (heights.length === 0 && current !== before) validators = known(validatorSet, validatorsHash);
    before = current;
    heights.push(height);
    const following = blocks[index + 1]?.block.header.validatorsHash;
    if (following !== undefined && toHex(following) === current) return;
    segments.push({ validators, heights, commit: block.commit });
    heights = [];
    validators = undefined;
  });
  return segments;
}

function known(validatorSet: BatchContext['validatorSet'], hash: Uint8Array): ValidatorSet {
  const set = validatorSet(hash);
  if (set === undefined) {
    throw new UnknownValidatorSetError('a batch must carry a set that is not known', { hash: toHex(hash) });
  }
  return set;
}
