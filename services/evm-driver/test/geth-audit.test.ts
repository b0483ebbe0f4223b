import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { rollupNumber } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { auditBlock } from '../src/engines/geth/audit.ts';
import { secp256k1 } from '../src/secp256k1.ts';
import { driveGeth } from './support/build.ts';
import { onGeth } from './support/each-engine.ts';
import { openConductor, signed, startDriver } from './support/world.ts';

// Geth moves blocks that are final into files without checksums, and gives what stands there for what was made.
const within = { timeout: 60_000, interval: 200 };
const { keccak256 } = secp256k1;

onGeth('the audit', (makeWorld) => {
  it('finds every block as it was made, whatever is in it', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal, next, rpc } = geth;
    let parent = await engine.genesis(signal);
    let nonce = 0;
    for (const count of [0, 1, 2, 17, 130]) {
      const bytes = await Promise.all(Array.from({ length: count }, (_, n) => signed({ nonce: nonce + n })));
      nonce += count;
      const block = await next(parent, bytes);
      const found = await auditBlock({ rpc, keccak256 }, block.number, block.hash, signal);
      expect(found).toEqual({ parent: parent.hash });
      const { parentHash: other } = block;
      expect(await auditBlock({ rpc, keccak256 }, block.number, other, signal)).toEqual({ wrong: 'header' });
      parent = block;
    }
    const missing = await auditBlock({ rpc, keccak256 }, rollupNumber(99), parent.hash, signal);
    expect(missing).toEqual({ wrong: 'header' });
  }, 120_000);

  it('ends the driver for a flipped bit in what Geth keeps of old blocks, and says what to remove', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const blocks = 12;
    {
      await using driver = startDriver(world);
      const conductor = await openConductor(driver.client);
      for (let nonce = 0; nonce < blocks; nonce++) await conductor.block([await signed({ nonce })]);
      await conductor.finalize();
      await conductor.block([await signed({ nonce: blocks })]);
    }
    const data = String(await geth.rpc.call('admin_datadir', [], geth.signal));
    const ancient = join(data, 'geth/chaindata/ancient/chain');
    // After an orderly end it knows what is final, and moves it when it starts.
    const pid = world.node.pid();
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => isRunning(pid), within).toBe(false);
    await world.node.start();
    await expect.poll(() => statSync(join(ancient, 'bodies.cidx')).size, within).toBeGreaterThan(6 * blocks);
    for (const file of ['headers.0000.cdat', 'bodies.0000.cdat', 'receipts.0000.cdat', 'hashes.0000.rdat']) {
      await world.node.kill();
      flip(join(ancient, file));
      await world.node.start();
      const driver = startDriver(world);
      const failure = (await driver.done) as Error;
      expect(failure.cause).toMatchObject({
        code: 'EVM_DRIVER_NODE_DAMAGED',
        fault: 'fatal',
        context: { file: data, remedy: expect.stringContaining('remove this folder') as string },
      });
      await driver.stop();
      flip(join(ancient, file));
    }
    await world.node.kill();
    await world.node.start();
    await using whole = startDriver(world);
    const conductor = await openConductor(whole.client);
    await conductor.block();
    expect(conductor.soft().number).toBe(BigInt(blocks + 2));
  }, 180_000);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A bit in the middle of it. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  const file = openSync(path, 'r+');
  writeSync(file, Uint8Array.of((bytes[at] ?? 0) ^ 1), 0, 1, at);
  closeSync(file);
}
