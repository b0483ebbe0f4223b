import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { logFile, wipedByFresh } from '../network/layout.ts';
import { thisMachine } from '../network/machine.ts';
import { overridden, readOverrides } from '../network/overrides.ts';
import { startNetwork } from '../network/run-network.ts';
import { loadNetwork, readText } from '../network/state.ts';
import { tableOf } from '../network/table.ts';
import { boundLogs } from '../supervisor/bound-logs.ts';
import { askControl, serveControl } from '../supervisor/control.ts';
import { findHolder } from '../supervisor/holder.ts';
import { endOrphans } from '../supervisor/orphans.ts';
import { createSupervisor } from '../supervisor/supervisor.ts';

const options = {
  detach: { type: 'boolean' },
  fresh: { type: 'boolean' },
  'port-offset': { type: 'string' },
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
  ],
  run: async (args, context) => {
    const { values } = parseOptions('start', args, options);
    const portOffset = await offsetOf(values['port-offset'], context, values.fresh === true);
    await using _start = await holdStart(context);
    await assertNotRunning(context);
    await endOrphans(context.layout, context.say);
    if (values.fresh === true) await wipe(context);
    if (values.detach === true) await startDetached(portOffset, context);
    else await runHere(portOffset, context);
  },
};

/** The process behind a detached start. */
export const supervise: Command = {
  name: 'supervise',
  summary: 'run the network until told to stop',
  usage: [],
  run: async (args, context) => {
    const { values } = parseOptions('supervise', args, options);
    await runHere(await offsetOf(values['port-offset'], context, false), context);
  },
};

async function offsetOf(given: string | undefined, { layout }: Context, isFresh: boolean): Promise<number> {
  if (given !== undefined) return wholeNumber(given, '--port-offset', 0, maxPortOffset);
  return isFresh ? 0 : ((await loadNetwork(layout))?.portOffset ?? 0);
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
async function runHere(portOffset: number, context: Context): Promise<void> {
  const { layout, say, environment } = context;
  const clock = systemClock;
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  const machine = thisMachine(layout, environment);
  const overrides = Object.keys(readOverrides(layout.overridesFile));
  if (overrides.length > 0) say(`${layout.overridesFile} changes ${overrides.join(', ')}`);
  const supervisor = createSupervisor({
    clock,
    say,
    adjust: (spec) => overridden(spec, machine),
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
      { portOffset },
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

const detachedReadyMs = 150_000;

/** Starts a process of its own session and waits until it is ready or has failed. */
async function startDetached(portOffset: number, context: Context): Promise<void> {
  const { layout, say, signal } = context;
  mkdirSync(layout.logs, { recursive: true });
  const log = freshLog(logFile(layout, 'supervisor'));
  // Apart from the progress lines: what is told as it comes must not be missing from the reason of a failure.
  const errors = freshLog(logFile(layout, 'supervisor-errors'));
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const child = spawn(process.execPath, [main, 'supervise', '--port-offset', `${portOffset}`], {
    detached: true,
    stdio: ['ignore', log, errors],
  });
  closeSync(log);
  closeSync(errors);
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('exit', (code, killedBy) => resolve(code ?? killedBy ?? 70)),
  );
  const deadline = systemClock.elapsed() + detachedReadyMs;
  let told = 0;
  for (;;) {
    const exited = await Promise.race([ended, systemClock.sleep(100, signal).then(() => undefined)]).catch(
      (error: unknown) => {
        child.kill('SIGTERM');
        throw error;
      },
    );
    const lines = await linesOf(logFile(layout, 'supervisor'));
    for (; told < lines.length; told++) say(lines[told] ?? '');
    if (exited !== undefined) {
      throw failureOf(exited, await linesOf(logFile(layout, 'supervisor-errors')));
    }
    if (await isReady(context, child)) break;
    if (systemClock.elapsed() > deadline) {
      child.kill('SIGTERM');
      throw new CommandError(
        'timedOut',
        `the network is not ready after ${detachedReadyMs / 1_000} s; see ${layout.logs}`,
      );
    }
  }
  child.unref();
}

/** The former run's lines tell why its children ended: they are kept beside. */
function freshLog(path: string): number {
  if (existsSync(path)) renameSync(path, `${path}.1`);
  return openSync(path, 'w', 0o600);
}

async function linesOf(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
}

async function isReady({ layout }: Context, child: ChildProcess): Promise<boolean> {
  const lines = await readText(logFile(layout, 'supervisor'));
  if (lines === undefined || !lines.includes('stop it with')) return false;
  await askControl(layout, 'GET', '/children');
  return child.exitCode === null;
}

/** Why a detached start failed, from how its supervisor ended and what it wrote to its error stream. */
export function failureOf(ended: number | NodeJS.Signals, lines: readonly string[]): Error {
  const text = lines.join('\n');
  if (typeof ended === 'string') {
    return new CommandError(
      'notAvailable',
      `the supervisor was ended by ${ended} before the network was ready: ` +
        'run `./switchyard start` again, it ends what is left behind',
    );
  }
  switch (ended) {
    case 64:
      return new CommandError('badInput', text);
    case 69:
      return new CommandError('notAvailable', text);
    case 73:
      return new CommandError('conflict', text);
    case 75:
      return new CommandError('timedOut', text);
    case 78:
      return new CommandError('configuration', text);
    default:
      return new Error(`the supervisor ended with ${ended}:\n${text}`);
  }
}
