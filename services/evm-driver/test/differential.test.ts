import { join } from 'node:path';
import { rollupNumber } from '@switchyard/primitives';
import { noFailpoints, RemoteError } from '@switchyard/service-kit';
import { type Hex, hexToBytes, keccak256, parseEther, toHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { openFileJournal } from '../src/adapters/file-journal.ts';
import { createIpc } from '../src/engines/ipc.ts';
import { onGeth } from './support/each-engine.ts';
import { dev, newWorld, openConductor, signed, startDriver, viemOf, type World } from './support/world.ts';

const accountOf = (index: number): PrivateKeyAccount =>
  privateKeyToAccount(`0x${(1_000 + index).toString(16).padStart(64, '0')}`);
const senders: readonly PrivateKeyAccount[] = Array.from({ length: 6 }, (_, index) => accountOf(index));

/** Repeatable numbers below a bound (xorshift32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const sign = async (account: PrivateKeyAccount, fields: object): Promise<Uint8Array> =>
  hexToBytes(
    await account.signTransaction({
      type: 'eip1559',
      chainId: 1337,
      to: dev.address,
      value: 1n,
      gas: 21_000n,
      maxFeePerGas: 20_000_000_000n,
      maxPriorityFeePerGas: 1n,
      ...fields,
    } as never),
  );

/** Bytes of every kind that has ever been refused, among good ones. */
async function hostileList(
  roll: (sides: number) => number,
  nonces: Map<PrivateKeyAccount, number>,
): Promise<Uint8Array[]> {
  const list: Uint8Array[] = [];
  while (list.length < 60) {
    const account = senders[roll(senders.length)] ?? dev;
    const nonce = nonces.get(account) ?? 0;
    const of = (fields: object) => sign(account, { nonce, ...fields });
    const kinds: readonly (() => Promise<Uint8Array>)[] = [
      () => of({ nonce: Math.max(0, nonce - 1) }),
      () => of({ nonce: nonce + 1 + roll(3) }),
      () => of({ value: parseEther('1000') }),
      () => of({ chainId: 1 }),
      () => of({ maxFeePerGas: BigInt(roll(1_000)) + 1n }),
      () => of({ maxPriorityFeePerGas: 30_000_000_000n, maxFeePerGas: 40_000_000_000n, gas: 21_000n }),
      () => of({ gas: 16_777_217n }),
      () => of({ gas: 20_999n }),
      () => of({ gas: 21_000n, data: '0xff' }),
      () => of({ gas: 22_000n, data: toHex(new Uint8Array(100).fill(1)) }),
      () => of({ to: null, gas: 15_000_000n, data: toHex(new Uint8Array(49_153)) }),
      () => Promise.resolve(hexToBytes('0x03c0')),
      () => Promise.resolve(hexToBytes('0x04f8')),
      () => Promise.resolve(new Uint8Array(roll(40)).map(() => roll(256))),
      async () => (await of({})).subarray(0, 60 + roll(20)),
      async () => {
        const bytes = Uint8Array.from(await of({}));
        const at = bytes.length - 1 - roll(40);
        bytes[at] = (bytes[at] ?? 0) ^ 0x55;
        return bytes;
      },
      () =>
        of({
          type: 'legacy',
          gasPrice: 20_000_000_000n,
          maxFeePerGas: undefined,
          maxPriorityFeePerGas: undefined,
          chainId: undefined,
        }),
    ];
    if (roll(3) === 0) {
      list.push(await (kinds[roll(kinds.length)] ?? (() => of({})))());
      continue;
    }
    // Good ones, and pairs of one nonce: [n5, n5', n6].
    const good: readonly object[] = [
      { value: BigInt(roll(1_000)) },
      { type: 'legacy', gasPrice: 20_000_000_000n, maxFeePerGas: undefined, maxPriorityFeePerGas: undefined },
      {
        type: 'eip2930',
        gasPrice: 20_000_000_000n,
        maxFeePerGas: undefined,
        maxPriorityFeePerGas: undefined,
        gas: 40_000n,
        accessList: [{ address: dev.address, storageKeys: [] }],
      },
      { to: null, data: '0xfe', gas: 100_000n },
      { to: null, data: '0x60006000a000', gas: 100_000n },
      { to: senders[roll(senders.length)]?.address, value: parseEther('0.5') },
      { gas: 16_777_216n - BigInt(roll(2)) },
      // Hundreds of these leave gas for one more, or for none.
      { gas: BigInt(21_000 + roll(12_000_000)) },
    ];
    const bytes = await of(good[roll(good.length)] ?? {});
    list.push(bytes);
    if (roll(4) === 0) list.push(await of({ value: 7n }));
    if (roll(6) === 0) list.push(bytes);
    nonces.set(account, nonce + 1);
  }
  return list;
}

type Side = { readonly world: World; readonly conductor: Awaited<ReturnType<typeof openConductor>> };

/** What is in the latest block of a front, and what it used. */
async function admitted({ world }: Side): Promise<object> {
  const { transactions, gasUsed, baseFeePerGas, gasLimit } = await viemOf(world.front).getBlock({
    blockTag: 'latest',
  });
  return { transactions, gasUsed, baseFeePerGas, gasLimit };
}

async function nonceOf({ world }: Side, address: Hex): Promise<number> {
  return viemOf(world.front).getTransactionCount({ address });
}

onGeth('the same sequence', (makeWorld) => {
  it.each([1, 2, 3])('gives the same admitted transactions on anvil, seed %i', async (seed) => {
    await using anvilWorld = await newWorld();
    await using gethWorld = await makeWorld();
    await using anvilDriver = startDriver(anvilWorld);
    await using gethDriver = startDriver(gethWorld);
    const anvil: Side = { world: anvilWorld, conductor: await openConductor(anvilDriver.client) };
    const geth: Side = { world: gethWorld, conductor: await openConductor(gethDriver.client) };
    const both = [anvil, geth] as const;
    const block = async (items: readonly (Uint8Array | 'unknown')[]) => {
      await Promise.all(both.map(({ conductor }) => conductor.block(items)));
      const [there, here] = await Promise.all(both.map(admitted));
      expect(here).toEqual(there);
      return here as { readonly transactions: readonly Hex[] };
    };
    const funds = await Promise.all(
      senders.map((account, nonce) => signed({ nonce, to: account.address, value: parseEther('20') })),
    );
    // What arrives in this block cannot be spent in it.
    await block([...funds, ...(await Promise.all(senders.map((account) => sign(account, { nonce: 0 }))))]);
    const roll = dice(seed * 7_919);
    let some = 0;
    for (let round = 0; round < 5; round++) {
      const nonces = new Map<PrivateKeyAccount, number>();
      for (const account of senders) nonces.set(account, await nonceOf(geth, account.address));
      const { transactions } = await block([...(await hostileList(roll, nonces)), 'unknown']);
      some += transactions.length;
    }
    expect(some).toBeGreaterThan(30);
    await block([]);
  });

  it('gives blocks of it alone while the pool of Geth is full of other transactions', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    const rich = accountOf(50);
    await conductor.block([await signed({ nonce: 0, to: rich.address, value: parseEther('100') })]);
    using rpc = createIpc({ path: world.node.ipc, deadlineMs: 20_000, maxAnswerBytes: 1_000_000 });
    const { signal } = new AbortController();
    const others = await Promise.all(
      Array.from({ length: 60 }, (_, nonce) => sign(rich, { nonce, maxPriorityFeePerGas: 5_000_000_000n })),
    );
    // And one that has the nonce of an ordered one, at a higher price.
    const rival = await signed({ nonce: 1, value: 99n, maxPriorityFeePerGas: 90_000_000_000n });
    for (const bytes of [...others, rival]) await rpc.call('eth_sendRawTransaction', [toHex(bytes)], signal);
    const status = async () => ((await rpc.call('txpool_status', [], signal)) as { pending: Hex }).pending;
    await expect.poll(async () => Number(await status())).toBe(61);

    const viem = viemOf(world.front);
    await conductor.block([]);
    expect((await viem.getBlock({ blockTag: 'latest' })).transactions).toEqual([]);
    const ordered = [await signed({ nonce: 1 }), await sign(rich, { nonce: 0, value: 5n })];
    await conductor.block([...ordered, new Uint8Array([1])]);
    const { transactions } = await viem.getBlock({ blockTag: 'latest', includeTransactions: true });
    expect(transactions.map(({ value, nonce }) => [value, nonce])).toEqual([
      [1n, 1],
      [5n, 0],
    ]);
    // Users see what they sent to the front, not what is in that pool.
    expect(await viem.request({ method: 'txpool_status' as never })).toEqual({
      pending: '0x0',
      queued: '0x0',
    });
    const foreign = keccak256(others[5] ?? rival);
    await expect(viem.getTransaction({ hash: foreign })).rejects.toThrow('could not be found');
    expect(await viem.getTransactionCount({ address: rich.address, blockTag: 'pending' })).toBe(1);
  });

  it('gives the same hashes again after kills at random moments, and after a wipe', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const roll = dice(4_711);
    const { client } = driver;
    let conductor = await openConductor(client);
    const hashes: string[] = [];
    const persist = async (items: readonly Uint8Array[]): Promise<string> => {
      const end = Date.now() + 60_000;
      for (;;) {
        try {
          if (Number(conductor.soft().number) === hashes.length) return (await conductor.block(items)).hash;
          return conductor.soft().hash;
        } catch (error) {
          if (Date.now() > end) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
          conductor = await openConductor(client);
        }
      }
    };
    for (let nonce = 0; nonce < 24; nonce++) {
      const items = await Promise.all([0, 1, 2].map((index) => signed({ nonce: 3 * nonce + index })));
      const making = persist(items);
      if (nonce % 6 === 2) {
        await new Promise((resolve) => setTimeout(resolve, roll(30)));
        await world.node.kill();
        await world.node.start();
      }
      hashes.push(await making);
      if (nonce % 4 === 3) await conductor.finalize().catch(() => undefined);
      if (nonce === 12) await world.node.lose();
    }
    await world.node.lose();
    const viem = viemOf(world.front);
    // The driver is ready until it has noticed the loss, and answers nothing until its blocks are back.
    const blockAt = (blockNumber: bigint) => viem.getBlock({ blockNumber }).catch(() => undefined);
    for (const [index, hash] of hashes.entries()) {
      const number = BigInt(index + 1);
      await expect
        .poll(async () => (await blockAt(number))?.hash, { timeout: 60_000, interval: 200 })
        .toBe(hash);
      expect((await blockAt(number))?.transactions).toHaveLength(3);
    }
  });
});

