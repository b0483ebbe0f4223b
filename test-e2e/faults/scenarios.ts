import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../support/checker/json-rpc.ts';
import { head } from '../support/checker/rollup.ts';
import { hasEngine } from '../support/engines.ts';
import type { Victim } from './network.ts';
import { joinAsStranger, type Stranger } from './stranger.ts';
import { until } from './waiting.ts';

/** How a place is reached that traffic alone does not lead to. */
export type Scenario = {
  /** Brings the network to where the place is next; done before it is armed. */
  readonly prepare?: (victim: Victim, signal: AbortSignal) => Promise<void>;
  /** Makes it reach the place; done when it is armed. */
  readonly provoke?: (victim: Victim, signal: AbortSignal) => Promise<void>;
  /** What an operator has to do when the process is back; recovery counts from its end. */
  readonly heal?: (victim: Victim, signal: AbortSignal) => Promise<void>;
  /** Ends of one process that this takes, the one at the place included. */
  readonly ends: number;
};

const stepMs = 60_000;
/** A bundle is valid for 60 heights. */
const bundleHeights = 62;
/** A forged block is found out when the real one is on the DA layer. */
const forgeryMs = 15_000;
const lookMs = 500;
const driver = 'evm-driver@demo';
const consensusRpc = 26_657;
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
  victim.arm(hasEngine('geth') ? 'evm-driver/journal.before' : 'evm-driver/mine.after');
  await until(
    'a block of the node alone',
    () => (victim.isArmed() ? undefined : true),
    { ms: stepMs, pollMs: 20 },
    signal,
  );
};

const wipeRelayer: Scenario['provoke'] = async (victim) => {
  rmSync(join(victim.network.folder, 'data/relayer'), { recursive: true, force: true });
  await signalTo(victim, 'relayer', 'SIGKILL');
};

/** Does something again and again until a process has died of it. */
const untilReached = async (
  victim: Victim,
  act: (stranger: Stranger) => Promise<void>,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> => {
  await using stranger = await joinAsStranger(victim, signal);
  for (const began = performance.now(); victim.isArmed() && performance.now() - began < stepMs; ) {
    // The relayer that it talks to may be the one that dies.
    await act(stranger).catch(() => undefined);
    await until('death', () => (victim.isArmed() ? undefined : true), { ms: everyMs }, signal).catch(
      () => undefined,
    );
  }
};

/** The validator signs an empty block of the next height for the rollups alone, which execute it before the real one. */
const deceived: Scenario['provoke'] = (victim, signal) =>
  untilReached(victim, (stranger) => stranger.publishNextBlock(), forgeryMs, signal);

const deceivedAndStopped: Scenario['prepare'] = async (victim, signal) => {
  await using stranger = await joinAsStranger(victim, signal);
  const began = performance.now();
  do {
    // The real block may come first: then nobody is deceived, and the next one is tried.
    await stranger.publishNextBlock();
    await someStopped(victim, forgeryMs, signal).catch(() => signal.throwIfAborted());
  } while ((await stoppedRollups(victim)).length === 0 && performance.now() - began < stepMs);
};

const someStopped = (victim: Victim, ms: number, signal: AbortSignal): Promise<unknown> =>
  until(
    'a rollup to stop at a mismatch',
    async () => ((await stoppedRollups(victim)).length > 0 ? true : undefined),
    { ms },
    signal,
  );

/**
 * What an operator does after a mismatch: every rollup that stopped goes on from its firm block, until firm has passed what was
 * soft. One whose conductor was killed stops again some time after its restart: it is not done because it is quiet.
 */
const resume: Scenario['heal'] = async (victim, signal) => {
  await someStopped(victim, forgeryMs, signal).catch(() => signal.throwIfAborted());
  const soft = await Promise.all(victim.rollups.map(({ url }) => head(url, 'latest')));
  const goesOn = async (): Promise<true | undefined> => {
    for (const name of await stoppedRollups(victim)) {
      await victim.network.cli('rollup', 'resume', name, '--to', 'firm');
    }
    const firm = await Promise.all(victim.rollups.map(({ url }) => head(url, 'finalized')));
    return firm.every((number, index) => number > (soft[index] ?? 0)) ? true : undefined;
  };
  await until('firm to pass what was soft', goesOn, { ms: stepMs, pollMs: lookMs }, signal);
};

async function stoppedRollups(victim: Victim): Promise<readonly string[]> {
  const phases = await Promise.all(
    victim.rollups.map(async ({ name }) => ({ name, phase: await victim.phaseOf(`conductor@${name}`) })),
  );
  return phases.filter(({ phase }) => phase === 'stopped').map(({ name }) => name);
}

/**
 * A composer that wrote a bundle down and was away until it expired signs it again. It is held before it can send: the
 * supervisor has just started it.
 */
const bundleExpired: Scenario['prepare'] = async (victim, signal) => {
  const composers = victim.rollups.map(({ name }) => `composer@${name}`);
  const before = new Map(composers.map((name) => [name, victim.pidOf(name)]));
  victim.arm('composer/bundle.after');
  await until('a bundle', () => (victim.isArmed() ? undefined : true), { ms: stepMs, pollMs: 20 }, signal);
  const held = await until(
    'a new composer',
    () =>
      composers
        .map((name) => ({ name, pid: victim.pidOf(name) }))
        .find(({ name, pid }) => pid !== undefined && pid !== before.get(name))?.pid,
    { ms: stepMs, pollMs: 10 },
    signal,
  );
  process.kill(held, 'SIGSTOP');
  // Not a rollup's head: one that was behind catches up faster than heights are made.
  const heldAt = await until('a height', () => sequencerHeight(victim), { ms: stepMs }, signal);
  const isExpired = async (): Promise<true | undefined> =>
    (await sequencerHeight(victim)) > heldAt + bundleHeights ? true : undefined;
  await until('the bundle to expire', isExpired, { ms: 2 * bundleHeights * 1_000 }, signal);
  heldComposers.set(victim, held);
};

async function sequencerHeight({ network }: Victim): Promise<number> {
  type Answer = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };
  const { result } = await get<Answer>(`http://127.0.0.1:${consensusRpc + network.portOffset}/status`);
  return Number(result.sync_info.latest_block_height);
}

