import { RemoteError } from '@switchyard/service-kit';
import { describe, expect, it } from 'vitest';
import { persistently } from './support/client.ts';
import { newWorld, signed, startDriver } from './support/world.ts';

describe('the execution API over anvil', () => {
  it('executes, commits, restarts, and brings a lost node back', async () => {
    await using world = await newWorld();
    const first = startDriver(world);
    let session = await persistently(() => first.client.session());
    expect(session.soft.number).toBe(0n);
    let soft = session.soft;
    const blocks = [soft];
    for (let n = 0; n < 5; n++) {
      const items = [await signed({ nonce: n }), new Uint8Array([0xde, 0xad]), 'unknown' as const];
      const block = await first.client.execute(session.id, soft, items);
      expect((await first.client.execute(session.id, soft, items)).hash).toBe(block.hash);
      await first.client.commit(session.id, block, soft, BigInt(n));
      soft = block;
      blocks.push(block);
    }
    // The node loses everything.
    await world.anvil.kill();
    await world.anvil.start();
    const items = [await signed({ nonce: 5 })];
    const sixth = await persistently(() => first.client.execute(session.id, soft, items));
    expect(sixth.number).toBe(6n);
    // The driver restarts before the commitment, then both.
    await first.stop();
    const second = startDriver(world);
    session = await persistently(() => second.client.session());
    expect(session.soft).toEqual(blocks[5]);
    expect(session.firm).toEqual(blocks[4]);
    expect(session.searchHeight).toBe(4n);
    const again = await second.client.execute(session.id, soft, items);
    expect(again).toEqual(sixth);
    await second.client.commit(session.id, again, soft);
    await second.stop();
    await world.anvil.kill();
    await world.anvil.start();
    await using third = startDriver(world);
    session = await persistently(() => third.client.session());
    expect(session.soft).toEqual(sixth);
    expect(await third.client.find({ number: 3n })).toEqual(blocks[3]);
    await expect(third.client.find({ number: 7n })).rejects.toThrow(RemoteError);
  }, 60_000);
});
