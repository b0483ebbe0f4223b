import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AbciClient, createAbciClient } from '@switchyard/abci';
import { utf8 } from '@switchyard/primitives';
import { formatI64 } from '@switchyard/proto';
import { type SequencerGenesis, sequencerAppState } from '@switchyard/testing';
import { freePort, type Program, spawnProgram } from '@switchyard/testing/program';
import { chainId, sudo, validatorKey } from '../src/testing/world.ts';

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
    SWITCHYARD_SEQUENCER_APP_SNAPSHOT_INTERVAL: '0',
    SWITCHYARD_SEQUENCER_APP_POOL_MAX_BYTES: '48MiB',
    SWITCHYARD_SEQUENCER_APP_POOL_MAX_TRANSACTIONS: '64000',
  };
}

/** An app as a real process. */
export function run(variables: Readonly<Record<string, string>>): Program {
  return spawnProgram('services/sequencer-app/dist/main.js', variables);
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
