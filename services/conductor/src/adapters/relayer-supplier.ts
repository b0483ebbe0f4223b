import type { RelayerClient } from '@switchyard/clients';
import { validatorsHash } from '@switchyard/light';
import { equalBytes } from '@switchyard/primitives';
import { RemoteError } from '@switchyard/service-kit';
import type { BlockSupplier } from '../ports.ts';

/** Blocks by gRPC from one relayer: the third way, when gossip and its peers fail. */
export function createRelayerSupplier(
  client: Pick<RelayerClient, 'head' | 'filteredBlocksFrom' | 'validatorSet'>,
): BlockSupplier {
  return {
    via: 'rpc',
    async *blocks({ from, count, rollupId }, signal) {
      const { height } = await client.head(signal);
      let left = Math.min(count, Number(height - from) + 1);
      if (left <= 0) return;
      for await (const block of client.filteredBlocksFrom(from, rollupId, signal)) {
        yield block;
        if (--left === 0) return;
      }
    },
    distrust: () => undefined,
    validatorSet: async (hash, signal) => {
      try {
        const set = await client.validatorSet(hash, signal);
        return equalBytes(validatorsHash(set), hash) ? set : undefined;
      } catch (error) {
        if (error instanceof RemoteError && error.fault === 'rejected') return undefined;
        throw error;
      }
    },
  };
}
