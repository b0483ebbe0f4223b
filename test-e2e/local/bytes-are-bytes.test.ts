import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSequencerClient } from '@switchyard/clients';
import { addressOf, fromHex, rollupIdOf, toHex, utf8 } from '@switchyard/primitives';
import { privateKeyOf, publicKeyOf, signTransaction } from '@switchyard/protocol';
import { createPublicClient, http } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { serviceEnvironment } from '../../cli/src/network/service-env.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { type ChildSpec, launch, type Running } from '../../cli/src/supervisor/child.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';

// A rollup that is no EVM chain runs beside one that is, on the same sequencer, behind the same conductor.
const root = join(import.meta.dirname, '../..');
const offset = 3_900;
const never = new AbortController().signal;
const kvHttp = `http://127.0.0.1:${offset + 9_301}`;

let network: LocalNetwork;
const running: Running[] = [];

beforeAll(async () => {
  network = createLocalNetwork(offset);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
  const layout = layoutOf(root, network.folder);
  const state = await loadNetwork(layout);
  const start = state?.rollups[0]?.sequencerStartHeight ?? '1';
  const anchorFile = join(layout.data, 'conductor@demo/anchor.json');
  const execution = `127.0.0.1:${offset + 9_300}`;
  const spec = (name: string, program: string, env: Readonly<Record<string, string>>): ChildSpec => ({
    name,
    program: process.execPath,
    args: ['--conditions=@switchyard/source', '--disable-warning=ExperimentalWarning', join(root, program)],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    logFile: join(layout.logs, `${name}.log`),
    stopOrder: 0,
  });
  running.push(
    launch(
      spec('kv-rollup', 'test-e2e/kv-rollup/main.ts', {
        SWITCHYARD_KV_NAME: 'kv',
        SWITCHYARD_KV_DATA_DIR: join(layout.data, 'kv-rollup'),
        SWITCHYARD_KV_GRPC_ADDRESS: execution,
        SWITCHYARD_KV_HTTP_ADDRESS: kvHttp.slice('http://'.length),
        SWITCHYARD_KV_ANCHOR_FILE: anchorFile,
        SWITCHYARD_KV_START_HEIGHT: start,
        SWITCHYARD_KV_START_NUMBER: '1',
        SWITCHYARD_KV_END_NUMBER: '0',
      }),
    ),
    launch(
      spec(
        'conductor@kv',
        'services/conductor/src/main.ts',
        serviceEnvironment(root, 'conductor', {
          ROLLUP: 'kv',
          ADMIN_ADDRESS: `127.0.0.1:${offset + 9_302}`,
          EXECUTION_ADDRESS: execution,
          RELAYER_ADDRESS: `127.0.0.1:${offset + 9_091}`,
          DA_URL: `http://127.0.0.1:${offset + 26_658}`,
          P2P_LISTEN: '/ip4/127.0.0.1/tcp/0',
          ANCHOR_FILE: anchorFile,
          DATA_DIR: join(layout.data, 'conductor@kv'),
        }),
      ),
    ),
  );
});
afterAll(async () => {
  for (const child of running.reverse()) {
    child.kill('SIGTERM');
    await child.exited;
  }
  await network[Symbol.asyncDispose]();
});

it('orders one transaction for two rollups: each gets its own bytes, whatever they are', async () => {
  const seed = fromHex(readFileSync(join(network.folder, 'keys/operator.key'), 'utf8').trim());
  const sequencer = createSequencerClient(`127.0.0.1:${offset + 9_090}`);
  const { chainId } = await sequencer.params(never);
  const { pendingNonce, stateHeight } = await sequencer.account(addressOf(publicKeyOf(seed)), never);
  const bytes = utf8('colour=blue');
  const transaction = signTransaction(
    {
      chainId,
      nonce: pendingNonce,
      expiresAtHeight: stateHeight + 100n,
      maxFee: 1_000_000_000n,
      actions: [
        { kind: 'submitRollupData', rollupId: rollupIdOf('kv'), data: bytes },
        { kind: 'submitRollupData', rollupId: rollupIdOf('demo'), data: bytes },
        { kind: 'submitRollupData', rollupId: rollupIdOf('kv'), data: fromHex('00ff00ff') },
      ],
    },
    privateKeyOf(seed),
  );
  const id = await sequencer.submit(transaction, 'client', never);
  const height = await eventually('the transaction to be committed', async () => {
    const status = await sequencer.status({ id }, never);
    return status.state === 'committed' ? status.height : undefined;
  });
  sequencer[Symbol.dispose]();

  const layout = layoutOf(root, network.folder);
  const start = BigInt((await loadNetwork(layout))?.rollups[0]?.sequencerStartHeight ?? 1);
  const number = height - start + 1n;
  const block = await eventually('the key-value rollup to have the block', async () => {
    const response = await fetch(`${kvHttp}/blocks/${number}`);
    return response.ok ? response.text() : undefined;
  });
  expect(block).toContain(toHex(bytes));
  expect(block).toContain('00ff00ff');

  // The EVM rollup made its block too, without what no EVM transaction is.
  const reads = createPublicClient({ transport: http(network.rpcUrl(0)) });
  const demo = await eventually('the EVM rollup to have the block', () =>
    reads.getBlock({ blockNumber: number }),
  );
  expect(demo.transactions).toEqual([]);

  await eventually(
    'the block to be final on both',
    async () => {
      const heads = (await (await fetch(`${kvHttp}/heads`)).json()) as { firm: string };
      const { number: finalized } = await reads.getBlock({ blockTag: 'finalized' });
      return BigInt(heads.firm) >= number && finalized >= number ? true : undefined;
    },
    60_000,
  );
});
