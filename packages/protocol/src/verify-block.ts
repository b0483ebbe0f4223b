import { type ValidatorSet, verifyCommit } from '@switchyard/light';
import { rootOfFirstLeaf, verifyMerklePath } from '@switchyard/merkle';
import { equalBytes, type RollupId, SwitchyardError, sha256 } from '@switchyard/primitives';
import { type BlockRoots, decodeBlockRoots } from './block-roots.ts';
import { areAscending, rollupDataRoot, rollupIdsRoot, rollupLeaf, sectionRoot } from './sections.ts';
import type { BlockProof, FilteredBlock, Section, SignedBlock } from './signed-block.ts';

/** A block that proves something else than it claims. */
export class BlockProofError extends SwitchyardError {
  override readonly code = 'BLOCK_PROOF';
  override readonly fault = 'rejected';
}

/**
 * Checks that a set signed the block and that every byte of it follows from the header. That the set may be trusted
 * is the caller's to know.
 *
 * @throws BlockProofError, MalformedError or an error of `light`; all `rejected`.
 */
export function verifySignedBlock(block: SignedBlock, validators: ValidatorSet, chainId: string): void {
  const roots = verifyProof(block, validators, chainId);
  const { sections, rollupIds, header } = block;
  const isListed =
    sections.length === rollupIds.length &&
    sections.every(({ rollupId }, index) => equalBytes(rollupId, rollupIds[index] ?? new Uint8Array()));
  if (!isListed) throw new BlockProofError('sections are not those listed', { height: header.height });
  const sectionRoots = sections.map(({ rollupId, items }) => ({ rollupId, sectionRoot: sectionRoot(items) }));
  if (!equalBytes(rollupDataRoot(sectionRoots), roots.rollupDataRoot)) {
    throw new BlockProofError('sections do not lead to the rollup data root', { height: header.height });
  }
  for (const section of sections) verifySection(section, block, roots);
}

/**
 * Checks that a set signed the block and that the section is the rollup's whole section, or that the rollup has none.
 * That the set may be trusted is the caller's to know.
 *
 * @throws BlockProofError, MalformedError or an error of `light`; all `rejected`.
 */
export function verifyFilteredBlock(
  block: FilteredBlock,
  rollupId: RollupId,
  validators: ValidatorSet,
  chainId: string,
): void {
  const roots = verifyProof(block, validators, chainId);
  const { section, rollupIds, header } = block;
  const isListed = rollupIds.some((id) => equalBytes(id, rollupId));
  if (section === undefined) {
    if (isListed) throw new BlockProofError('section is missing', { height: header.height });
    return;
  }
  if (!equalBytes(section.rollupId, rollupId)) {
    throw new BlockProofError('section is another rollup’s', { height: header.height });
  }
  verifySection(section, block, roots);
}

/**
 * Checks all but the sections: for messages that announce a block without them.
 *
 * @throws BlockProofError, MalformedError or an error of `light`; all `rejected`.
 */
export function verifyBlockProof(block: BlockProof, validators: ValidatorSet, chainId: string): void {
  verifyProof(block, validators, chainId);
}

/** Cheap checks first: hashes before signatures. */
function verifyProof(block: BlockProof, validators: ValidatorSet, chainId: string): BlockRoots {
  const { header, commit, blockRoots, blockRootsPath, rollupIds } = block;
  const { height } = header;
  const roots = decodeBlockRoots(blockRoots);
  if (roots.height !== height) throw new BlockProofError('block roots are of another height', { height });
  if (!equalBytes(rootOfFirstLeaf(sha256(blockRoots), blockRootsPath), header.dataHash)) {
    throw new BlockProofError('block roots do not lead to the data hash', { height });
  }
  if (!areAscending(rollupIds)) throw new BlockProofError('rollup ids are not ascending', { height });
  if (!equalBytes(rollupIdsRoot(rollupIds), roots.rollupIdsRoot)) {
    throw new BlockProofError('rollup ids do not lead to their root', { height });
  }
  verifyCommit({ chainId, header, commit, validators });
  return roots;
}

function verifySection(section: Section, { header, rollupIds }: BlockProof, roots: BlockRoots): void {
  const { rollupId, items, path } = section;
  const index = rollupIds.findIndex((id) => equalBytes(id, rollupId));
  const leaf = rollupLeaf({ rollupId, sectionRoot: sectionRoot(items) });
  const isProven =
    items.length > 0 &&
    verifyMerklePath({ root: roots.rollupDataRoot, leaf, index, total: rollupIds.length, path });
  if (!isProven) {
    throw new BlockProofError('section does not lead to the rollup data root', { height: header.height });
  }
}
