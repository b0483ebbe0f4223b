import type { ValidatorSet } from '@switchyard/light';
import {
  type FilteredBlock,
  type SignedBlock,
  verifyBlockProof,
  verifyFilteredBlock,
} from '@switchyard/protocol';
import type { BlockTopic } from './topic.ts';

/** The block as topic `blocks` carries it: it lists its rollups, and holds no section. */
export function withoutSection(block: SignedBlock): FilteredBlock {
  const { header, commit, headerHash, blockRoots, blockRootsPath, rollupIds } = block;
  return { header, commit, headerHash, blockRoots, blockRootsPath, rollupIds, section: undefined };
}

/** Verifies a block as its topic carries it. @throws rejected errors */
export function verifyBlockOf(
  topic: BlockTopic,
  block: FilteredBlock,
  validators: ValidatorSet,
  chainId: string,
): void {
  if (topic.kind === 'blocks') verifyBlockProof(block, validators, chainId);
  else verifyFilteredBlock(block, topic.id, validators, chainId);
}
