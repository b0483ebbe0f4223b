export { type PathClaim, rootFromPath, rootOfFirstLeaf, verifyMerklePath } from './path.ts';
export { innerHash, leafHash, merklePath, merklePaths, merkleRoot } from './tree.ts';
