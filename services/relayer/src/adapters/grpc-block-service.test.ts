import { createRelayerClient } from '@switchyard/clients';
import { rollupId, sequencerHeight } from '@switchyard/primitives';
import { createMetrics, serveGrpc } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import type { BlockLookup } from '../block-lookup.ts';
import type { FollowedChain } from '../chain.ts';
import { createRelayerMetrics } from '../metrics.ts';
import { grpcBlockService } from './grpc-block-service.ts';

it('rejects height 0, which no chain will ever have', async () => {
  const asked: bigint[] = [];
  const lookup: Pick<BlockLookup, 'get'> = {
    get: (height) => {
      asked.push(height);
      return Promise.reject(new Error('not asked for'));
    },
  };
  const { signal } = new AbortController();
  const service = grpcBlockService(
    {
      chain: {} as FollowedChain,
      lookup: lookup as BlockLookup,
      sets: new Map() as never,
      p2pAddresses: () => [],
      metrics: createRelayerMetrics(createMetrics('relayer')),
      signal,
    },
    { maxStreams: 8, maxStreamsPerConnection: 8 },
  );
  await using server = await serveGrpc({ address: '127.0.0.1:0', services: [service] });
  using client = createRelayerClient(`127.0.0.1:${server.port}`);
  const zero = sequencerHeight(0n);
  const malformed = { code: 'MALFORMED', fault: 'rejected' };
  await expect(client.signedBlock(zero, signal)).rejects.toMatchObject(malformed);
  const rollup = rollupId(new Uint8Array(32));
  await expect(client.filteredBlock(zero, rollup, signal)).rejects.toMatchObject(malformed);
  await expect(client.signedBlocksFrom(zero, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
    malformed,
  );
  expect(asked).toEqual([]);
});
