import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AbciClient, createAbciClient } from '@switchyard/abci';
import { utf8 } from '@switchyard/primitives';
import { formatI64 } from '@switchyard/proto';
import { type SequencerGenesis, sequencerAppState } from '@switchyard/testing';
import { chainId, sudo, validatorKey } from '../src/testing/world.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Folder and ports of one app, kept over restarts. */
export async function aHome() {
  const folder = await mkdtemp(join(tmpdir(), 'app-'));
  const [admin, grpc, http] = await Promise.all([freePort(), freePort(), freePort()]);
  return {
    folder,
    abci: `unix:${folder}/abci.sock`,
    admin: `127.0.0.1:${admin}`,
    grpc: `127.0.0.1:${grpc}`,
    http: `127.0.0.1:${http}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Home = Awaited<ReturnType<typeof aHome>>;

export function environment(home: Home): Record<string, string> {
  return {
    SWITCHYARD_SEQUENCER_APP_LOG_LEVEL: 'info',
    SWITCHYARD_SEQUENCER_APP_ADMIN_ADDRESS: home.admin,
    SWITCHYARD_SEQUENCER_APP_ABCI_ADDRESS: home.abci,
    SWITCHYARD_SEQUENCER_APP_GRPC_ADDRESS: home.grpc,
    SWITCHYARD_SEQUENCER_APP_HTTP_ADDRESS: home.http,
    SWITCHYARD_SEQUENCER_APP_DATA_DIR: join(home.folder, 'data'),
    SWITCHYARD_SEQUENCER_APP_POOL_MAX_BYTES: '48MiB',
    SWITCHYARD_SEQUENCER_APP_POOL_MAX_TRANSACTIONS: '64000',
  };
}

/** A real process; `exit` resolves to its exit code or the signal that ended it. */
export function run(variables: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@switchyard/source', main], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    output: () => output,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    exit,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Connects as soon as every server of the app listens. */
export async function connected(home: Home): Promise<AbciClient> {
  const deadline = AbortSignal.timeout(20_000);
  for (;;) {
    deadline.throwIfAborted();
    try {
      await fetch(`http://${home.admin}/healthz`);
      const client = await createAbciClient(home.abci);
      client.lost.catch(() => undefined);
      return client;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function initChain(client: AbciClient, genesis: Partial<SequencerGenesis> = {}): Promise<void> {
  await client.initChain({
    chainId,
    initialHeight: formatI64(1n),
    validators: [{ pubKey: { ed25519: validatorKey(1) }, power: formatI64(10n) }],
    appStateBytes: utf8(JSON.stringify(sequencerAppState({ sudo, ...genesis }))),
  });
}

/** One height as a lone validator drives it; resolves to the block's items and app hash. */
export async function nextBlock(client: AbciClient, number: bigint) {
  const height = formatI64(number);
  const { txs } = await client.prepareProposal({ height, maxTxBytes: formatI64(7_000_000n) });
  const { status } = await client.processProposal({ height, txs });
  const { appHash, txResults } = await client.finalizeBlock({ height, txs });
  await client.commit({});
  return { items: txs, status, appHash: Buffer.from(appHash).toString('hex'), txResults };
}
