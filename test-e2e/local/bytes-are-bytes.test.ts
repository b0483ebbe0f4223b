import { fromHex, rollupIdOf, toHex, utf8 } from '@switchyard/primitives';
import { createPublicClient, http } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KvRollup, startKvRollup } from '../support/kv-network.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { openSequencerAccount } from '../support/sequencer-account.ts';

// A rollup that is no EVM chain runs beside one that is, on the same sequencer, behind the same conductor.
let network: LocalNetwork;
let kv: KvRollup | undefined;

beforeAll(async () => {
  network = createLocalNetwork(3_900);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
  kv = await startKvRollup(network);
});
afterAll(async () => {
  await kv?.[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

it('orders one transaction for two rollups: each gets its own bytes, whatever they are', async () => {
  if (kv === undefined) throw new Error('the key-value rollup has not started');
  const { items, heads, startHeight } = kv;
  using account = await openSequencerAccount(network);
  const bytes = utf8('colour=blue');
  const id = await account.submit([
    { kind: 'submitRollupData', rollupId: rollupIdOf('kv'), data: bytes },
    { kind: 'submitRollupData', rollupId: rollupIdOf('demo'), data: bytes },
    { kind: 'submitRollupData', rollupId: rollupIdOf('kv'), data: fromHex('00ff00ff') },
  ]);
  const number = (await account.heightOf(id)) - startHeight + 1n;
  const block = await eventually('the key-value rollup to have the block', () => items(number));
  expect(block).toEqual([toHex(bytes), '00ff00ff']);

  // The EVM rollup made its block too, without what no EVM transaction is.
  const reads = createPublicClient({ transport: http(network.rpcUrl(0)) });
  const demo = await eventually('the EVM rollup to have the block', () =>
    reads.getBlock({ blockNumber: number }),
  );
  expect(demo.transactions).toEqual([]);

  await eventually(
    'the block to be final on both',
    async () => {
      const { number: finalized } = await reads.getBlock({ blockTag: 'finalized' });
      return (await heads()).firm >= number && finalized >= number ? true : undefined;
    },
    60_000,
  );
});
