import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** A relayer as a real process. */
export type RelayerProcess = {
  readonly grpc: string;
  readonly admin: string;
  readonly p2p: string;
  readonly child: ChildProcess;
  readonly lines: readonly LogLine[];
  readonly stderr: () => string;
  relayed(): readonly string[];
  /** The exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

const main = new URL('../src/main.ts', import.meta.url).pathname;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new RangeError('no port');
  return address.port;
}

/** A folder that goes away with the test. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relayer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts src/main.ts; it is killed at the end of the test. */
export async function startRelayer(environment: Readonly<Record<string, string>>): Promise<RelayerProcess> {
  const [grpc, admin, p2p] = await Promise.all([freePort(), freePort(), freePort()]);
  const child = spawn(process.execPath, ['--conditions=@switchyard/source', main], {
    env: {
      PATH: process.env['PATH'],
      SWITCHYARD_RELAYER_CONSENSUS_DEADLINE: '500ms',
      SWITCHYARD_RELAYER_GRPC_ADDRESS: `127.0.0.1:${grpc}`,
      SWITCHYARD_RELAYER_ADMIN_ADDRESS: `127.0.0.1:${admin}`,
      SWITCHYARD_RELAYER_P2P_LISTEN: `/ip4/127.0.0.1/tcp/${p2p}`,
      SWITCHYARD_RELAYER_START: 'earliest',
      SWITCHYARD_RELAYER_CACHE_BYTES: '1MiB',
      SWITCHYARD_RELAYER_MAX_STREAMS: '8',
      SWITCHYARD_RELAYER_MAX_STREAMS_PER_CONNECTION: '4',
      SWITCHYARD_RELAYER_GOSSIP_PUBLISH: 'true',
      SWITCHYARD_RELAYER_LOG_LEVEL: 'debug',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  let rest = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as LogLine);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
  });
  return {
    grpc: `127.0.0.1:${grpc}`,
    admin: `http://127.0.0.1:${admin}`,
    p2p: `/ip4/127.0.0.1/tcp/${p2p}`,
    child,
    exited,
    lines,
    stderr: () => stderr,
    relayed: () => lines.filter(({ msg }) => msg === 'block relayed').map(({ height }) => String(height)),
    stop,
  };
}
