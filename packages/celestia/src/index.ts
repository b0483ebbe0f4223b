export { accountChecksum, formatAccount, parseAccount } from './address.ts';
export { type AxisTree, parityShare, parityShareOf, rowTree } from './axis.ts';
export {
  blobCommitment,
  SUBTREE_ROOT_THRESHOLD,
  subtreeRoots,
  subtreeSizes,
  subtreeWidth,
} from './commitment.ts';
export {
  type DataAvailabilityHeader,
  dahHash,
  dataAvailabilityHeader,
  dataAvailabilityHeaderSteps,
} from './dah.ts';
export {
  type DahJson,
  formatDah,
  formatNamespaceRow,
  formatProof,
  type NamespaceRowJson,
  type NmtProofJson,
  parseDah,
  parseNamespaceRows,
  parseProof,
} from './json.ts';
export {
  NAMESPACE_SIZE,
  type NamespaceProblem,
  namespaceProblem,
  parityNamespace,
  payForBlobNamespace,
  reservedPaddingNamespace,
  tailPaddingNamespace,
  transactionNamespace,
  userNamespace,
} from './namespaces.ts';
export { coversNamespace, hashInner, hashLeaf, NODE_SIZE } from './nmt.ts';
export {
  type NamespaceRow,
  type NmtProof,
  proveNamespace,
  proveRange,
  rootFromRange,
  verifyInclusion,
  verifyNamespace,
} from './proof.ts';
export {
  type Blob,
  blobToShares,
  SHARE_SIZE,
  type ShareVersion,
  SIGNER_SIZE,
  shareCount,
  shareNamespace,
  sharesToBlobs,
  wholeBlobs,
} from './shares.ts';
export {
  alignedStart,
  buildSquare,
  type Layout,
  MAX_SQUARE_WIDTH,
  maxBlobShares,
  type Square,
  worstCaseShares,
} from './square.ts';
