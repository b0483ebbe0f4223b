export { type PathClaim, rootFromPath, rootOfFirstLeaf, verifyMerklePath } from './path.ts';
export {
  innerHash,
  leafHash,
  type MerkleTree,
  merklePath,
  merklePaths,
  merkleRoot,
  merkleTree,
} from './tree.ts';
