import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, parseEnvFile, RemoteError } from '@switchyard/service-kit';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, it } from 'vitest';
import { driverConfig } from '../src/config.ts';
import { createEvmDriver } from '../src/evm-driver.ts';
import { type Anvil, freePort, startAnvil } from './support/anvil.ts';
import { bytes, createExecutionClient, persistently } from './support/client.ts';

const example = parseEnvFile(readFileSync(new URL('../local.env.example', import.meta.url), 'utf8'));
const dev = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function newWorld() {
  const dataDir = await mkdtemp(join(tmpdir(), 'evm-driver-'));
  const anvil = await startAnvil();
  cleanups.push(
    () => rm(dataDir, { recursive: true }),
    () => anvil.kill(),
  );
  const grpc = `127.0.0.1:${await freePort()}`;
  const environment = {
    ...example,
    SWITCHYARD_EVM_DRIVER_DATA_DIR: dataDir,
    SWITCHYARD_EVM_DRIVER_NODE_URL: anvil.url,
    SWITCHYARD_EVM_DRIVER_GRPC_ADDRESS: grpc,
    SWITCHYARD_EVM_DRIVER_ADMIN_ADDRESS: `127.0.0.1:${await freePort()}`,
    SWITCHYARD_EVM_DRIVER_FRONT_ADDRESS: `127.0.0.1:${await freePort()}`,
    SWITCHYARD_EVM_DRIVER_LOG_LEVEL: 'error',
  };
  return { anvil, grpc, environment };
}

function startDriver({
  environment,
  grpc,
}: {
  environment: Record<string, string>;
  grpc: string;
  anvil: Anvil;
}) {
  const stopping = new AbortController();
  const done = createEvmDriver(
    driverConfig(environment),
    createLogger('evm-driver', 'error'),
    undefined,
  )(stopping.signal);
  const client = createExecutionClient(grpc);
  const stop = async (): Promise<void> => {
    client.close();
    stopping.abort(new Error('stop'));
    await done.catch(() => undefined);
  };
  cleanups.push(stop);
  return { client, stop, done };
}

const transfer = async (nonce: number, extra = {}) =>
  bytes(
    await dev.signTransaction({
      type: 'eip1559',
      chainId: 1337,
      nonce,
      to: '0x000000000000000000000000000000000000dEaD',
      value: 1n,
      gas: 21_000n,
      maxFeePerGas: 100_000_000_000n,
      maxPriorityFeePerGas: 1n,
      ...extra,
    }),
  );

describe('the execution API over anvil', () => {
  it('executes, commits, restarts, and brings a lost node back', async () => {
    const world = await newWorld();
    let driver = startDriver(world);
    let session = await persistently(() => driver.client.session());
    expect(session.soft.number).toBe(0n);
    let soft = session.soft;
    const blocks = [soft];
    for (let n = 0; n < 5; n++) {
      const items = [await transfer(n), new Uint8Array([0xde, 0xad]), 'unknown' as const];
      const block = await driver.client.execute(session.id, soft, items);
      expect((await driver.client.execute(session.id, soft, items)).hash).toBe(block.hash);
      await driver.client.commit(session.id, block, soft, BigInt(n));
      soft = block;
      blocks.push(block);
    }
    // The node loses everything.
    await world.anvil.kill();
    await world.anvil.start();
    const sixth = await persistently(async () =>
      driver.client.execute(session.id, soft, [await transfer(5)]),
    );
    expect(sixth.number).toBe(6n);
    // The driver restarts before the commitment, then both.
    await driver.stop();
    driver = startDriver(world);
    session = await persistently(() => driver.client.session());
    expect(session.soft).toEqual(blocks[5]);
    expect(session.firm).toEqual(blocks[4]);
    expect(session.searchHeight).toBe(4n);
    const again = await driver.client.execute(session.id, soft, [await transfer(5)]);
    expect(again).toEqual(sixth);
    await driver.client.commit(session.id, again, soft);
    await driver.stop();
    await world.anvil.kill();
    await world.anvil.start();
    driver = startDriver(world);
    session = await persistently(() => driver.client.session());
    expect(session.soft).toEqual(sixth);
    expect(await driver.client.find({ number: 3n })).toEqual(blocks[3]);
    await expect(driver.client.find({ number: 7n })).rejects.toThrow(RemoteError);
  }, 60_000);
});
