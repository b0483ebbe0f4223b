import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { head } from '../support/checker/rollup.ts';
import type { Victim } from './network.ts';
import { until } from './waiting.ts';

/** How a place is reached that traffic alone does not lead to. */
export type Scenario = {
  /** Brings the network to where the place is next; done before it is armed. */
  readonly prepare?: (victim: Victim, signal: AbortSignal) => Promise<void>;
  /** Makes it reach the place; done when it is armed. */
  readonly provoke?: (victim: Victim, signal: AbortSignal) => Promise<void>;
  /** Ends of one process that this takes, the one at the place included. */
  readonly ends: number;
};

const stepMs = 60_000;
const driver = 'evm-driver@demo';
const node = 'node@demo';

/** A driver saves the node's state when it is stopped. */
const dumpMade: Scenario['provoke'] = async (victim, signal) => {
  const soft = await head(urlOf(victim), 'latest');
  await ended(victim, driver, 'SIGTERM', signal);
  await until(
    'firm to pass the dump',
    async () => (await head(urlOf(victim), 'finalized')) > soft || undefined,
    { ms: stepMs },
    signal,
  );
};

/** Two dumps that are firm: with the next one the journal is rewritten without the bytes that they cover. */
const twoDumpsMade: Scenario['prepare'] = async (victim, signal) => {
  await dumpMade(victim, signal);
  await dumpMade(victim, signal);
};

const stopDriver: Scenario['provoke'] = (victim) => signalTo(victim, driver, 'SIGTERM');

/** A driver that dies when the node has the block and the journal has not: the next one undoes it. */
const minedAndForgotten: Scenario['prepare'] = async (victim, signal) => {
  victim.arm('evm-driver/mine.after');
  await until(
    'a mined block',
    () => (victim.isArmed() ? undefined : true),
    { ms: stepMs, pollMs: 20 },
    signal,
  );
};

const wipeRelayer: Scenario['provoke'] = async (victim) => {
  rmSync(join(victim.network.folder, 'data/relayer'), { recursive: true, force: true });
  await signalTo(victim, 'relayer', 'SIGKILL');
};

const scenarios: Readonly<Record<string, Scenario>> = {
  'evm-driver/dump': { provoke: stopDriver, ends: 2 },
  'evm-driver/compact': { prepare: twoDumpsMade, provoke: stopDriver, ends: 3 },
  'evm-driver/load': { prepare: dumpMade, provoke: (victim) => signalTo(victim, node, 'SIGKILL'), ends: 2 },
  'evm-driver/rollback': { prepare: minedAndForgotten, ends: 2 },
  'relayer/sets': { provoke: wipeRelayer, ends: 2 },
};

/** Places that only the first start of a chain reaches. */
const firstStart: readonly string[] = ['sequencer-app/init-chain', 'solo-engine/init-chain'];

/** Places that no network of this kind reaches: why, and the unit test that does. */
export const unreachable: Readonly<Record<string, { readonly why: string; readonly test: string }>> = {
  'solo-engine/prune': {
    why: 'sequencer-app keeps all blocks: it never asks for pruning',
    test: 'services/solo-engine/test/engine.test.ts',
  },
  'relayer/offer': {
    why: 'a network of one node has no second one whose pool transactions it hears',
    test: 'services/relayer/test/relayer.blackbox.test.ts',
  },
  'relayer/evidence': {
    why: 'needs a validator that signs two blocks of one height',
    test: 'services/relayer/test/relayer.blackbox.test.ts',
  },
  'conductor/mismatch-file': {
    why: 'needs a validator that signs two blocks of one height',
    test: 'services/conductor/test/run-sessions.test.ts',
  },
  'conductor/roll-back': {
    why: 'needs a validator that signs two blocks of one height',
    test: 'services/conductor/test/run-sessions.test.ts',
  },
};

/** Where a place belongs, and how it is reached; a place without an entry is reached by traffic. */
export function wayTo(
  place: string,
):
  | { readonly kind: 'running'; readonly scenario: Scenario | undefined }
  | { readonly kind: 'first-start' | 'unreachable' } {
  const effect = place.replace(/\.[^.]*$/, '');
  if (effect in unreachable) return { kind: 'unreachable' };
  if (firstStart.includes(effect)) return { kind: 'first-start' };
  return { kind: 'running', scenario: scenarios[effect] };
}

/** Sends a signal to a process of the network. */
export function signalTo(victim: Victim, name: string, signal: NodeJS.Signals): Promise<void> {
  const pid = victim.pidOf(name);
  if (pid === undefined) return Promise.reject(new Error(`${name} does not run`));
  process.kill(pid, signal);
  return Promise.resolve();
}

async function ended(victim: Victim, name: string, how: NodeJS.Signals, signal: AbortSignal): Promise<void> {
  const before = victim.pidOf(name);
  await signalTo(victim, name, how);
  const isBack = async (): Promise<true | undefined> =>
    victim.pidOf(name) !== undefined && victim.pidOf(name) !== before && (await victim.isReady(name))
      ? true
      : undefined;
  await until(`${name} to be back`, isBack, { ms: stepMs }, signal);
}

function urlOf(victim: Victim): string {
  return victim.rollups[0]?.url ?? '';
}
