import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteError } from '@switchyard/service-kit';
import { describe, expect, it } from 'vitest';
import { genesisPath, startAnvil } from './support/anvil.ts';
import { persistently } from './support/client.ts';
import { onEachEngine } from './support/each-engine.ts';
import { newWorld, openConductor, signed, startDriver } from './support/world.ts';

onEachEngine('the execution API', (makeWorld) => {
  it('executes, commits, restarts, and brings a lost node back', async () => {
    await using world = await makeWorld();
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
    await world.node.lose();
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
    await world.node.lose();
    await using third = startDriver(world);
    session = await persistently(() => third.client.session());
    expect(session.soft).toEqual(sixth);
    expect(await third.client.find({ number: 3n })).toEqual(blocks[3]);
    await expect(third.client.find({ number: 7n })).rejects.toThrow(RemoteError);
  });

  it('makes an executed block again when the node lost it before the commitment', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const { client } = driver;
    const session = await persistently(() => client.session());
    const first = await client.execute(session.id, session.soft, [await signed({ nonce: 0 })]);
    await world.node.lose();
    const state = await persistently(() => client.commit(session.id, first, session.firm));
    expect(state.soft.hash).toBe(first.hash);
    // Firm alone may move while a block is executed and not committed.
    const second = await client.execute(session.id, first, [await signed({ nonce: 1 })]);
    await client.commit(session.id, first, first);
    await client.commit(session.id, second, first);
    expect((await client.session()).soft).toEqual(second);
  });
});

describe('a driver over anvil', () => {
  it('comes back from a dump, from a damaged one, and stops when a block comes out different', async () => {
    await using world = await newWorld();
    const first = startDriver(world);
    const conductor = await openConductor(first.client);
    for (let nonce = 0; nonce < 3; nonce++) await conductor.block([await signed({ nonce })]);
    await conductor.finalize();
    await first.stop();
    const dumps = join(world.dataDir, 'dumps');
    const [name = ''] = await readdir(dumps);
    expect(name).toMatch(/^3-0x[0-9a-f]{64}\.dump$/);

    await world.node.lose();
    const second = startDriver(world);
    expect((await openConductor(second.client)).soft()).toEqual(conductor.soft());
    await second.stop();

    const content = await readFile(join(dumps, name));
    content[content.length - 9] = (content[content.length - 9] ?? 0) ^ 1;
    await writeFile(join(dumps, name), content);
    await world.node.lose();
    const third = startDriver(world);
    expect((await openConductor(third.client)).soft()).toEqual(conductor.soft());
    await third.stop();

    // Another genesis under the same journal: block 1 cannot have its hash.
    await rm(dumps, { recursive: true });
    await world.node.kill();
    const genesis = JSON.parse(await readFile(genesisPath, 'utf8')) as { alloc: Record<string, object> };
    genesis.alloc[`0x${'77'.repeat(20)}`] = { balance: '0x1' };
    const changed = join(world.dataDir, 'genesis.json');
    await writeFile(changed, JSON.stringify(genesis));
    await using _other = await startAnvil({ port: Number(new URL(world.node.url).port), genesis: changed });
    const fourth = startDriver(world);
    const failure = await fourth.done;
    expect((failure as Error).cause).toMatchObject({ code: 'EVM_DRIVER_DIVERGED', fault: 'fatal' });
  });
});
