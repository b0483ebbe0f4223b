import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { aFolder, eventually, freePort } from './program.ts';

/** A nats-server of one test. */
export type NatsServer = {
  readonly url: string;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again on the same volume. */
  start(): Promise<void>;
  /** Removes the volume of one that was killed. */
  wipe(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
};

/** Starts a server with this configuration at a free port; it is killed at the end of the test. */
export async function startNats(
  program: string,
  configOf: (at: { readonly port: number; readonly storeDir: string }) => string,
): Promise<NatsServer> {
  const [folder, port] = await Promise.all([aFolder(), freePort()]);
  const storeDir = join(folder, 'store');
  const config = join(folder, 'nats.conf');
  await writeFile(config, configOf({ port, storeDir }));
  let child: ChildProcess | undefined;

  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    child = spawn(program, ['--config', config], { stdio: 'ignore' });
    await eventually('nats-server', () => accepts(port));
  };
  await start();
  onTestFinished(kill);
  return {
    url: `nats://127.0.0.1:${port}`,
    kill,
    start,
    wipe: () => rm(storeDir, { recursive: true, force: true }),
    signal: (signal) => void child?.kill(signal),
  };
}

function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
