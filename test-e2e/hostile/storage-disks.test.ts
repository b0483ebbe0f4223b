import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rollupIdOf } from '@switchyard/primitives';
import { isErrno } from '@switchyard/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gather, type Target, targetIn } from '../support/checker/gather.ts';
import { call } from '../support/checker/json-rpc.ts';
import { violations } from '../support/checker/laws.ts';
import { head, watchHeads } from '../support/checker/rollup.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { openSequencerAccount, type SequencerAccount } from '../support/sequencer-account.ts';
import { type SteadyWallet, startSteadyWallet } from '../support/steady-wallet.ts';

// Disks that are full, fail an fsync, or are read-only, one service after the other, under traffic. Who cannot write says so in one line and
// ends; when the disk is well again it goes on by itself; nothing that was accepted is lost.
const folders: Readonly<Record<string, string>> = {
  'local-da': 'local-da',
  'sequencer-app': 'sequencer-app',
  'solo-engine': 'sequencer',
  'da-writer': 'da-writer',
  'evm-driver@demo': 'evm-driver@demo',
  'composer@demo': 'composer@demo',
};
/** It writes little, and rarely grows a file. */
const conductor = 'conductor@demo';
const healMs = 60_000;

let network: LocalNetwork;
let target: Target;
let wallet: SteadyWallet | undefined;
let watcher: ReturnType<typeof watchHeads> | undefined;
const mounted: string[] = [];

const mountsWork = ((): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount a small disk';
  return undefined;
})();
const compiler = ['/usr/bin/cc', '/usr/bin/gcc'].find((path) => existsSync(path));
if (mountsWork !== undefined) process.stdout.write(`full disks: not run: ${mountsWork}\n`);
if (compiler === undefined) process.stdout.write('failing fsync: not run: there is no C compiler\n');

beforeAll(async () => {
  network = createLocalNetwork(2_400);
  if (mountsWork === undefined) {
    for (const folder of [...Object.values(folders), conductor]) {
      const path = join(network.folder, 'data', folder);
      mkdirSync(path, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', path]);
      mounted.push(path);
    }
  }
  if (compiler !== undefined) {
    const source = join(import.meta.dirname, '../support/failing-sync.c');
    const library = join(network.folder, 'failing-sync.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
    for (const name of Object.keys(folders)) {
      network.override(name, { env: { LD_PRELOAD: library, FAILING_SYNC_WHEN: armedFile(name) } });
    }
  }
  expect(await network.start()).toMatchObject({ code: 0 });
  target = targetIn(network.folder, 'demo');
  watcher = watchHeads(target.frontUrl);
  wallet = startSteadyWallet({ url: target.frontUrl, chainId: 1_337, intervalMs: 300, payloadBytes: 64 });
}, 300_000);

afterAll(async () => {
  await wallet?.stop();
  await watcher?.stop();
  await network.cli('stop');
  for (const path of mounted) execFileSync('umount', [path]);
  await network[Symbol.asyncDispose]();
}, 120_000);

const armedFile = (name: string): string => join(network.folder, `fails-${name}`);

/** The line with which it ended, if it has ended for its disk since. */
const diskLine = (name: string, since: string, wanted: 'fatal' | 'error' = 'fatal'): object | undefined =>
  network
    .logOf(name)
    .filter(({ time, level }) => time > since && level === wanted)
    .map(({ file, problem, remedy }) => ({ file, problem, remedy }))
    .find(({ remedy }) => remedy !== undefined);

/** A transaction that was accepted after this moment is executed, and what was made is final. */
const goesOn = async (): Promise<void> => {
  const sent = wallet?.accepted().length ?? 0;
  const from = await eventually('the front', () => head(target.frontUrl, 'latest'), healMs);
  await eventually(
    'a transaction to be accepted',
    () => ((wallet?.accepted().length ?? 0) > sent ? true : undefined),
    healMs,
  );
  await eventually(
    'finality to go on',
    async () => ((await head(target.frontUrl, 'finalized')) > from ? true : undefined),
    healMs,
  );
};

const suffers = async (name: string, problem: RegExp, hurt: () => void, heal: () => void): Promise<void> => {
  const since = new Date().toISOString();
  const began = performance.now();
  try {
    hurt();
    const said = await eventually(`${name} to say what is wrong`, () => diskLine(name, since), healMs);
    expect(said).toMatchObject({
      file: expect.stringContaining(join(network.folder, 'data', folders[name] ?? name)) as string,
      problem: expect.stringMatching(problem) as string,
      remedy: expect.stringContaining('service') as string,
    });
    const { stdout } = await network.cli('status');
    expect(stdout).not.toContain('has failed');
  } finally {
    heal();
  }
  const healed = performance.now();
  await goesOn();
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  process.stdout.write(
    `${name}: said so after ${seconds(healed - began)} s, went on ${seconds(performance.now() - healed)} s after\n`,
  );
};

describe.skipIf(mountsWork !== undefined)('a full disk', () => {
  it.each(Object.keys(folders))(
    'of %s',
    async (name) => {
      const path = join(network.folder, 'data', folders[name] ?? name);
      const filler = join(path, 'filler');
      const fill = (): void => {
        const { bavail, bsize } = statfsSync(path);
        try {
          writeFileSync(filler, Buffer.alloc((bavail + 16) * bsize));
        } catch (error) {
          // The service writes meanwhile: full is full.
          if (!isErrno(error, 'ENOSPC')) throw error;
        }
      };
      // LMDB calls a write of which a part was taken an I/O error.
      const problem =
        name === 'sequencer-app' || name === 'solo-engine'
          ? /no space left|input\/output error/i
          : /no space left/i;
      using account = name === 'sequencer-app' ? await openSequencerAccount(network) : undefined;
      const growing = new AbortController();
      let growth: Promise<void> | undefined;
      await suffers(
        name,
        problem,
        () => {
          fill();
          if (account !== undefined) growth = growIndex(account, growing.signal);
        },
        () => {
          growing.abort();
          rmSync(filler, { force: true });
        },
      );
      await growth;
    },
    240_000,
  );
});

/** The app's store takes pages again that earlier blocks have left: only a fast growing index needs new ones for certain. */
async function growIndex(account: SequencerAccount, signal: AbortSignal): Promise<void> {
  const action = {
    kind: 'submitRollupData',
    rollupId: rollupIdOf('nobody'),
    data: Uint8Array.of(1),
  } as const;
  while (!signal.aborted) {
    // It ends meanwhile, which is what is waited for.
    await account.submit([action]).catch(() => pause(100));
  }
}

/**
 * Linux does not make a disk read-only on which a file is open for writing: whoever has one is killed, and finds it so when
 * it starts. Who has none finds it so while it runs.
 */
const makeReadOnly = (name: string, path: string): void => {
  let wasKilled = false;
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'ignore' });
      process.stdout.write(`${name}: read-only ${wasKilled ? 'when it starts' : 'while it runs'}\n`);
      return;
    } catch {
      const pid = network.children().find((child) => child.name === name)?.pid;
      if (wasKilled || pid === undefined || !existsSync(`/proc/${pid}`)) continue;
      process.kill(pid, 'SIGKILL');
      wasKilled = true;
    }
  }
  throw new Error(`${path} cannot be made read-only`);
};

