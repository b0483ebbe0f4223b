import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rollupIdOf } from '@switchyard/primitives';
import { astria, formatU64, switchyard } from '@switchyard/proto';
import { expect, it } from 'vitest';
import { type GrpcTarget, grpcAttacks } from '../support/attack/grpc-attacks.ts';
import { underAttack } from '../support/attack/honest-user.ts';
import { peakOf } from '../support/attack/watch.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { get } from '../support/checker/json-rpc.ts';

// One network; each attack runs against the gRPC servers of three services at once while a user sends transfers.
const attackMs = 12_000;
const logBytesPerAttack = 20_000;

const { sequencer, relayer } = switchyard;
const network = attackedNetwork('gRPC', 1_300);

const executionSecret = (): string =>
  readFileSync(join(network.folder, 'keys/execution-demo.key'), 'utf8').trim();

const targets = (height: bigint): readonly GrpcTarget[] => [
  {
    name: 'sequencer-app',
    port: 9_090 + network.portOffset,
    adminPort: 9_100,
    unary: {
      path: '/switchyard.sequencer.v1.SequencerService/GetBlockItems',
      request: sequencer.v1.GetBlockItemsRequest.encode({ height: formatU64(height) }).finish(),
    },
    stream: {
      path: '/switchyard.sequencer.v1.PoolService/Stream',
      request: sequencer.v1.StreamPoolRequest.encode({}).finish(),
    },
  },
  {
    name: 'relayer',
    port: 9_091 + network.portOffset,
    adminPort: 9_102,
    unary: {
      path: '/switchyard.relayer.v1.BlockService/GetSignedBlock',
      request: relayer.v1.GetSignedBlockRequest.encode({ height: formatU64(height) }).finish(),
    },
    stream: {
      path: '/switchyard.relayer.v1.BlockService/StreamFilteredBlocks',
      request: relayer.v1.StreamFilteredBlocksRequest.encode({
        fromHeight: formatU64(1n),
        rollupId: rollupIdOf('demo'),
      }).finish(),
    },
  },
  {
    name: 'evm-driver@demo',
    port: 9_200 + network.portOffset,
    adminPort: 9_311,
    unary: {
      path: '/astria.execution.v2.ExecutionService/GetExecutedBlockMetadata',
      request: astria.execution.v2.GetExecutedBlockMetadataRequest.encode({
        identifier: { number: formatU64(1n) },
      }).finish(),
      // Who has it reaches deeper than who has not.
      headers: { authorization: `Bearer ${executionSecret()}` },
    },
    stream: undefined,
  },
];

it.each(grpcAttacks)('goes on under $name', async ({ name, run }) => {
  const signal = AbortSignal.timeout(attackMs);
  // The application has the newest blocks only.
  const { height } = await get<{ height: string }>(`http://127.0.0.1:${9_100 + network.portOffset}/status`);
  const attacked = targets(BigInt(height) - 1n);
  const { logBytes } = await underAttack(network, name, async () => {
    await Promise.all(attacked.map((target) => run(target, signal)));
  });
  for (const target of attacked) {
    expect(logBytes[target.name]).toBeLessThan(logBytesPerAttack);
    expect(peakOf(network, target.name)).toBeLessThan(512);
  }
});
