import { type Commit, type Header, headerHash } from '@switchyard/light';
import { merklePath, merklePaths, merkleRoot } from '@switchyard/merkle';
import {
  compareBytes,
  equalBytes,
  type Hash32,
  MalformedError,
  type RollupId,
  sha256,
} from '@switchyard/primitives';
import { type BlockRoots, decodeBlockRoots } from './block-roots.ts';
import { rollupDataRoot, rollupIdsRoot, rollupLeaf, sectionRoot, sectionsOf } from './sections.ts';
import { decodeTransaction } from './transaction-codec.ts';

/** A rollup's items of one block with their way to rollup_data_root. */
export type Section = {
  readonly rollupId: RollupId;
  readonly items: readonly Uint8Array[];
  readonly path: readonly Uint8Array[];
};

/** What every proof of a block starts from. */
export type BlockProof = {
  readonly header: Header;
  readonly commit: Commit;
  readonly headerHash: Hash32;
  /** The block's first item, as ordered. */
  readonly blockRoots: Uint8Array;
  /** From the first item up to data_hash. */
  readonly blockRootsPath: readonly Uint8Array[];
  /** Every rollup with data, ascending. */
  readonly rollupIds: readonly RollupId[];
};

/** A whole block that proves itself against the set that its header names. */
export type SignedBlock = BlockProof & {
  /** One for each of `rollupIds`, in that order. */
  readonly sections: readonly Section[];
};

/** The same for one rollup: its section, or, when `rollupIds` does not list it, the proof that there is none. */
export type FilteredBlock = BlockProof & { readonly section: Section | undefined };

/**
 * Joins what consensus made of a height.
 *
 * @throws MalformedError when the items are not those of the header, or the first does not commit to the others.
 */
export function buildSignedBlock({
  header,
  commit,
  items,
}: {
  readonly header: Header;
  readonly commit: Commit;
  /** All items of the block, BlockRoots first. */
  readonly items: readonly Uint8Array[];
}): SignedBlock {
  const leaves = items.map((item) => sha256(item));
  if (!equalBytes(merkleRoot(leaves), header.dataHash)) {
    throw new MalformedError('items are not those of the header', { height: header.height });
  }
  const [blockRoots, ...rest] = items;
  if (blockRoots === undefined) throw new MalformedError('block has no items', { height: header.height });
  const sections = sectionsOf(rest.map(decodeTransaction));
  const roots = sections.map(({ rollupId, items }) => ({ rollupId, sectionRoot: sectionRoot(items) }));
  const rollupIds = sections.map(({ rollupId }) => rollupId);
  assertCommitsTo(decodeBlockRoots(blockRoots), {
    height: header.height,
    rollupDataRoot: rollupDataRoot(roots),
    rollupIdsRoot: rollupIdsRoot(rollupIds),
  });
  const paths = merklePaths(roots.map(rollupLeaf));
  return {
    header,
    commit,
    headerHash: headerHash(header),
    blockRoots,
    blockRootsPath: merklePath(leaves, 0),
    rollupIds,
    sections: sections.map((section, index) => ({ ...section, path: paths[index] ?? [] })),
  };
}

/** What a rollup needs of a block. */
export function filterBlock({ sections, ...proof }: SignedBlock, rollupId: RollupId): FilteredBlock {
  return { ...proof, section: sections.find((section) => compareBytes(section.rollupId, rollupId) === 0) };
}

function assertCommitsTo(roots: BlockRoots, expected: BlockRoots): void {
  const { height } = expected;
  if (roots.height !== height) throw new MalformedError('block roots are of another height', { height });
  if (!equalBytes(roots.rollupDataRoot, expected.rollupDataRoot)) {
    throw new MalformedError('block roots commit to other rollup data', { height });
  }
  if (!equalBytes(roots.rollupIdsRoot, expected.rollupIdsRoot)) {
    throw new MalformedError('block roots commit to other rollup ids', { height });
  }
}
