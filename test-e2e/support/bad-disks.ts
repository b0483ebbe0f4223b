import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrno } from '@switchyard/service-kit';
import { afterAll, beforeAll, expect } from 'vitest';
import { findEngine } from '../../cli/src/network/engines.ts';
import { gather, type Target, targetIn } from './checker/gather.ts';
import { call } from './checker/json-rpc.ts';
import { violations } from './checker/laws.ts';
import { head, watchHeads } from './checker/rollup.ts';
import { engineOf, hasEngine } from './engines.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from './local-network.ts';
import { type SteadyWallet, startSteadyWallet } from './steady-wallet.ts';

/** How long a service may take to say what is wrong, and the network to go on after it was healed. */
export const healMs = 60_000;

/** Why no disk can be mounted here. */
export const noMounts = ((): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount a small disk';
  return undefined;
})();

const root = join(import.meta.dirname, '../..');

const compiler = ['/usr/bin/cc', '/usr/bin/gcc'].find((path) => existsSync(path));

/** Why no fsync can be made to fail here. */
export const noFailingSync: string | undefined =
  compiler === undefined ? 'there is no C compiler' : undefined;

/** What is done to a disk, and undone. */
export type Hurt = { readonly hurt: () => void; readonly heal: () => void };

/** A network under traffic, with a small disk below the data folder of each service that is named. */
export type BadDisks = {
  readonly network: LocalNetwork;
  readonly folderOf: (name: string) => string;
  /** The line with which it ended, or an error that it lives with, if its disk made it say one since. */
  readonly diskLine: (name: string, since: string, wanted?: 'fatal' | 'error') => object | undefined;
  /** Of a program that is not ours the supervisor says it: what it said so far. */
  readonly supervisorSaid: () => string;
  /** A transaction that is accepted after this moment is executed, and what was made is final. */
  readonly goesOn: () => Promise<void>;
  readonly full: (name: string) => Hurt;
  /** @returns whether it was killed for it; see `makeReadOnly`. */
  readonly readOnly: (name: string) => Hurt & { readonly wasKilled: () => boolean };
  readonly failingSync: (name: string) => Hurt;
  /** At the end: nothing that was accepted is lost, and no law is broken. */
  readonly losesNothing: () => Promise<void>;
};

