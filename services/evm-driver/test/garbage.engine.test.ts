import { RemoteError } from '@switchyard/service-kit';
import { type Hex, hexToBytes, parseEther, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { nextBaseFee } from '../src/domain/gas.ts';
import { onEachEngine } from './support/each-engine.ts';
import { listenAlong } from './support/listen-along.ts';
import { nodeEnvironment, openConductor, signed, startDriver, viemOf } from './support/world.ts';

const poor = privateKeyToAccount(`0x${'07'.repeat(32)}`);
const other = privateKeyToAccount(`0x${'08'.repeat(32)}`);

const bySigner = async (account: typeof poor, fields: object): Promise<Uint8Array> =>
  hexToBytes(
    await account.signTransaction({
      type: 'eip1559',
      chainId: 1337,
      nonce: 0,
      to: poor.address,
      gas: 21_000n,
      maxFeePerGas: 100_000_000_000n,
      maxPriorityFeePerGas: 1n,
      ...fields,
    } as never),
  );

/** Every row of the table of invalid transactions, with what the profile does. */
async function garbage(): Promise<readonly (readonly [Uint8Array, 'in' | 'out'])[]> {
  return [
    [await signed({ nonce: 0 }), 'in'],
    [await signed({ nonce: 0 }), 'out'],
    [await signed({ nonce: 0, value: 2n }), 'out'],
    [await signed({ nonce: 9 }), 'out'],
    [await signed({ nonce: 1, value: parseEther('400') }), 'out'],
    [await signed({ nonce: 1, chainId: 1 }), 'out'],
    [await signed({ nonce: 1, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }), 'out'],
    [await signed({ nonce: 1, gas: 16_777_217n }), 'out'],
    [await signed({ nonce: 1, gas: 20_999n }), 'out'],
    [await signed({ nonce: 1, to: null, gas: 10_000_000n, data: toHex(new Uint8Array(49_153)) }), 'out'],
    [hexToBytes('0x03c0'), 'out'],
    [hexToBytes('0x04c0'), 'out'],
    [hexToBytes('0xdeadbeef'), 'out'],
    [new Uint8Array(), 'out'],
    [new Uint8Array(1_000_000), 'out'],
    [(await signed({ nonce: 1 })).subarray(0, 80), 'out'],
    [
      await signed({
        nonce: 1,
        type: 'legacy',
        chainId: undefined,
        gasPrice: 10n ** 11n,
        maxFeePerGas: undefined,
        maxPriorityFeePerGas: undefined,
      }),
      'out',
    ],
    // Reverts, and is in the block all the same.
    [await signed({ nonce: 1, to: null, data: '0xfe', gas: 100_000n }), 'in'],
    // 128 KiB, more than a pool takes.
    [await signed({ nonce: 2, gas: 6_000_000n, data: toHex(new Uint8Array(131_072).fill(1)) }), 'in'],
    // Funds that come in the same block cannot be spent in it.
    [await signed({ nonce: 3, to: poor.address, value: parseEther('1') }), 'in'],
    [await bySigner(poor, { value: 1n }), 'out'],
    // The block is full at 100 Mgas: what would pass it is left out, a smaller one still fits.
    ...(await Promise.all(
      [4, 5, 6, 7, 8].map(async (nonce) => [await signed({ nonce, gas: 16_777_216n }), 'in'] as const),
    )),
    [await signed({ nonce: 9, gas: 16_777_216n }), 'out'],
    [await signed({ nonce: 9 }), 'in'],
  ];
}

/** What makes a block in anvil and in Geth. */
const buildMethods = ['evm_mine', 'testing_buildBlockV1'];
/** What a block of one transaction among others of one account costs, and twice as much. */
const fewCalls = 40;

onEachEngine('sequenced garbage', (makeWorld) => {
  it('is skipped: the block holds exactly what the profile admits, again after a loss', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    const rows = await garbage();
    const block = await conductor.block([...rows.map(([bytes]) => bytes), 'unknown']);
    const viem = viemOf(world.front);
    const { transactions } = await viem.getBlock({ blockNumber: 1n });
    const wanted = rows.filter(([, fate]) => fate === 'in').length;
    expect(transactions).toHaveLength(wanted);
    const poorTurn = await conductor.block([await bySigner(poor, { value: 1n })]);
    expect((await viem.getBlock({ blockNumber: 2n })).transactions).toHaveLength(1);

    await world.node.lose();
    await conductor.block([]);
    expect((await viem.getBlock({ blockNumber: 1n })).hash).toBe(block.hash);
    expect((await viem.getBlock({ blockNumber: 2n })).hash).toBe(poorTurn.hash);

    const metrics = await (await fetch(`${world.admin}/metrics`)).text();
    expect(metrics).toContain('evm_driver_transactions_skipped_total{reason="unknown-variant"} 1');
    expect(metrics).toMatch(/evm_driver_transactions_refused_total 0/);
  });

  it('does not take with it a fee cap at the falling base fee, which a pool would refuse', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([]);
    const fee = nextBaseFee({ baseFee: 875_000_000n, gasUsed: 0n, gasLimit: 100_000_000n });
    const fields = { nonce: 0, maxPriorityFeePerGas: 0n };
    await conductor.block([
      await signed({ ...fields, maxFeePerGas: fee - 1n }),
      await signed({ ...fields, maxFeePerGas: fee }),
    ]);
    const block = await viemOf(world.front).getBlock({ blockNumber: 2n });
    expect(block.baseFeePerGas).toBe(fee);
    expect(block.transactions).toHaveLength(1);
  });

  it('fills the block to the last unit of gas, and not one more', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    const cap = 16_777_216n;
    const rest = 100_000_000n - 5n * cap;
    const whole = await Promise.all([0, 1, 2, 3, 4].map((nonce) => signed({ nonce, gas: cap })));
    await conductor.block([
      ...whole,
      await signed({ nonce: 5, gas: rest + 1n }),
      await signed({ nonce: 5, gas: rest, value: 6n }),
      await signed({ nonce: 6 }),
    ]);
    const viem = viemOf(world.front);
    const { transactions } = await viem.getBlock({ blockNumber: 1n, includeTransactions: true });
    expect(transactions.map(({ gas }) => gas)).toEqual([cap, cap, cap, cap, cap, rest]);
    expect(transactions.at(-1)?.value).toBe(6n);
  });

  it('of 5,000 underfunded transactions costs one build', async () => {
    await using world = await makeWorld();
    const { settings, messages } = await listenAlong(world.node);
    const environment = { ...world.environment, ...nodeEnvironment(settings) };
    await using driver = startDriver({ ...world, environment });
    const conductor = await openConductor(driver.client);
    const spam = await bySigner(other, { value: 1n });
    const before = messages.length;
    await conductor.block([...Array.from({ length: 5_000 }, () => spam), await signed({ nonce: 0 })]);
    const calls = messages.slice(before).flat();
    expect(calls.filter((method) => buildMethods.includes(method))).toHaveLength(1);
    expect(calls.length).toBeLessThan(fewCalls);
    expect((await viemOf(world.front).getBlock({ blockNumber: 1n })).transactions).toHaveLength(1);
  });
});

