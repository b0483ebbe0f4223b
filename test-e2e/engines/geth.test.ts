import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rollupNumber } from '@switchyard/primitives';
import { noFailpoints } from '@switchyard/service-kit';
import type { Hash } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFileJournal } from '../../services/evm-driver/src/adapters/file-journal.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { openWallet } from '../support/wallet.ts';

// Geth under the supervisor, behind the driver: whatever happens to it, blocks keep their hashes.
const recoverWithinMs = 30_000;

let network: LocalNetwork;
beforeAll(async () => {
  network = createLocalNetwork(5_400);
  const started = await network.start('--evm', 'geth');
  expect(started.code, started.stderr).toBe(0);
}, 120_000);
afterAll(() => network[Symbol.asyncDispose]());

type Answer = {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
};

const ask = async (
  method: string,
  params: readonly unknown[] = [],
  url = network.rpcUrl(0),
): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(5_000),
  });
  return (await response.json()) as Answer;
};
const height = async (): Promise<number | undefined> => {
  const answer = await ask('eth_blockNumber').catch(() => undefined);
  return typeof answer?.result === 'string' ? Number(answer.result) : undefined;
};
const hashAt = (number: number): Promise<string> =>
  eventually(
    `block ${number}`,
    async () => {
      const answer = await ask('eth_getBlockByNumber', [`0x${number.toString(16)}`, false]).catch(
        () => undefined,
      );
      return (answer?.result as { hash?: string } | undefined)?.hash;
    },
    recoverWithinMs,
  );
const hashesUpTo = async (last: number): Promise<readonly string[]> => {
  const hashes: string[] = [];
  for (let number = 1; number <= last; number++) hashes.push(await hashAt(number));
  return hashes;
};
const passes = (number: number, withinMs = recoverWithinMs): Promise<number> =>
  eventually(
    `soft block ${number}`,
    async () => {
      const now = await height();
      return now !== undefined && now >= number ? now : undefined;
    },
    withinMs,
  );
const gethFolder = (): string => join(network.folder, 'data/node@demo/geth');

it('is reached through the front alone', async () => {
  await passes(2);
  for (const method of [
    'engine_forkchoiceUpdatedV3',
    'testing_buildBlockV1',
    'debug_setHead',
    'admin_nodeInfo',
  ]) {
    expect((await ask(method)).error).toMatchObject({ code: -32_601 });
  }
  const own = await fetch(`http://127.0.0.1:${8_547 + network.portOffset}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
  });
  expect(own.status).toBe(401);
  const status = (await (await fetch(`http://127.0.0.1:${9_311 + network.portOffset}/status`)).json()) as {
    node: { kind: string; where: string };
  };
  expect(status.node.kind).toBe('geth');
  expect(statSync(status.node.where).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(status.node.where)).mode & 0o777).toBe(0o700);
});

it('refuses another engine on the same data, and says what to do', async () => {
  const { code, stderr } = await network.cli('start', '--detach', '--evm', 'anvil');
  expect(code).toBe(73);
  expect(stderr).toMatch(/--fresh|runs already/);
});

it('loses no block and no transaction by kills, nor by the loss of all that it has', async () => {
  const wallet = openWallet(network.rpcUrl(0), 1337);
  const sent: Hash[] = [];
  const kill = () => process.kill(network.pidOf('node@demo'), 'SIGKILL');
  const losses: readonly (readonly [number, () => void])[] = [
    [0, kill],
    [210, kill],
    [730, kill],
    [
      400,
      () => {
        kill();
        rmSync(gethFolder(), { recursive: true });
      },
    ],
  ];
  for (const [pauseMs, lose] of losses) {
    const before = await passes(3);
    const hashes = await hashesUpTo(before);
    for (let transfers = 0; transfers < 3; transfers++) sent.push(await wallet.send());
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    lose();
    await passes(before + 3, 60_000);
    expect(await hashesUpTo(before)).toEqual(hashes);
    // The front serves again when the node is back.
    for (const hash of sent) expect((await wallet.receiptOf(hash)).status).toBe('success');
  }
});

it('comes back from the DA layer to the same hashes when the journal cannot make its blocks again', async () => {
  const before = await passes(5);
  const hashes = await hashesUpTo(before);
  const stopped = await network.cli('stop');
  expect(stopped.code, stopped.stderr).toBe(0);
  {
    const path = join(network.folder, 'data/evm-driver@demo/journal.log');
    await using journal = await openFileJournal(path, { failpoints: noFailpoints });
    await journal.compact(rollupNumber(BigInt(before - 1)));
  }
  rmSync(gethFolder(), { recursive: true });
  const started = await network.start('--evm', 'geth');
  expect(started.code, started.stderr).toBe(0);
  await passes(before + 2, 90_000);
  expect(await hashesUpTo(before)).toEqual(hashes);
  const alarms = network.logOf('evm-driver@demo').filter(({ level }) => level === 'fatal');
  expect(JSON.stringify(alarms)).toContain('EVM_DRIVER_BLOCKS_LOST');
});
