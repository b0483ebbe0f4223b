import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createLocalNetwork, eventually, run } from '../support/local-network.ts';

const main = join(import.meta.dirname, '../../cli/dist/main.js');
const network = createLocalNetwork(4_800);
afterAll(() => network[Symbol.asyncDispose]());

/** A Node program so started lives on for half a second after its last line, as on a busy machine. */
const slowToEnd = `--import=data:text/javascript,${encodeURIComponent("process.once('beforeExit', () => setTimeout(() => {}, 500))")}`;

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

it('names who holds a port, before it starts anything', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(26_658 + network.portOffset, '127.0.0.1', resolve));
  const refused = await run(
    process.execPath,
    [main, 'start', '--detach', '--port-offset', `${network.portOffset}`],
    { ...process.env, SWITCHYARD_DIR: network.folder, NODE_OPTIONS: slowToEnd },
  );
  await new Promise((resolve) => server.close(resolve));
  expect(refused.code).toBe(73);
  expect(refused.stderr).toContain(`port ${26_658 + network.portOffset} (da) is in use by`);
  expect(refused.stderr).toContain(`pid ${process.pid}`);
  expect(existsSync(join(network.folder, 'data'))).toBe(false);
});

it('leaves no process behind after Ctrl-C, and ends with 0', async () => {
  // A group of its own, as a terminal gives: Ctrl-C reaches all of it.
  const child = spawn(process.execPath, [main, 'start', '--port-offset', `${network.portOffset}`], {
    detached: true,
    env: { ...process.env, SWITCHYARD_DIR: network.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => output.push(data.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await eventually(
    'the network',
    () => (output.join('').includes('stop it with Ctrl-C') ? true : undefined),
    60_000,
  );
  const pids = network.children().map(({ pid }) => pid);
  expect(pids.length).toBe(10);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await exited).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(network.children()).toEqual([]);
});

it('refuses data of another version with the remedy, and starts anew with --fresh', async () => {
  const before = readFileSync(join(network.folder, 'network.json'), 'utf8');
  writeFileSync(join(network.folder, 'version'), '999\n');
  const refused = await network.start();
  expect(refused.code).toBe(78);
  expect(refused.stderr).toContain('--fresh');
  const fresh = await network.start('--fresh');
  expect(fresh.stderr).toBe('');
  expect(fresh.stdout).toContain('wiping');
  expect(fresh.code).toBe(0);
  expect(readFileSync(join(network.folder, 'network.json'), 'utf8')).not.toBe(before);
});

it('helps with every command, and writes what a bug report needs', async () => {
  const overview = await network.cli('--help');
  expect(overview.code).toBe(0);
  const names = [...overview.stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    const help = await network.cli(name, '--help');
    expect([name, help.code, help.stderr]).toEqual([name, 0, '']);
    expect(help.stdout.length).toBeGreaterThan(20);
  }
  const folder = join(network.folder, 'dump');
  expect((await network.cli('dump', folder)).code).toBe(0);
  expect(readFileSync(join(folder, 'relayer.metrics'), 'utf8')).toContain('relayer_');
  expect((await network.cli('doctor')).stdout).toContain('relayer running');
  expect((await network.cli('logs', 'relayer', '--grep', 'block relayed')).stdout).toContain(
    '"msg":"block relayed"',
  );
  expect((await network.cli('logs', 'nobody')).code).toBe(66);
  const funded = await network.cli(
    'fund',
    'demo',
    '0x00000000000000000000000000000000000a11ce',
    '--amount',
    '2.5',
  );
  expect(funded.stdout).toContain('has 2.5');
  expect((await network.cli('failpoints')).stdout).toContain('composer/submit.before');
});
