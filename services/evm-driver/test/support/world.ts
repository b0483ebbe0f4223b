import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex } from '@switchyard/primitives';
import { createLogger, parseEnvFile } from '@switchyard/service-kit';
import { freePort } from '@switchyard/testing/program';
import { createPublicClient, defineChain, http, type TransactionSerializable } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { driverConfig } from '../../src/config.ts';
import { createEvmDriver } from '../../src/evm-driver.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import { createExecutionClient, persistently } from './client.ts';

const example = parseEnvFile(readFileSync(new URL('../../local.env.example', import.meta.url), 'utf8'));

/** The funded account of the example genesis. */
export const dev = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');

/** A node that a test can end and start again. */
export type TestNode = AsyncDisposable & {
  /** Of the driver, without prefix. */
  readonly settings: Readonly<Record<string, string>>;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Kills it and starts it again with nothing. */
  readonly lose: () => Promise<void>;
  /** Makes a block that nobody ordered. */
  readonly disturb: () => Promise<void>;
};

/** A node, a data folder and free ports for a driver. */
export type World<Node extends TestNode = TestNode> = AsyncDisposable & {
  readonly node: Node;
  readonly grpc: string;
  readonly front: string;
  readonly admin: string;
  readonly dataDir: string;
  readonly environment: Record<string, string>;
};

/** A fresh world with anvil; `settings` are added to the environment. */
export async function newWorld(settings: Record<string, string> = {}): Promise<World<Anvil>> {
  return worldOf(await startAnvil(), settings);
}

/** A fresh world around a node. */
export async function worldOf<Node extends TestNode>(
  node: Node,
  settings: Record<string, string> = {},
): Promise<World<Node>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'evm-driver-'));
  const [grpc, front, admin] = [await freePort(), await freePort(), await freePort()];
  return {
    node,
    dataDir,
    grpc: `127.0.0.1:${grpc}`,
    front: `http://127.0.0.1:${front}`,
    admin: `http://127.0.0.1:${admin}`,
    environment: {
      ...example,
      ...nodeEnvironment(node.settings),
      SWITCHYARD_EVM_DRIVER_DATA_DIR: dataDir,
      SWITCHYARD_EVM_DRIVER_GRPC_ADDRESS: `127.0.0.1:${grpc}`,
      SWITCHYARD_EVM_DRIVER_ADMIN_ADDRESS: `127.0.0.1:${admin}`,
      SWITCHYARD_EVM_DRIVER_FRONT_ADDRESS: `127.0.0.1:${front}`,
      SWITCHYARD_EVM_DRIVER_LOG_LEVEL: 'error',
      ...settings,
    },
    [Symbol.asyncDispose]: async () => {
      await node[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a driver is told of its node. */
export function nodeEnvironment(settings: TestNode['settings']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([field, value]) => [`SWITCHYARD_EVM_DRIVER_${field}`, value]),
  );
}

/** A driver in this process. */
export function startDriver({ environment, grpc }: World) {
  const stopping = new AbortController();
  const log = createLogger('evm-driver', 'error');
  const run = createEvmDriver(driverConfig(environment), log, undefined);
  const done = run(stopping.signal).then(
    () => undefined,
    (error: unknown) => {
      if (!stopping.signal.aborted) log.error({ err: error }, 'driver failed');
      return error;
    },
  );
  const client = createExecutionClient(grpc);
  const stop = async (): Promise<void> => {
    client.close();
    stopping.abort(new Error('stop'));
    await done;
  };
  return { client, stop, done, [Symbol.asyncDispose]: stop };
}

/** A viem client of a front. */
export function viemOf(url: string) {
  const chain = defineChain({
    id: 1337,
    name: 'demo',
    nativeCurrency: { name: 'Token', symbol: 'TOK', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  return createPublicClient({ chain, transport: http(url, { retryCount: 0 }), pollingInterval: 50 });
}

/** A conductor that holds one session. */
export async function openConductor(client: ReturnType<typeof createExecutionClient>) {
  const session = await persistently(() => client.session());
  let { soft } = session;
  let firm = session.firm;
  return {
    session,
    soft: () => soft,
    /** Executes and commits as soft. */
    block: async (items: readonly (Uint8Array | 'unknown')[] = []) => {
      const block = await client.execute(session.id, soft, items);
      await client.commit(session.id, block, firm);
      soft = block;
      return block;
    },
    execute: (items: readonly (Uint8Array | 'unknown')[] = []) => client.execute(session.id, soft, items),
    finalize: async () => {
      await client.commit(session.id, soft, soft);
      firm = soft;
    },
  };
}

/** The raw bytes of a transaction of the dev account. */
export async function signed(fields: Record<string, unknown> = {}): Promise<Uint8Array> {
  return fromHex(await signedHex(fields));
}

/** The raw hex of a transaction of the dev account. */
export function signedHex(fields: Record<string, unknown> = {}): Promise<`0x${string}`> {
  return dev.signTransaction({
    type: 'eip1559',
    chainId: 1337,
    nonce: 0,
    to: '0x000000000000000000000000000000000000dEaD',
    value: 1n,
    gas: 21_000n,
    maxFeePerGas: 100_000_000_000n,
    maxPriorityFeePerGas: 1n,
    ...fields,
  } as TransactionSerializable);
}
