import { sweepsFaults } from '@switchyard/testing/program';
import { describe, expect, it } from 'vitest';
import { type Failpoint, failpoints } from '../src/failpoints.ts';
import { onEachEngine } from './support/each-engine.ts';
import { spawnDriver } from './support/process.ts';
import { createSequence, createUser, rpc } from './support/sequence.ts';
import { newWorld, type World } from './support/world.ts';

/** Every accepted transaction is in exactly one block, and both heads are where they belong. */
async function checkLedger(world: World, hashes: readonly string[], height: number): Promise<void> {
  const seen = new Map<string, number>();
  for (let number = 1; number <= height; number++) {
    const { result } = await rpc(world.front, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
    for (const hash of (result as { transactions: string[] }).transactions)
      seen.set(hash, (seen.get(hash) ?? 0) + 1);
  }
  expect(hashes.filter((hash) => seen.get(hash) !== 1)).toEqual([]);
  for (const hash of hashes.slice(-3)) {
    const { result } = await rpc(world.front, 'eth_getTransactionReceipt', [hash]);
    expect((result as { status: string }).status).toBe('0x1');
  }
}

/** All of them take two minutes. */
const sweptOn = (kind: 'anvil' | 'geth'): readonly Failpoint[] =>
  sweepsFaults ? failpoints.filter((name) => !notOn[kind].test(name)) : ['journal.after'];

/** What an engine has no use for. */
const notOn = { anvil: /^(payload|choose)/, geth: /^(dump|compact|load)/ } as const;

describe('the driver as a process', () => {
  it('refuses a wrong configuration with every problem and exit code 78', async () => {
    await using world = await newWorld();
    await using driver = spawnDriver(world, {
      SWITCHYARD_EVM_DRIVER_CHAIN_ID: 'x',
      SWITCHYARD_EVM_DRIVER_TYPO: '1',
    });
    expect(await driver.ended).toBe(78);
    expect(driver.output()).toContain('SWITCHYARD_EVM_DRIVER_CHAIN_ID: expected an unsigned 64-bit integer');
    expect(driver.output()).toContain('SWITCHYARD_EVM_DRIVER_TYPO: no such setting');
  });
});

onEachEngine('the driver as a process', (makeWorld, kind) => {
  it('loses nothing and repeats nothing when driver, node or both are killed under traffic', async () => {
    await using world = await makeWorld();
    let driver = spawnDriver(world);
    const sequence = createSequence(world);
    const user = createUser(world);
    // A round kills the driver, the next the node, the next both.
    const rounds = sweepsFaults ? 6 : 3;
    for (let round = 0; round < rounds; round++) {
      for (let block = 0; block < 4; block++) {
        await user.send();
        await user.send();
        const moving = sequence.advance();
        if (block === 2 && round % 3 !== 1) await driver.stop('SIGKILL');
        if (block === 2 && round % 3 !== 0) await world.node.kill();
        if (block === 2 && round % 3 !== 0) await world.node.start();
        if (block === 2 && round % 3 !== 1) driver = spawnDriver(world);
        await moving;
      }
    }
    for (let block = 0; block < 2; block++) await sequence.advance();
    expect(sequence.height()).toBe(4 * rounds + 2);
    expect(user.hashes.length).toBeGreaterThan(8 * (rounds - 1));
    await checkLedger(world, user.hashes, sequence.height());
    expect(await driver.stop()).toBe(0);
    sequence.close();
  });

  it.each(sweptOn(kind))(
    'survives a kill at %s',
    async (failpoint) => {
      await using world = await makeWorld({ SWITCHYARD_EVM_DRIVER_MAX_REPLAY: '0ms' });
      const sequence = createSequence(world);
      const user = createUser(world);
      const count = /^(dump|compact|load|rollback)/.test(failpoint) ? 1 : 3;
      let driver = spawnDriver(world, { SWITCHYARD_FAILPOINT: `evm-driver/${failpoint}:${count}` });
      let restarts = 0;
      const revive = async (): Promise<void> => {
        if (driver.isRunning()) return;
        restarts++;
        driver = spawnDriver(world);
      };
      for (let block = 0; block < 10; block++) {
        const watching = setInterval(() => void revive(), 50);
        try {
          await user.send();
          await sequence.advance();
          if (block % 4 === 2) {
            // A lost node makes the driver roll back, load and replay.
            await world.node.lose();
          }
          if (block === 5) await world.node.disturb();
        } finally {
          clearInterval(watching);
        }
      }
      await sequence.advance();
      expect(restarts).toBe(1);
      await checkLedger(world, user.hashes, sequence.height());
      await driver.stop('SIGKILL');
      sequence.close();
    },
    120_000,
  );
});
