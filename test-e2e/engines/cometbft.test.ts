import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';

// CometBFT under the supervisor: what it does that no service of ours does.
const recoverWithinMs = 20_000;

let network: LocalNetwork;
beforeAll(async () => {
  network = createLocalNetwork(5_100);
  const started = await network.start('--consensus', 'cometbft');
  expect(started.code, started.stderr).toBe(0);
}, 120_000);
afterAll(() => network[Symbol.asyncDispose]());

const rpcUrl = (): string => `http://127.0.0.1:${26_657 + network.portOffset}`;
const height = async (): Promise<number | undefined> => {
  const answer = await fetch(`${rpcUrl()}/status`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => undefined,
  );
  if (answer?.ok !== true) return undefined;
  const { result } = (await answer.json()) as { result: { sync_info: { latest_block_height: string } } };
  return Number(result.sync_info.latest_block_height);
};
const goesOn = async (why: string): Promise<number> => {
  const began = performance.now();
  const from = await eventually(`an answer after ${why}`, height, recoverWithinMs);
  await eventually(
    `two more blocks after ${why}`,
    async () => (((await height()) ?? 0) >= from + 2 ? true : undefined),
    recoverWithinMs,
  );
  return (performance.now() - began) / 1_000;
};
const supervisorSaid = (): string => readFileSync(join(network.folder, 'logs/supervisor.log'), 'utf8');

it('makes a block about each second', async () => {
  const from = await eventually('a height', height, 10_000);
  const began = performance.now();
  await eventually(
    'ten more blocks',
    async () => (((await height()) ?? 0) >= from + 10 ? true : undefined),
    30_000,
  );
  process.stdout.write(`ten blocks in ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
});

// The supervisor gives up what ends five times within a minute: the app is killed four times in this file.
it('goes on when its app is killed', async () => {
  for (let kill = 0; kill < 2; kill++) {
    process.kill(network.pidOf('sequencer-app'), 'SIGKILL');
    const seconds = await goesOn(`kill ${kill + 1} of the app`);
    process.stdout.write(`the app killed: ${seconds.toFixed(1)} s\n`);
  }
});

it('goes on when it is killed itself, and when both are', async () => {
  for (const names of [['cometbft'], ['cometbft', 'sequencer-app']]) {
    for (const name of names) process.kill(network.pidOf(name), 'SIGKILL');
    const seconds = await goesOn(`the kill of ${names.join(' and ')}`);
    process.stdout.write(`${names.join(' and ')} killed: ${seconds.toFixed(1)} s\n`);
  }
});

it('is killed when it hangs alive after the end of its app', async () => {
  const hung = network.pidOf('cometbft');
  // A stopped process is as deaf as one that hangs: it does not end by itself.
  process.kill(hung, 'SIGSTOP');
  process.kill(network.pidOf('sequencer-app'), 'SIGKILL');
  await goesOn('the app ended below a CometBFT that hangs');
  expect(network.pidOf('cometbft')).not.toBe(hung);
  expect(supervisorSaid()).toContain('cometbft still runs 3 s after sequencer-app has ended; killing it');
});

it('is killed when its height stands still', async () => {
  const hung = network.pidOf('cometbft');
  process.kill(hung, 'SIGSTOP');
  await eventually(
    'another CometBFT',
    () =>
      network.children().some(({ name, pid }) => name === 'cometbft' && pid !== hung) ? true : undefined,
    40_000,
  );
  await goesOn('a height that stood still');
  expect(supervisorSaid()).not.toContain('is not started again');
  expect(supervisorSaid()).toMatch(/cometbft has stood still for 1\d s; killing it/);
});

it('never starts with a signing state that is older than what it signed', async () => {
  expect((await network.cli('stop')).code).toBe(0);
  const path = join(network.folder, 'data/sequencer/data/priv_validator_state.json');
  const signed = readFileSync(path);
  writeFileSync(path, JSON.stringify({ height: '0', round: 0, step: 0 }));
  const refused = await network.start();
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain(`${path}: it ends at height 0, and this validator has signed height`);
  rmSync(path);
  expect((await network.start()).stderr).toContain('the signing state is missing; restore it');
  writeFileSync(path, signed);
  const started = await network.start();
  expect(started.code, started.stderr).toBe(0);
  await goesOn('the right signing state');
});

it('refuses other engines on the same data', async () => {
  expect((await network.cli('stop')).code).toBe(0);
  const refused = await network.start('--consensus', 'solo');
  expect(refused.code).toBe(73);
  expect(refused.stderr).toContain('was made with --consensus cometbft');
});
