import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@switchyard/testing/program';
import type { TestNode } from './world.ts';

const require = createRequire(import.meta.url);
const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
// The platform's package is a dependency of the wrapper, so it is resolved from there.
const wrapper = createRequire(require.resolve('@foundry-rs/anvil/package.json'));

/** The program itself, so that signals and pid are the real ones. */
export const anvilPath = join(
  dirname(wrapper.resolve(`@foundry-rs/anvil-${process.platform}-${architecture}/package.json`)),
  'bin/anvil',
);

/** The genesis of the examples: dev account 0 has 300 tokens. */
export const genesisPath: string = new URL('../../genesis.example.json', import.meta.url).pathname;

/** The flags of the README. */
export function anvilFlags({
  port,
  chainId = 1337,
  genesis = genesisPath,
}: {
  port: number;
  chainId?: number;
  genesis?: string;
}): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
    ...[
      '--init',
      genesis,
      '--gas-limit',
      '100000000',
      '--hardfork',
      'osaka',
      '--no-mining',
      '--order',
      'fifo',
    ],
    ...['--prune-history', '64', '--accounts', '0', '--slots-in-an-epoch', '1'],
    ...['--disable-pool-balance-checks', '--disable-default-create2-deployer', '--disable-console-log'],
    ...['--no-request-size-limit', '--no-cors', '--silent'],
  ];
}

/** A running anvil. */
export type Anvil = TestNode & { readonly url: string };

/** Starts anvil and waits until it answers. */
export async function startAnvil(
  options: { port?: number; chainId?: number; genesis?: string } = {},
): Promise<Anvil> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(anvilPath, anvilFlags({ ...options, port }), { stdio: ['ignore', 'ignore', 'inherit'] });
    await answers(url);
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    settings: { NODE_KIND: 'anvil', NODE_URL: url },
    url,
    kill,
    start,
    // All that it has is in its memory.
    lose: async () => {
      await kill();
      await start();
    },
    disturb: async () => {
      await ask(url, 'evm_mine');
    },
    [Symbol.asyncDispose]: kill,
  };
}

/** A node's first start on a cold and busy machine has taken more than ten seconds. */
const startWithinMs = 60_000;

async function answers(url: string): Promise<void> {
  const end = performance.now() + startWithinMs;
  while (performance.now() < end) {
    try {
      if ((await ask(url, 'eth_chainId')).ok) return;
    } catch {
      // Not yet.
    }
    await sleep(20);
  }
  throw new Error(`anvil does not answer within ${startWithinMs} ms of its start`);
}

function ask(url: string, method: string): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] });
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}
