import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineClocks, shiftEngines } from '../../support/engine-clocks.ts';
import { consensusChild, hasEngine } from '../../support/engines.ts';
import type { LocalNetwork } from '../../support/local-network.ts';
import { noProcessClocks } from '../../support/process-clock.ts';

/** Engines, whose clocks are set from outside. The node of a rollup keeps the machine's when it is anvil. */
export const engines: readonly string[] =
  noProcessClocks === undefined
    ? [
        ...(hasEngine('cometbft') ? [consensusChild] : []),
        ...(hasEngine('geth') ? ['node@demo'] : []),
        ...(hasEngine('nats') ? ['nats'] : []),
      ]
    : [];

const ours: readonly string[] = [
  'local-da',
  'sequencer-app',
  ...(hasEngine('cometbft') ? [] : ['solo-engine']),
  'relayer',
  'da-writer',
  'dashboard',
  'evm-driver@demo',
  'conductor@demo',
  'composer@demo',
];

/** The programs of a network that have a clock that can be set. */
export const programs: readonly string[] = [...ours, ...engines];

/** The time of day of each program, as the test wants it. */
export type Shifts = Disposable & {
  /** Sets the time of day of some so many milliseconds off the machine's, at once. */
  readonly step: (ms: number, of?: readonly string[]) => void;
  /** Those of the CLI and the supervisor, which `environmentOfCli` has made settable. */
  readonly stepCli: (ms: number) => void;
  /** Lets it run away evenly, so many milliseconds in all. */
  readonly drift: (ms: number, within: { readonly realMs: number }) => void;
};

const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

const shim = `--import=${join(import.meta.dirname, 'shifted-clock.mjs')}`;
const cli = 'cli';
const fileOf = (folder: string, name: string): string => join(folder, 'clocks', name);

/** With it the CLI and its supervisor have a clock that can be set. */
export function environmentOfCli(folder: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: shim, CLOCK_FILE: fileOf(folder, cli) };
}

/** Gives every program of a network that has not started a clock that can be set. */
export function shiftClocks(network: LocalNetwork): Shifts {
  mkdirSync(join(network.folder, 'clocks'), { recursive: true });
  const bases = new Map<string, number>();
  const ofEngines: EngineClocks = shiftEngines(network, engines);
  if (noProcessClocks !== undefined) process.stdout.write(`clocks of engines: not set: ${noProcessClocks}\n`);
  const set = (name: string, base: number, rate: number, realMs: number): void => {
    const since = monotonicMs();
    bases.set(name, base + rate * realMs);
    if (engines.includes(name)) {
      ofEngines.want(name, () => base + rate * Math.min(monotonicMs() - since, realMs));
      return;
    }
    const path = fileOf(network.folder, name);
    writeFileSync(`${path}.new`, JSON.stringify({ base, rate, since, until: since + realMs }));
    renameSync(`${path}.new`, path);
  };
  for (const name of ours) {
    set(name, 0, 0, 0);
    network.override(name, { nodeFlags: [shim], env: { CLOCK_FILE: fileOf(network.folder, name) } });
  }
  return {
    step: (ms, of = programs) => {
      for (const name of of) set(name, ms, 0, 0);
    },
    stepCli: (ms) => set(cli, ms, 0, 0),
    drift: (ms, { realMs }) => {
      for (const name of programs) set(name, bases.get(name) ?? 0, ms / realMs, realMs);
    },
    [Symbol.dispose]: () => ofEngines[Symbol.dispose](),
  };
}