describe.skipIf(mountsWork !== undefined)('a read-only disk', () => {
  it.each(Object.keys(folders))(
    'of %s',
    async (name) => {
      const path = join(network.folder, 'data', folders[name] ?? name);
      await suffers(
        name,
        /read-only file system/i,
        () => makeReadOnly(name, path),
        () => execFileSync('mount', ['-o', 'remount,rw', path]),
      );
    },
    240_000,
  );
});

describe.skipIf(mountsWork !== undefined)('a read-only disk of the conductor', () => {
  it('costs it its tip file while it runs, which it says; a start waits for the disk', async () => {
    const path = join(network.folder, 'data', conductor);
    const since = new Date().toISOString();
    const heal = (): Buffer => execFileSync('mount', ['-o', 'remount,rw', path]);
    const problem = expect.stringMatching(/read-only file system/i) as string;
    const remedy = expect.stringContaining('remount,rw') as string;
    try {
      makeReadOnly(conductor, path);
      const told = await eventually('it to say so', () => diskLine(conductor, since, 'error'), healMs);
      expect(told).toMatchObject({ file: join(path, 'firm-tip.json'), problem, remedy });
      await goesOn();
      process.kill(network.pidOf(conductor), 'SIGKILL');
      const ended = await eventually('it to end', () => diskLine(conductor, since), healMs);
      expect(ended).toMatchObject({ file: join(path, 'lock'), problem, remedy });
    } finally {
      heal();
    }
    await goesOn();
  }, 240_000);
});

describe.skipIf(compiler === undefined)('an fsync that fails', () => {
  it.each(Object.keys(folders))(
    'of %s',
    async (name) => {
      await suffers(
        name,
        /i\/o error|input\/output error/i,
        () => writeFileSync(armedFile(name), ''),
        () => rmSync(armedFile(name), { force: true }),
      );
    },
    240_000,
  );
});

it('loses nothing that was accepted, and no law is broken', async () => {
  const accepted = (await wallet?.stop()) ?? [];
  expect(accepted.length).toBeGreaterThan(20);
  await eventually(
    'the last that was accepted',
    async () => {
      const asked = [accepted.at(-1)?.hash];
      return (await call<object | null>(target.frontUrl, 'eth_getTransactionReceipt', asked)) ?? undefined;
    },
    healMs,
  );
  const last = await eventually(
    'all that was accepted',
    async () => {
      const latest = await head(target.frontUrl, 'latest');
      return (await head(target.frontUrl, 'finalized')) >= latest - 10 ? latest : undefined;
    },
    healMs,
  );
  await eventually(
    'finality',
    async () => ((await head(target.frontUrl, 'finalized')) >= last ? true : undefined),
    healMs,
  );
  const watched = await watcher?.stop();
  if (watched === undefined) throw new Error('nobody watched');
  expect(violations(await gather(target, { accepted, watched }))).toEqual([]);
}, 300_000);
