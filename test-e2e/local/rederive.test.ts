import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPublicClient, http } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfDa, planOfRollup } from '../../cli/src/network/plan.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { launch, type Running } from '../../cli/src/supervisor/child.ts';
import { createLocalNetwork, eventually, type LocalNetwork, logLines } from '../support/local-network.ts';

const root = join(import.meta.dirname, '../..');

let network: LocalNetwork;
const running: Running[] = [];

beforeAll(async () => {
  network = createLocalNetwork(3_600);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
});
afterAll(async () => {
  for (const child of running.reverse()) {
    child.kill('SIGTERM');
    await child.exited;
  }
  await network[Symbol.asyncDispose]();
});

it('derives the same blocks again from the DA layer alone', async () => {
  const traffic = await network.cli('traffic', 'demo', '--count', '20', '--interval', '100ms');
  expect(traffic.stderr).toBe('');
  const finalized = () =>
    logLines(`${network.folder}/logs/conductor@demo.log`).filter(({ msg }) => msg === 'block finalized');
  await eventually('30 final blocks', () => (finalized().length >= 30 ? true : undefined), 60_000);
  const hashes = new Map(finalized().map((line) => [String(line['number']), String(line['hash'])]));
  const target = BigInt(Math.max(...[...hashes.keys()].map(Number)));
  expect(target).toBeGreaterThan(10n);
  expect((await network.cli('stop')).code).toBe(0);

  // Nothing of the sequencer runs. The node, the driver and the conductor start from their genesis and anchor files.
  const layout = layoutOf(root, network.folder);
  const state = await loadNetwork(layout);
  const rollup = state?.rollups[0];
  if (state === undefined || rollup === undefined) throw new Error('the network has no rollup');
  for (const part of ['node', 'conductor', 'evm-driver']) {
    const folder = join(layout.data, `${part}@demo`);
    const kept = { node: 'genesis.json', conductor: 'anchor.json', 'evm-driver': undefined }[part];
    if (kept !== undefined) cpSync(join(folder, kept), join(layout.data, kept));
    rmSync(folder, { recursive: true });
    if (kept !== undefined) cpSync(join(layout.data, kept), join(folder, kept));
  }
  const machine = thisMachine(layout, process.env);
  const parts = planOfRollup(machine, state, { ...rollup, mode: 'firm-only' });
  const wanted = parts.filter(({ name }) => !name.startsWith('composer'));
  const began = performance.now();
  for (const spec of [planOfDa(machine, state.portOffset), ...wanted]) running.push(launch(spec));

  const reads = createPublicClient({ transport: http(network.rpcUrl(0), { retryCount: 0 }) });
  await eventually(
    `block ${target} to be final again`,
    async () => ((await reads.getBlock({ blockTag: 'finalized' })).number >= target ? true : undefined),
    60_000,
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const [number, hash] of hashes) {
    expect([number, (await reads.getBlock({ blockNumber: BigInt(number) })).hash]).toEqual([number, hash]);
  }
  const rate = (Number(target) / seconds).toFixed(1);
  process.stdout.write(
    `rederived ${target} blocks in ${seconds.toFixed(1)} s (${rate} blocks/s), start of the programs included\n`,
  );
}, 180_000);
