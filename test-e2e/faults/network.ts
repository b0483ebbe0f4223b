import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEngine, validators } from '../support/engines.ts';
import { createLocalNetwork, type LocalNetwork } from '../support/local-network.ts';
import { rollups } from './plan.ts';
import type { Rollup } from './traffic.ts';
import { pause, until } from './waiting.ts';

/** A network that can be hurt. */
export type Victim = {
  readonly network: LocalNetwork;
  /** What makes a process one that can be armed. */
  readonly environment: Readonly<Record<string, string>>;
  readonly rollups: readonly Rollup[];
  /** The process of this name, undefined while it is down. */
  readonly pidOf: (name: string) => number | undefined;
  /** The processes of a service: of each rollup, and of each node. */
  readonly processesOf: (service: string) => readonly string[];
  /** Arms a place, `<service>/<name>[:n]`: the next process that reaches it dies. */
  readonly arm: (place: string) => void;
  readonly isArmed: () => boolean;
  readonly disarm: () => void;
  /** Waits until so many more ends of these processes do not make the supervisor give them up. */
  readonly untilMayDie: (names: readonly string[], more: number, signal: AbortSignal) => Promise<void>;
  /** Whether a process says that it is ready. */
  readonly isReady: (name: string) => Promise<boolean>;
  /** What a process says of itself, undefined while it does not answer. */
  readonly phaseOf: (name: string) => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
};

/** The supervisor gives up at the fifth end within a minute: one is left to chance, such as one that follows another's. */
const endsPerMinute = 3;
const watchMs = 200;

/** `relayer`, `relayer-2` of the third node, `conductor@demo`. */
const nameParts = /^([a-z-]*[a-z])(?:-(\d))?(?:@(.*))?$/;

const adminPorts: Readonly<Record<string, number>> = {
  'sequencer-app': 9100,
  'solo-engine': 9101,
  relayer: 9102,
  'da-writer': 9103,
  'local-da': 9104,
  dashboard: 9105,
  conductor: 9310,
  'evm-driver': 9311,
  composer: 9312,
};

/** A network that is not started yet, armed by a file beside its folder. */
export function createVictim(portOffset: number, signal: AbortSignal): Victim {
  const armedBy = (folder: string): string => `${folder}.armed`;
  const environment = (folder: string): Readonly<Record<string, string>> => ({
    SWITCHYARD_FAILPOINT: `@${armedBy(folder)}`,
  });
  const network = createLocalNetwork(portOffset, environment);
  const file = armedBy(network.folder);
  for (let node = 0; hasEngine('cometbft') && node < validators; node++) {
    const name = node === 0 ? 'sequencer-app' : `sequencer-app-${node}`;
    // As often as makes each part of one a place that is reached.
    network.override(name, { env: { SWITCHYARD_SEQUENCER_APP_SNAPSHOT_INTERVAL: '5' } });
  }
  const died = new Map<string, number[]>();
  const pids = new Map<string, number>();
  const watching = new AbortController();

  const adminUrl = (name: string): string | undefined => {
    const [, service = '', node = '0', rollup] = nameParts.exec(name) ?? [];
    const port = adminPorts[service];
    if (port === undefined) return undefined;
    const index = rollups.findIndex((one) => one.name === rollup);
    return `http://127.0.0.1:${port + 10 * Math.max(0, index) + 1_000 * Number(node) + portOffset}`;
  };
  const children = (): ReadonlyMap<string, number> => {
    try {
      return new Map(network.children().map(({ name, pid }) => [name, pid]));
    } catch {
      return new Map();
    }
  };
  const look = (): void => {
    for (const [name, pid] of children()) {
      const before = pids.get(name);
      if (before !== undefined && before !== pid) died.set(name, [...(died.get(name) ?? []), Date.now()]);
      pids.set(name, pid);
    }
  };
  const watch = async (): Promise<void> => {
    const ending = AbortSignal.any([watching.signal, signal]);
    while (!ending.aborted) {
      look();
      await pause(watchMs, ending).catch(() => undefined);
    }
  };
  const watched = watch();

  return {
    network,
    environment: environment(network.folder),
    rollups: rollups.map(({ name, chainId }, index) => ({ name, chainId, url: network.rpcUrl(index) })),
    pidOf: (name) => children().get(name),
    processesOf: (service) => [...children().keys()].filter((name) => nameParts.exec(name)?.[1] === service),
    arm: (place) => {
      writeFileSync(`${file}.new`, place);
      renameSync(`${file}.new`, file);
    },
    isArmed: () => textOf(file) !== undefined,
    disarm: () => rmSync(file, { force: true }),
    untilMayDie: async (names, more, ending) => {
      const isSafe = (): boolean =>
        names.every((name) => {
          const recent = (died.get(name) ?? []).filter((at) => Date.now() - at < 60_000);
          return recent.length === 0 || recent.length + more <= endsPerMinute;
        });
      await until(
        'a minute without so many ends',
        () => (isSafe() ? true : undefined),
        { ms: 120_000 },
        ending,
      );
    },
    isReady: async (name) => {
      const url = adminUrl(name);
      // The node has no such port: heads do not move without it.
      return url === undefined || (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    },
    phaseOf: async (name) => {
      try {
        const answer = await fetch(`${adminUrl(name)}/status`, { signal: AbortSignal.timeout(2_000) });
        return ((await answer.json()) as { phase?: string }).phase;
      } catch {
        return undefined;
      }
    },
    stop: async () => {
      watching.abort();
      await watched;
      await network.cli('stop');
      rmSync(file, { force: true });
    },
  };
}

/** Starts it with its rollups. @throws Error with what the command said. */
export async function startVictim({ network }: Victim): Promise<void> {
  mkdirSync(network.folder, { recursive: true });
  const commands = [
    () => network.start(),
    ...rollups.slice(1).map(
      ({ name, chainId }) =>
        () =>
          network.cli('rollup', 'add', name, `${chainId}`),
    ),
  ];
  for (const command of commands) {
    const { code, stderr, stdout } = await command();
    if (code !== 0) throw new Error(`the network did not start (${code}): ${stderr}${stdout.slice(-500)}`);
  }
}

/** What went wrong lately, for a person: the last lines of the supervisor, which names each end. */
export function lastWords({ network }: Victim, count: number): readonly string[] {
  return (textOf(join(network.folder, 'logs/supervisor.log')) ?? '').split('\n').slice(-count - 1, -1);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