/** The one network of a file of tests; folders by the name of their service. */
export function badDisks(portOffset: number, folders: Readonly<Record<string, string>>): BadDisks {
  if (noMounts !== undefined) process.stdout.write(`bad disks: not run: ${noMounts}\n`);
  if (noFailingSync !== undefined) process.stdout.write(`failing fsync: not run: ${noFailingSync}\n`);
  const engines = Object.keys(folders).flatMap((name) => engineOf(name) ?? []);
  const wrapperOf = (folder: string, engine: string): string => join(folder, 'engines', engine);
  const network = createLocalNetwork(portOffset, (folder) =>
    compiler === undefined
      ? {}
      : Object.fromEntries(engines.map(({ engine, variable }) => [variable, wrapperOf(folder, engine)])),
  );
  const mounted: string[] = [];
  let target: Target;
  let wallet: SteadyWallet | undefined;
  let watcher: ReturnType<typeof watchHeads> | undefined;
  const folderOf = (name: string): string => join(network.folder, 'data', folders[name] ?? name);
  const armedFile = (name: string): string => join(network.folder, `fails-${name}`);

  beforeAll(async () => {
    if (noMounts === undefined) {
      for (const name of Object.keys(folders)) {
        const path = folderOf(name);
        mkdirSync(path, { recursive: true });
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeOf(name)}`, 'tmpfs', path]);
        mounted.push(path);
      }
    }
    if (compiler !== undefined) {
      const library = join(network.folder, 'failing-sync.so');
      const source = join(import.meta.dirname, 'failing-sync.c');
      execFileSync(compiler, ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
      for (const name of Object.keys(folders)) {
        if (engineOf(name) !== undefined) continue;
        const failing = { LD_PRELOAD: library, FAILING_SYNC_WHEN: armedFile(name) };
        network.override(name, { env: { ...failing, ...(name === 'da-writer' ? byQueueAlone : {}) } });
      }
      for (const { name, engine } of engines) {
        mkdirSync(join(network.folder, 'engines'), { recursive: true });
        const found = findEngine(root, engine, process.env);
        if ('missing' in found) throw new Error(found.missing);
        const texts = { PROGRAM: found.program, WHEN: armedFile(name) };
        const defined = Object.entries(texts).map(([key, text]) => `-D${key}=${JSON.stringify(text)}`);
        const calls = join(import.meta.dirname, 'failing-sync-calls.c');
        execFileSync(compiler, ['-O1', ...defined, '-o', wrapperOf(network.folder, engine), calls]);
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

  const finalAt = async (least: number): Promise<true | undefined> =>
    (await head(target.frontUrl, 'finalized')) >= least ? true : undefined;

  const diskLine: BadDisks['diskLine'] = (name, since, wanted = 'fatal') =>
    network
      .logOf(name)
      .filter(({ time, level }) => time > since && level === wanted)
      .map(({ file, problem, remedy }) => ({ file, problem, remedy }))
      .find(({ remedy }) => remedy !== undefined);

  const goesOn = async (): Promise<void> => {
    const sent = wallet?.accepted().length ?? 0;
    const from = await eventually('the front', () => head(target.frontUrl, 'latest'), healMs);
    const accepts = (): true | undefined => ((wallet?.accepted().length ?? 0) > sent ? true : undefined);
    await eventually('a transaction to be accepted', accepts, healMs);
    await eventually('finality to go on', () => finalAt(from + 1), healMs);
  };

  const supervisorSaid = (): string => readFileSync(join(network.folder, 'logs/supervisor.log'), 'utf8');

  const full: BadDisks['full'] = (name) => {
    if (engineOf(name) !== undefined) return smaller(folderOf(name), sizeOf(name));
    const filler = join(folderOf(name), 'filler');
    return {
      hurt: () => {
        const { bavail, bsize } = statfsSync(folderOf(name));
        try {
          writeFileSync(filler, Buffer.alloc((bavail + 16) * bsize));
        } catch (error) {
          // The service writes meanwhile: full is full.
          if (!isErrno(error, 'ENOSPC')) throw error;
        }
      },
      heal: () => rmSync(filler, { force: true }),
    };
  };

  const readOnly: BadDisks['readOnly'] = (name) => {
    let wasKilled = false;
    return {
      hurt: () => {
        wasKilled = makeReadOnly(network, name, folderOf(name));
      },
      heal: () => execFileSync('mount', ['-o', 'remount,rw', folderOf(name)]),
      wasKilled: () => wasKilled,
    };
  };

  const losesNothing = async (): Promise<void> => {
    const accepted = (await wallet?.stop()) ?? [];
    expect(accepted.length).toBeGreaterThan(20);
    const asked = [accepted.at(-1)?.hash];
    const receipt = async (): Promise<object | undefined> =>
      (await call<object | null>(target.frontUrl, 'eth_getTransactionReceipt', asked)) ?? undefined;
    await eventually('the last that was accepted', receipt, healMs);
    const nearlyFinal = async (): Promise<number | undefined> => {
      const latest = await head(target.frontUrl, 'latest');
      return (await finalAt(latest - 10)) === true ? latest : undefined;
    };
    const last = await eventually('all that was accepted', nearlyFinal, healMs);
    await eventually('finality', () => finalAt(last), healMs);
    const watched = await watcher?.stop();
    if (watched === undefined) throw new Error('nobody watched');
    expect(violations(await gather(target, { accepted, watched }))).toEqual([]);
  };

  const failingSync: BadDisks['failingSync'] = (name) => ({
    hurt: () => {
      writeFileSync(armedFile(name), '');
      // Geth and NATS let minutes pass between two fsyncs, but not between a start and the first.
      const engine = engineOf(name)?.engine;
      if (engine === 'geth' || engine === 'nats-server') process.kill(network.pidOf(name), 'SIGKILL');
    },
    heal: () => rmSync(armedFile(name), { force: true }),
  });

  return { network, folderOf, diskLine, supervisorSaid, goesOn, full, readOnly, failingSync, losesNothing };
}

/** Its blocks come to it through NATS, so that finality shows that NATS works. */
const byQueueAlone: Readonly<Record<string, string>> = hasEngine('nats')
  ? { SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: '' }
  : {};

/** Geth ends by itself when less than 128 MiB are left. */
function sizeOf(name: string): string {
  return engineOf(name)?.engine === 'geth' ? '512m' : '24m';
}

/** A large disk is made as small as what is on it. */
function smaller(path: string, size: string): Hurt {
  const resize = (to: string): unknown =>
    execFileSync('mount', ['-o', `remount,size=${to}`, path], { stdio: 'ignore' });
  return {
    hurt: () => {
      for (let more = 0; more < 64; more++) {
        const { blocks, bfree, bsize } = statfsSync(path);
        try {
          resize(`${Number(blocks - bfree) * bsize}`);
          return;
        } catch (error) {
          // It writes meanwhile.
          if (more === 63) throw error;
        }
      }
    },
    heal: () => resize(size),
  };
}

/**
 * Linux does not make a disk read-only on which a file is open for writing: whoever has one is killed, and finds it so when
 * it starts. Who has none finds it so while it runs. @returns whether it was killed
 */
function makeReadOnly(network: LocalNetwork, name: string, path: string): boolean {
  const killed = new Set<number>();
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'ignore' });
      process.stdout.write(`${name}: read-only ${killed.size > 0 ? 'when it starts' : 'while it runs'}\n`);
      return killed.size > 0;
    } catch {
      const pid = network.children().find((child) => child.name === name)?.pid;
      if (pid === undefined || killed.has(pid) || !existsSync(`/proc/${pid}`)) continue;
      // Started again at once, it may be there before the disk is read-only; the fifth time it would be given up.
      if (killed.size === 3) break;
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
    }
  }
  throw new Error(`${path} cannot be made read-only`);
}