onGeth('a journal without the bytes', (makeWorld) => {
  it('has a wiped node derived again from the DA layer, to the same hashes or not at all', async () => {
    await using world = await makeWorld();
    const sections = await Promise.all([0, 1, 2, 3].map(async (nonce) => [await signed({ nonce })]));
    const hashes: string[] = [];
    {
      await using driver = startDriver(world);
      const conductor = await openConductor(driver.client);
      for (const [index, section] of sections.entries()) {
        hashes.push((await conductor.block(section)).hash);
        if (index === 2) await conductor.finalize();
      }
    }
    {
      const path = join(world.dataDir, 'journal.log');
      await using journal = await openFileJournal(path, { failpoints: noFailpoints });
      await journal.compact(rollupNumber(2));
    }
    await world.node.lose();
    {
      await using driver = startDriver(world);
      expect(((await driver.done) as Error).cause).toMatchObject({ code: 'EVM_DRIVER_BLOCKS_LOST' });
    }
    {
      await using driver = startDriver(world);
      const conductor = await openConductor(driver.client);
      expect(conductor.session).toMatchObject({ soft: { number: 0n }, firm: { number: 0n } });
      for (const [index, section] of sections.slice(0, 2).entries()) {
        expect((await conductor.block(section)).hash).toBe(hashes[index]);
      }
    }
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    expect(conductor.soft().hash).toBe(hashes[1]);
    // The third was firm: made of other transactions it would be another chain.
    await expect(conductor.block([])).rejects.toThrow(RemoteError);
    expect(((await driver.done) as Error).cause).toMatchObject({ code: 'EVM_DRIVER_DIVERGED' });
  });
});
