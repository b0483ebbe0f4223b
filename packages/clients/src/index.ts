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
