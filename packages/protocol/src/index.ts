export { paramsFromWire, paramsToWire } from './action-wire.ts';
export {
  decodeFilteredBlock,
  decodeSignedBlock,
  encodeFilteredBlock,
  encodeSignedBlock,
  filteredBlockFromWire,
  filteredBlockToWire,
  signedBlockFromWire,
  signedBlockToWire,
} from './block-codec.ts';
export { BLOCK_ROOTS_BYTES, type BlockRoots, decodeBlockRoots, encodeBlockRoots } from './block-roots.ts';
export {
  commitFromWire,
  commitToWire,
  headerFromWire,
  headerToWire,
  validatorsFromWire,
  validatorsToWire,
} from './consensus-wire.ts';
export { keyObjectOf, privateKeyOf, publicKeyOf } from './keys.ts';
export {
  decodeQueueDemand,
  decodeQueuedHeader,
  decodeSection,
  encodeQueueDemand,
  encodeQueuedHeader,
  encodeSection,
  type QueueDemand,
  type QueuedHeader,
} from './queue-codec.ts';
export {
  decodeRollupData,
  encodeRollupData,
  type RollupItem,
  rollupDataBytes,
  varintBytes,
} from './rollup-data.ts';
export { rollupTimestamp } from './rollup-time.ts';
export {
  areAscending,
  type RollupItems,
  type RollupRoot,
  rollupDataRoot,
  rollupIdsRoot,
  rollupLeaf,
  sectionRoot,
  sectionsOf,
} from './sections.ts';
export { checkSignature, type SignatureQuestion, signatureQuestion } from './signature.ts';
export {
  type BlockProof,
  buildSignedBlock,
  type FilteredBlock,
  filterBlock,
  type Section,
  type SignedBlock,
} from './signed-block.ts';
export {
  bitOf,
  decodeStateProof,
  emptyStateRoot,
  encodeStateProof,
  type StateProof,
  type StateProofStep,
  stateInnerHash,
  stateKeyHash,
  stateLeafHash,
  verifyStateProof,
} from './state-proof.ts';
export { decodeStrictly, type MessageCodec, plainBytes } from './strict.ts';
export type {
  Action,
  ChangeSudo,
  Lane,
  Params,
  RegisterRollup,
  ReportDaProgress,
  SubmitRollupData,
  SudoAction,
  Transaction,
  TransactionBody,
  Transfer,
  UpdateParams,
  UpdateValidator,
} from './transaction.ts';
export {
  decodeBody,
  decodeParams,
  decodeTransaction,
  encodeBody,
  encodeParams,
  encodeTransaction,
  laneOf,
  signTransaction,
  transactionSignBytes,
} from './transaction-codec.ts';
export { BlockProofError, verifyBlockProof, verifyFilteredBlock, verifySignedBlock } from './verify-block.ts';
