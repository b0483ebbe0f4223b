import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@switchyard/service-kit';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import { engineArguments } from '../network/engine-choice.ts';
import { logFile } from '../network/layout.ts';
import type { Wanted } from '../network/run-network.ts';
import { readText } from '../network/state.ts';
import { askControl } from '../supervisor/control.ts';

const detachedReadyMs = 150_000;

/** Starts a process of its own session and waits until it is ready or has failed. @throws CommandError */
export async function startDetached(wanted: Wanted, context: Context): Promise<void> {
  const { layout, say, signal } = context;
  mkdirSync(layout.logs, { recursive: true });
  const log = freshLog(logFile(layout, 'supervisor'));
  // Apart from the progress lines: what is told as it comes must not be missing from the reason of a failure.
  const errors = freshLog(logFile(layout, 'supervisor-errors'));
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const child = spawn(process.execPath, [main, 'supervise', ...argumentsOf(wanted)], {
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

function argumentsOf({ portOffset, engines }: Wanted): readonly string[] {
  return ['--port-offset', `${portOffset}`, ...engineArguments(engines)];
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