onEachEngine('the execution API refuses', (makeWorld) => {
  it('each wrong call with its status', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const old = await driver.client.session().catch(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return driver.client.session();
    });
    const { client } = driver;
    const session = await client.session();
    const { soft } = session;
    const statusOf = async (run: Promise<unknown>): Promise<number> => {
      const error: unknown = await run.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return error instanceof RemoteError ? Number(error.grpcStatus) : -1;
    };
    const [invalid, notFound, denied, precondition] = [3, 5, 7, 9];
    expect(await statusOf(client.execute(old.id, soft, []))).toBe(denied);
    expect(await statusOf(client.commit(old.id, soft, soft))).toBe(denied);
    expect(
      await statusOf(client.execute(session.id, { ...soft, hash: `0x${'11'.repeat(32)}` as Hex }, [])),
    ).toBe(precondition);
    expect(await statusOf(client.execute(session.id, { ...soft, hash: 'zz' as Hex }, []))).toBe(invalid);
    expect(await statusOf(client.execute(session.id, soft, [], { timestamp: soft.timestamp }))).toBe(invalid);
    expect(await statusOf(client.execute(session.id, soft, [], { nanos: 1 }))).toBe(invalid);
    expect(await statusOf(client.execute(session.id, soft, [], { sequencer: 'YmFzZTY0' }))).toBe(invalid);
    const upper = await client.execute(session.id, { ...soft, hash: soft.hash.slice(2).toUpperCase() }, []);
    expect(upper.number).toBe(1n);
    expect(await statusOf(client.find({ number: 1n }))).toBe(notFound);
    expect(await statusOf(client.commit(session.id, soft, upper))).toBe(precondition);
    expect(await statusOf(client.commit(session.id, { ...upper, hash: soft.hash }, soft))).toBe(precondition);
    await client.commit(session.id, upper, soft);
    expect(await statusOf(client.commit(session.id, soft, soft))).toBe(precondition);
    expect((await client.find({ hash: upper.hash })).number).toBe(1n);
  });

  it('blocks after the last of its range', async () => {
    await using world = await makeWorld({ SWITCHYARD_EVM_DRIVER_ROLLUP_END_NUMBER: '1' });
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([]);
    await expect(conductor.execute([])).rejects.toMatchObject({ grpcStatus: 11 });
  });

  it('to keep what an operator takes back', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    for (let nonce = 0; nonce < 3; nonce++) await conductor.block([await signed({ nonce })]);
    await conductor.finalize();
    const firm = conductor.soft();
    for (let nonce = 3; nonce < 6; nonce++) await conductor.block([await signed({ nonce })]);
    const reply = await fetch(`${world.admin}/rewind-to-firm`, { method: 'POST' });
    expect(reply.status).toBe(200);
    await expect(conductor.block([])).rejects.toMatchObject({ grpcStatus: 7 });
    const again = await openConductor(driver.client);
    expect(again.soft()).toEqual(firm);
    await again.block([await signed({ nonce: 3, value: 5n })]);
    expect((await viemOf(world.front).getBlock({ blockTag: 'latest' })).transactions).toHaveLength(1);
  });
});