/** Between `prepare` and `provoke`. */
const heldComposers = new WeakMap<Victim, number>();

const releaseComposer: Scenario['provoke'] = (victim) => {
  const held = heldComposers.get(victim);
  if (held !== undefined) process.kill(held, 'SIGCONT');
  return Promise.resolve();
};

const loseVolume: Scenario['provoke'] = async (victim) => {
  rmSync(join(victim.network.folder, 'data/nats'), { recursive: true, force: true });
  await signalTo(victim, 'nats', 'SIGKILL');
};

/** By effect: a place is `<service>/<effect>.before` or `.after`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'relayer/stream': { provoke: loseVolume, ends: 1 },
  'da-writer/consumer': { provoke: (victim) => signalTo(victim, 'nats', 'SIGKILL'), ends: 1 },
  'evm-driver/dump': { provoke: stopDriver, ends: 2 },
  'evm-driver/compact': { prepare: twoDumpsMade, provoke: stopDriver, ends: 3 },
  'evm-driver/load': { prepare: dumpMade, provoke: (victim) => signalTo(victim, node, 'SIGKILL'), ends: 2 },
  'evm-driver/rollback': { prepare: minedAndForgotten, ends: 2 },
  'relayer/sets': { provoke: wipeRelayer, ends: 2 },
  'composer/sign': { prepare: bundleExpired, provoke: releaseComposer, ends: 2 },
  'relayer/offer': {
    provoke: (victim, signal) =>
      untilReached(victim, (stranger) => stranger.publishTransaction(), 500, signal),
    ends: 1,
  },
  'relayer/evidence': {
    provoke: (victim, signal) =>
      untilReached(victim, (stranger) => stranger.publishSecondBlock(), 500, signal),
    ends: 1,
  },
};

/** Reached only when the validator signs two blocks of a height and soft goes another way than firm. */
export const equivocations: Readonly<Record<string, Scenario>> = {
  'conductor/mismatch-file': { provoke: deceived, heal: resume, ends: 1 },
  'conductor/roll-back': {
    prepare: deceivedAndStopped,
    provoke: async (victim) => {
      for (const name of await stoppedRollups(victim)) {
        await victim.network.cli('rollup', 'resume', name, '--to', 'firm');
      }
    },
    heal: resume,
    ends: 1,
  },
};

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
