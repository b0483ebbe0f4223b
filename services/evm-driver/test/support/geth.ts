import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine } from '@switchyard/testing/program';
import { ZERO_HASH } from '../../src/engines/geth/payload.ts';
import { createIpc } from '../../src/engines/ipc.ts';
import type { JsonRpc } from '../../src/engines/json-rpc.ts';
import { quantityOf } from '../../src/engines/wire.ts';
import { genesisPath } from './anvil.ts';
import type { TestNode } from './world.ts';

/** undefined where Geth is not. */
export const gethPath: string | undefined = findEngine('geth');

/** Geth as it runs behind the driver. */
export type Geth = TestNode & {
  readonly ipc: string;
  readonly pid: () => number;
};

/** What a test runs otherwise. */
export type GethOptions = {
  readonly genesis?: string;
  readonly initFlags?: readonly string[];
  /** Instead of the flags of the README that decide what a kill costs. */
  readonly stateFlags?: readonly string[];
  readonly flags?: readonly string[];
};

const hashScheme = ['--state.scheme', 'hash'];

/** Starts Geth on a folder of its own and waits until it answers. */
export async function startGeth({
  genesis = genesisPath,
  initFlags = hashScheme,
  stateFlags = [...hashScheme, '--gcmode', 'archive'],
  flags = [],
}: GethOptions = {}): Promise<Geth> {
  if (gethPath === undefined) throw new Error('geth is missing');
  const program = gethPath;
  const folder = await mkdtemp(join(tmpdir(), 'geth-'));
  const data = join(folder, 'data');
  const ipc = join(folder, 'geth.ipc');
  const open = () => createIpc({ path: ipc, deadlineMs: 10_000, maxAnswerBytes: 1_000_000 });
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    execFileSync(program, ['init', '--datadir', data, ...initFlags, genesis], { stdio: 'ignore' });
    child = spawn(
      program,
      [
        ...['--datadir', data, '--networkid', '1337', '--ipcpath', ipc, ...stateFlags],
        ...['--syncmode', 'full', '--history.transactions', '0', '--miner.gaslimit', '100000000'],
        ...['--engine.maxreorgdepth', '0', '--cache', '256', '--nodiscover', '--maxpeers', '0'],
        ...['--port', '0', '--nat', 'none', '--authrpc.port', '0', '--verbosity', '1', ...flags],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await answers(open);
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    settings: { NODE_KIND: 'geth', NODE_IPC: ipc },
    ipc,
    pid: () => child?.pid ?? 0,
    kill,
    start,
    lose: async () => {
      await kill();
      await rm(data, { recursive: true });
      await start();
    },
    disturb: async () => {
      using rpc = open();
      const { timestamp } = (await rpc.call('eth_getBlockByNumber', ['latest', false], signal)) as {
        timestamp: string;
      };
      const attributes = {
        timestamp: quantityOf(BigInt(timestamp) + 1n),
        prevRandao: ZERO_HASH,
        suggestedFeeRecipient: `0x${'ee'.repeat(20)}`,
        withdrawals: [],
        parentBeaconBlockRoot: ZERO_HASH,
      };
      await rpc.call('testing_commitBlockV1', [attributes, [], '0x'], signal);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const { signal } = new AbortController();

/** A node's first start on a cold and busy machine has taken more than ten seconds. */
const startWithinMs = 60_000;

async function answers(open: () => JsonRpc & Disposable): Promise<void> {
  const end = performance.now() + startWithinMs;
  while (performance.now() < end) {
    try {
      using rpc = open();
      await rpc.call('eth_chainId', [], signal);
      return;
    } catch {
      // Not yet.
    }
    await sleep(20);
  }
  throw new Error(`geth does not answer within ${startWithinMs} ms of its start`);
}
