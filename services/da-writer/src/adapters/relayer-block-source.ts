import { createRelayerClient } from '@switchyard/clients';
import type { BlockSource } from '../ports.ts';

/** Blocks from a relayer's gRPC stream. */
export function createRelayerBlockSource(address: string): BlockSource & Disposable {
  const client = createRelayerClient(address);
  return {
    blocksFrom: (height, signal) => client.signedBlocksFrom(height, signal),
    validatorSet: (hash, signal) => client.validatorSet(hash, signal),
    // It keeps nothing for this reader.
    release: () => Promise.resolve(),
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}
