import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { World } from './world.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** The driver as a process of its own. */
export type DriverProcess = AsyncDisposable & {
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
  readonly exited: Promise<number | null>;
  readonly isRunning: () => boolean;
  readonly output: () => string;
};

/** Starts main.ts with the world's environment. */
export function spawnDriver(world: World, settings: Record<string, string> = {}): DriverProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@switchyard/source', '--disable-warning=ExperimentalWarning', main],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        ...world.environment,
        SWITCHYARD_EVM_DRIVER_LOG_LEVEL: 'info',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (isRunning()) child.kill(signal);
    return exited;
  };
  return {
    kill,
    exited,
    isRunning,
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      await kill('SIGKILL');
    },
  };
}
