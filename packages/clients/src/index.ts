export {
  type CelestiaClient,
  createCelestiaClient,
  type DaHeader,
  parseDaHeader,
  type SubmitOptions,
} from './celestia-client.ts';
export {
  CelestiaOutcomeUnknownError,
  type CelestiaRefusal,
  CelestiaRefusedError,
  CelestiaUnavailableError,
  DaDataUnavailableError,
  DaHeightNotYetError,
  DaProofError,
} from './celestia-errors.ts';
export { DaAnchorTooOldError } from './celestia-headers.ts';
export {
  createVerifiedDaReader,
  type DaBlobs,
  type DaHead,
  type DaReadMode,
  type VerifiedDaReader,
  type VerifiedDaReaderOptions,
} from './celestia-reader.ts';
export type { CelestiaRpcOptions } from './celestia-rpc.ts';
export {
  type CometbftBlock,
  type CometbftClient,
  type CometbftClientOptions,
  type CometbftGenesis,
  type CometbftStatus,
  createCometbftClient,
  type SignedHeader,
} from './cometbft-client.ts';
export {
  CometbftRefusedError,
  CometbftUnavailableError,
  HeightNotYetError,
  HeightPrunedError,
} from './cometbft-errors.ts';
export { rawBytes } from './raw-bytes.ts';
export {
  blockServiceRpcs,
  createRelayerClient,
  type RelayerClient,
  type RelayerClientOptions,
  type RelayerHead,
} from './relayer-client.ts';
export {
  type AccountStatus,
  type ChainParams,
  createSequencerClient,
  type DaProgress,
  type PoolBatch,
  type ProvenValue,
  type SequencerClient,
  type SequencerClientOptions,
  type TransactionKey,
  type TransactionSource,
  type TransactionStatus,
} from './sequencer-client.ts';
export { SequencerRefusedError } from './sequencer-errors.ts';
export { poolServiceRpcs, sequencerServiceRpcs } from './sequencer-rpcs.ts';
