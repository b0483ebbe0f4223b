export {
  type Batch,
  type BatchBlobs,
  type BatchCaps,
  type BatchContext,
  type BatchPayloads,
  batchCaps,
  batchPayloads,
  buildBatch,
  type MeasuredBlock,
  measureBlock,
  planBatches,
  UnknownValidatorSetError,
} from './batch.ts';
export {
  type BlobKind,
  type Codec,
  decodeEnvelope,
  ENVELOPE_BYTES,
  type Envelope,
  type EnvelopeHeader,
  encodeEnvelope,
  MAX_EXPANSION,
  MAX_RAW_BYTES,
  PayloadTooLongError,
  peekEnvelope,
  sealEnvelope,
  zstdOptions,
} from './envelope.ts';
export { HELD_BYTES } from './held-heights.ts';
export {
  decodeMetadata,
  encodeMetadata,
  type HeightMetadata,
  type Metadata,
  type MetadataSegment,
} from './metadata.ts';
export { pendingLimits } from './pending-metadata.ts';
export { createReader, type ReaderBounds, WrongDaHeightError } from './reader.ts';
export { decodeSections, encodeSections, type HeightSection } from './rollup-sections.ts';
export { OLD_GAP_DA_HEIGHTS, OTHERS_BYTES } from './signer-priority.ts';
export type {
  Conflict,
  DaBlob,
  DaBlockInput,
  FirmBlock,
  Follow,
  IgnoredReason,
  OpenedBlock,
  Reader,
  ReaderAnchor,
  ReaderEvent,
  ReaderOptions,
  ReaderTip,
  SectionBlob,
  Waiting,
} from './types.ts';
export { type HeaderProof, MetadataProofError } from './verify-metadata.ts';
