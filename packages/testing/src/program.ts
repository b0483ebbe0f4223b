import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Whether the exhaustive kill sweeps run too: `npm run test:faults`. In `npm test` each service is killed once. */
export const sweepsFaults: boolean = process.env['SWITCHYARD_TEST_FAULTS'] === '1';

/** How a program ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** A line of a program's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** A program of the repository as a real process. */
export type Program = AsyncDisposable & {
  readonly child: ChildProcess;
  /** What it logged so far. */
  readonly lines: readonly LogLine[];
  readonly stderr: () => string;
  /** Both outputs, in the order in which they came. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  /** Resolves when it has ended and everything that it printed is here. */
  readonly ended: Promise<Ending>;
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ending>;
};

const repository = new URL('../../../', import.meta.url);

/**
 * Starts a program by its path in the repository, with this environment and no other; it is killed at its disposal.
 * A `.js` file of a `dist` is what was last built; a `.ts` file runs from the sources.
 */
export function spawnProgram(path: string, environment: Readonly<Record<string, string>>): Program {
  const file = fileURLToPath(new URL(path, repository));
  const flags = file.endsWith('.ts') ? ['--conditions=@switchyard/source'] : [];
  const child = spawn(process.execPath, [...flags, file], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: fileURLToPath(new URL('.switchyard/compile-cache', repository)),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  let rest = '';
  let stderr = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as LogLine);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as Ending);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> => {
    child.kill(signal);
    return ended;
  };
  return {
    child,
    lines,
    stderr: () => stderr,
    output: () => output,
    isRunning,
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      if (isRunning()) await stop('SIGKILL');
    },
  };
}

/** Starts a program as `spawnProgram` does; it is killed at the end of the test. */
export function startProgram(path: string, environment: Readonly<Record<string, string>>): Program {
  const program = spawnProgram(path, environment);
  onTestFinished(() => program[Symbol.asyncDispose]());
  return program;
}

/** A folder that goes away with the test. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yard-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that nobody has now, below those that the system gives to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** Asks again until there is an answer. @throws saying what it waited for, and what went wrong last. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  ms = 60_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    let problem: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) throw new Error(`waited ${ms / 1_000} s for ${what}`, { cause: problem });
    await sleep(25);
  }
}

/** The JSON of a URL; undefined while nobody answers or it is not there. */
export async function getJson(url: string): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(url);
    return response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The binary of a real engine, found as the CLI finds it; undefined when this machine has none. A test that needs it is
 * then skipped with `not run: …`, which fails on CI.
 */
export function findEngine(name: 'cometbft' | 'geth' | 'nats-server'): string | undefined {
  const script = fileURLToPath(new URL('scripts/engines.mjs', repository));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--find', name], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim().split('=').slice(1).join('=');
  // The code of "not available"; anything else is a wrong engine, which nobody should take for a missing one.
  if (status === 69) return undefined;
  throw new Error(stderr);
}
