import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A local-da process of its own, and where it is reached. */
export type RunningLocalDa = {
  readonly url: string;
  readonly adminUrl: string;
  readonly child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Resolves when the process has ended by itself. */
  readonly ended: Promise<number | null>;
};

/** Starts local-da on free ports and waits until it is ready. */
export async function startLocalDa(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningLocalDa> {
  const running = await spawnLocalDa(dataDir, settings);
  for (let tries = 0; tries < 400; tries++) {
    if (running.child.exitCode !== null) throw new Error(`local-da ended: ${running.output()}`);
    const ready = await fetch(`${running.adminUrl}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return running;
    await setTimeout(50);
  }
  throw new Error(`local-da did not become ready: ${running.output()}`);
}

/** Starts local-da and does not wait. */
export async function spawnLocalDa(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningLocalDa> {
  const [rpcPort, adminPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['--conditions=@switchyard/source', main], {
    env: {
      PATH: process.env['PATH'],
      SWITCHYARD_LOCAL_DA_LOG_LEVEL: 'info',
      SWITCHYARD_LOCAL_DA_RPC_ADDRESS: `127.0.0.1:${rpcPort}`,
      SWITCHYARD_LOCAL_DA_ADMIN_ADDRESS: `127.0.0.1:${adminPort}`,
      SWITCHYARD_LOCAL_DA_DATA_DIR: dataDir,
      SWITCHYARD_LOCAL_DA_CHAIN_NAME: 'private',
      SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '50ms',
      SWITCHYARD_LOCAL_DA_MAX_PENDING: '64MiB',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    url: `http://127.0.0.1:${rpcPort}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    child,
    output: () => output,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** One call; resolves to the whole answer. */
export async function rpc(
  { url }: Pick<RunningLocalDa, 'url'>,
  method: string,
  params: readonly unknown[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers, body });
  return (await response.json()) as { result?: unknown };
}

/** Turns knobs. */
export function turn({ adminUrl }: Pick<RunningLocalDa, 'adminUrl'>, knobs: object): Promise<Response> {
  return fetch(`${adminUrl}/knobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(knobs),
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
