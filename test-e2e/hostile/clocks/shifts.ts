import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalNetwork } from '../../support/local-network.ts';

/** The programs of a network that have a clock of ours; the node of a rollup keeps the machine's. */
export const programs = [
  'local-da',
  'sequencer-app',
  'solo-engine',
  'relayer',
  'da-writer',
  'dashboard',
  'evm-driver@demo',
  'conductor@demo',
  'composer@demo',
] as const;

/** The time of day of each program, as the test wants it. */
export type Shifts = {
  /** Sets the time of day of some so many milliseconds off the machine's, at once. */
  readonly step: (ms: number, of?: readonly string[]) => void;
  /** Lets it run away evenly, so many milliseconds in all. */
  readonly drift: (ms: number, within: { readonly realMs: number }) => void;
};

const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** Gives every program of a network that has not started a clock that can be set. */
export function shiftClocks(network: LocalNetwork): Shifts {
  const folder = join(network.folder, 'clocks');
  mkdirSync(folder, { recursive: true });
  const flag = `--import=${join(import.meta.dirname, 'shifted-clock.mjs')}`;
  const bases = new Map<string, number>();
  const set = (name: string, base: number, rate: number, realMs: number): void => {
    const since = monotonicMs();
    const path = join(folder, name);
    writeFileSync(`${path}.new`, JSON.stringify({ base, rate, since, until: since + realMs }));
    renameSync(`${path}.new`, path);
    bases.set(name, base + rate * realMs);
  };
  for (const name of programs) {
    set(name, 0, 0, 0);
    network.override(name, { nodeFlags: [flag], env: { CLOCK_FILE: join(folder, name) } });
  }
  return {
    step: (ms, of = programs) => {
      for (const name of of) set(name, ms, 0, 0);
    },
    drift: (ms, { realMs }) => {
      for (const name of programs) set(name, bases.get(name) ?? 0, ms / realMs, realMs);
    },
  };
}
