import type { CometbftClient } from '@switchyard/clients';
import type { Consensus } from '../ports.ts';

/** The consensus node's RPC as the relayer needs it. */
export function cometbftConsensus(client: CometbftClient): Consensus {
  return {
    extent: (signal) => client.status(signal),
    signedHeader: (height, signal) => client.commit(height, signal),
    items: async (height, signal) => (await client.block(height, signal)).items,
    validators: (height, signal) => client.validators(height, signal),
    heads: (signal) => client.newHeaders(signal),
  };
}
