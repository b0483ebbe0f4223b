import { z } from 'zod';

const address = z.string().regex(/^[^:]+:\d+$/);
const httpUrl = z.url({ protocol: /^https?$/ });

/** The published shape of descriptor.json; docs/descriptor.schema.json is made from it. */
export const descriptorSchema = z.strictObject({
  schema: z.literal(1),
  network: z.strictObject({
    chainId: z.string(),
    sequencerGrpc: address,
    sequencerRpc: httpUrl,
    relayerGrpc: address,
    daUrl: httpUrl,
    daChainId: z.string(),
    dashboardUrl: httpUrl,
  }),
  rollups: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$/),
      chainId: z.int().min(1),
      rollupId: z.string().regex(/^[0-9a-f]{64}$/),
      rpcUrl: httpUrl,
      wsUrl: z.url({ protocol: /^wss?$/ }),
      sequencerStartHeight: z.string().regex(/^\d+$/),
    }),
  ),
});
