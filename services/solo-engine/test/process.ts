import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type EngineHome, freePort } from './engine-home.ts';

type LogLine = { readonly msg: string; readonly height?: string; readonly [field: string]: unknown };

/** The engine as a process. */
export type EngineProcess = AsyncDisposable & {
  readonly child: ChildProcess;
  readonly rpcUrl: string;
  readonly adminUrl: string;
  readonly lines: readonly LogLine[];
  /** Resolves when a height was decided by this process. */
  readonly decided: (height: number) => Promise<void>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

export async function startEngine(
  home: EngineHome,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  const [rpcPort, adminPort] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    ['--conditions=@switchyard/source', join(import.meta.dirname, '../src/main.ts')],
    {
      env: {
        ...process.env,
        SWITCHYARD_SOLO_ENGINE_LOG_LEVEL: 'info',
        SWITCHYARD_SOLO_ENGINE_HOME: home.path,
        SWITCHYARD_SOLO_ENGINE_ABCI_ADDRESS: home.socket,
        SWITCHYARD_SOLO_ENGINE_RPC_ADDRESS: `127.0.0.1:${rpcPort}`,
        SWITCHYARD_SOLO_ENGINE_ADMIN_ADDRESS: `127.0.0.1:${adminPort}`,
        SWITCHYARD_SOLO_ENGINE_BLOCK_INTERVAL: '50ms',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: LogLine[] = [];
  const waiting: { readonly height: number; readonly resolve: () => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as LogLine;
    lines.push(line);
    if (line.msg !== 'height decided') return;
    for (const { height, resolve } of waiting) if (height <= Number(line.height)) resolve();
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string);
  return {
    child,
    lines,
    ended,
    rpcUrl: `http://127.0.0.1:${rpcPort}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    decided: async (height) => {
      const reached = new Promise<void>((resolve) => waiting.push({ height, resolve }));
      const result = await Promise.race([reached, ended]);
      if (result !== undefined)
        throw new Error(`engine ended with ${result}: ${JSON.stringify(lines.at(-1))}`);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
