import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asError,
  FolderInUseError,
  lockFolder,
  startOfProcess,
  systemClock,
  writeFileAtomic,
} from '@switchyard/service-kit';
import { type Command, type Context, parseOptions, wholeNumber } from '../command.ts';
import { CommandError, causedBy } from '../errors.ts';
import { descriptorOf } from '../network/descriptor.ts';
import { chooseEngines, type EngineOptions } from '../network/engine-choice.ts';
import { wipedByFresh } from '../network/layout.ts';
import { thisMachine } from '../network/machine.ts';
import { createOverrides } from '../network/overrides.ts';
import { warningOfOffset } from '../network/ports.ts';
import { startNetwork, type Wanted } from '../network/run-network.ts';
import { loadNetwork } from '../network/state.ts';
import { tableOf } from '../network/table.ts';
import { boundLogs } from '../supervisor/bound-logs.ts';
import { serveControl } from '../supervisor/control.ts';
import { findHolder } from '../supervisor/holder.ts';
import { endOrphans } from '../supervisor/orphans.ts';
import { createSupervisor } from '../supervisor/supervisor.ts';
import { startDetached } from './start-detached.ts';

const options = {
  detach: { type: 'boolean' },
  fresh: { type: 'boolean' },
  'port-offset': { type: 'string' },
  consensus: { type: 'string' },
  evm: { type: 'string' },
  queue: { type: 'string' },
  validators: { type: 'string' },
} as const;

/** Ports end at 65535; the highest of ours is 26658. */
const maxPortOffset = 38_000;

export const start: Command = {
  name: 'start',
  summary: 'start the network and its rollups; the first time, make it with a rollup `demo` (chain id 1337)',
  usage: [
    '--detach           return when it is ready; `./switchyard stop` ends it',
    '--fresh            wipe the chains, keys, data and logs first; the toolchain stays',
    '--port-offset <n>  add n to every port',
    '--consensus <solo|cometbft>  --evm <anvil|geth>  --queue <direct|nats>',
    '                   real engines in place of the embedded parts; `npm run engines` gets them',
    '--validators <n>   so many validators, each with its own app and relayer; needs cometbft',
  ],
  run: async (args, context) => {
    const { values } = parseOptions('start', args, options);
    const wanted = await wantedOf(values, context, values.fresh === true);
    const warning = warningOfOffset(wanted.portOffset, wanted.engines.validators);
    if (warning !== undefined) context.say(warning);
    await using _start = await holdStart(context);
    await assertNotRunning(context);
    await endOrphans(context.layout, context.say);
    if (values.fresh === true) await wipe(context);
    if (values.detach === true) await startDetached(wanted, context);
    else await runHere(wanted, context);
  },
};

/** The process behind a detached start. */
export const supervise: Command = {
  name: 'supervise',
  summary: 'run the network until told to stop',
  usage: [],
  run: async (args, context) => {
    const { values } = parseOptions('supervise', args, options);
    await runHere(await wantedOf(values, context, false), context);
  },
};

type Given = EngineOptions & { readonly 'port-offset'?: string | undefined };

/** What is asked for; what is not said is as this network was made. */
async function wantedOf(given: Given, { layout }: Context, isFresh: boolean): Promise<Wanted> {
  const known = isFresh ? undefined : await loadNetwork(layout);
  const offset = given['port-offset'];
  return {
    portOffset:
      offset === undefined
        ? (known?.portOffset ?? 0)
        : wholeNumber(offset, '--port-offset', 0, maxPortOffset),
    engines: chooseEngines(given, known?.engines),
  };
}

/** One start at a time, until its network is ready: two would each take the other's children for orphans. */
async function holdStart({ layout }: Context): Promise<AsyncDisposable> {
  try {
    return await lockFolder(join(layout.yard, 'starting'));
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const message = 'the network runs already, or is being started: `./switchyard status` shows it';
    throw causedBy(error, 'conflict', message);
  }
}

async function assertNotRunning({ layout }: Context): Promise<void> {
  const holder = await findHolder(layout);
  if (holder !== undefined) {
    const who = holder.pid === undefined ? `${layout.supervisorFile} is damaged` : `pid ${holder.pid}`;
    throw new CommandError(
      'conflict',
      `the network runs already (${who}): \`./switchyard status\` shows it, \`npm run stop\` ends it`,
    );
  }
}

async function wipe({ layout, say }: Context): Promise<void> {
  say(`wiping ${layout.yard}: ${wipedByFresh.join(', ')}`);
  for (const name of wipedByFresh) await rm(join(layout.yard, name), { recursive: true, force: true });
}

/** Runs the network in this process until the signal, or until a command asks it to stop. */
async function runHere(wanted: Wanted, context: Context): Promise<void> {
  const { layout, say, environment } = context;
  const clock = systemClock;
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  const machine = thisMachine(layout, environment);
  const { adjust, changed } = createOverrides(machine, say);
  if (changed.length > 0) say(`${layout.overridesFile} changes ${changed.join(', ')}`);
  const supervisor = createSupervisor({
    clock,
    say,
    adjust,
    childrenFile: layout.childrenFile,
  });
  const own = { pid: process.pid, start: startOfProcess(process.pid) };
  await writeFileAtomic(layout.supervisorFile, `${JSON.stringify(own)}\n`);
  const logsBounded = boundLogs(
    layout.logs,
    clock,
    say,
  )(signal).catch((error: unknown) => {
    if (!signal.aborted) say(`logs are not bounded any more: ${asError(error).message}`);
  });
  try {
    const network = await startNetwork(
      { machine, supervisor, clock, say, step: stepLine(say) },
      wanted,
      signal,
    );
    await using _control = await serveControl(layout, {
      ...network,
      children: supervisor.children,
      stop: async () => {
        await supervisor.stopAll();
        // The answer must leave before the server closes.
        setTimeout(() => stopping.abort(new Error('asked to stop')), 100);
      },
    });
    for (const line of tableOf(descriptorOf(network.state()), layout)) say(line);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    say('stopping');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stopping.abort(new Error('stopped'));
    await logsBounded;
    await supervisor.stopAll();
    await rm(layout.supervisorFile, { force: true });
  }
}

function stepLine(say: Context['say']): (name: string, since: number) => void {
  return (name, since) =>
    say(`  ${name.padEnd(28)} ${((systemClock.elapsed() - since) / 1_000).toFixed(1)} s`);
}
