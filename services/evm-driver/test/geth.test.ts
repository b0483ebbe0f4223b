import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEther, toHex } from 'viem';
import { expect, it } from 'vitest';
import { genesisPath } from './support/anvil.ts';
import { driveGeth } from './support/build.ts';
import { onGeth } from './support/each-engine.ts';
import { openConductor, signed, startDriver } from './support/world.ts';

onGeth('the engine', (makeWorld) => {
  it('makes exactly the planned block, and tells what is soft and firm by tags', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal, next, numberAt } = geth;
    const genesis = await engine.genesis(signal);
    const one = await next(genesis, [await signed({ nonce: 0 }), await signed({ nonce: 1 })]);
    const two = await next(one);
    const wire = (await geth.rpc.call('eth_getBlockByNumber', ['0x1', false], signal)) as Record<
      string,
      unknown
    >;
    expect(wire).toMatchObject({
      extraData: '0x',
      miner: `0x${'00'.repeat(20)}`,
      mixHash: `0x${'00'.repeat(32)}`,
      parentBeaconBlockRoot: `0x${'0'.padStart(64, 'a')}`,
      withdrawals: [],
    });
    expect(wire['transactions']).toHaveLength(2);
    await engine.commit({ soft: one.hash, firm: genesis.hash }, signal);
    // The executed block stays where it is while the one below it is committed.
    expect(await Promise.all(['latest', 'safe', 'finalized'].map(numberAt))).toEqual([2, 1, 0]);
    await engine.commit({ soft: two.hash, firm: one.hash }, signal);
    expect(await Promise.all(['latest', 'safe', 'finalized'].map(numberAt))).toEqual([2, 2, 1]);
    expect(await engine.block(one.hash, signal)).toEqual(one);
  });

  it('goes back above finalized and below it, and is at genesis again after a reset', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal, next } = geth;
    const genesis = await engine.genesis(signal);
    const chain = [genesis];
    for (let nonce = 0; nonce < 40; nonce++) {
      chain.push(await next(chain.at(-1) ?? genesis, [await signed({ nonce })]));
    }
    const at = (number: number) => chain[number] ?? genesis;
    await engine.commit({ soft: at(40).hash, firm: at(3).hash }, signal);
    // Deeper than the 32 blocks that Geth allows by itself.
    expect(await engine.rewind(at(5), signal)).toBe('done');
    expect(await engine.block(at(6).hash, signal)).toBeUndefined();
    const other = await next(at(5));
    expect(other.hash).not.toBe(at(6).hash);
    expect(await engine.rewind(at(5), signal)).toBe('done');
    expect(await next(at(5), [await signed({ nonce: 5 })])).toEqual(at(6));
    // At finalized and below it Geth would answer VALID and stay.
    expect(await engine.rewind(at(3), signal)).toBe('done');
    expect(await engine.rewind(at(1), signal)).toBe('done');
    expect(await engine.rewind(at(7), signal)).toBe('unavailable');
    expect(await next(at(1), [await signed({ nonce: 1 })])).toEqual(at(2));
    await engine.reset(signal);
    expect(await engine.head(signal)).toEqual(genesis);
    expect(await next(genesis, [await signed({ nonce: 0 })])).toEqual(at(1));
  });

  it('answers nobody while it is behind the soft block, of which it may know more than that', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal } = geth;
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block();
    const below = await engine.head(signal);
    const soft = await conductor.block([await signed({ nonce: 0 })]);
    const latest = async (): Promise<unknown> => {
      const body = '{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["latest",false]}';
      const headers = { 'content-type': 'application/json' };
      const { error, result } = (await (
        await fetch(world.front, { method: 'POST', headers, body })
      ).json()) as {
        readonly error?: { readonly message: string };
        readonly result?: { readonly hash: string } | null;
      };
      return error?.message ?? result?.hash;
    };
    const answers = new Set<unknown>([soft.hash, 'the node is being brought back, try again']);
    const allowed = [...answers];
    // The driver brings it back within a second, maybe at once.
    for (let times = 0; times < 5; times++) {
      expect(await engine.rewind(below, signal)).toBe('done');
      for (let answer: unknown; answer !== soft.hash; answers.add(answer)) answer = await latest();
    }
    expect([...answers]).toEqual(allowed);
  });

  it('is left as it is by a driver that ends', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([await signed({ nonce: 0 })]);
    await conductor.finalize();
    const above = await conductor.execute([await signed({ nonce: 1 })]);
    await driver.stop();
    expect(await Promise.all(['latest', 'safe', 'finalized'].map(geth.numberAt))).toEqual([2, 1, 1]);
    await using again = startDriver(world);
    const next = await openConductor(again.client);
    expect((await next.block([await signed({ nonce: 1 })])).hash).toBe(above.hash);
  });

  it('names the transaction that cannot be decoded, and no other, and leaves the head', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal, build } = geth;
    const genesis = await engine.genesis(signal);
    const good = await signed({ nonce: 0 });
    const refused = async (bytes: Uint8Array) => {
      const outcome = await build(genesis, [good, bytes]);
      expect(await engine.head(signal)).toEqual(genesis);
      return outcome;
    };
    const rows: readonly (readonly [Uint8Array, number | undefined, RegExp])[] = [
      [good, undefined, /^nonce too low/],
      [await signed({ nonce: 9 }), undefined, /^nonce too high/],
      [await signed({ nonce: 1, value: parseEther('400') }), undefined, /^insufficient funds/],
      [await signed({ nonce: 1, chainId: 1 }), undefined, /^invalid chain id for signer/],
      [await signed({ nonce: 1, maxFeePerGas: 1n }), undefined, /^max fee per gas less than block base fee/],
      [await signed({ nonce: 1, gas: 16_777_217n }), undefined, /^transaction gas limit too high/],
      [await signed({ nonce: 1, gas: 20_999n }), undefined, /^intrinsic gas too low/],
      [
        await signed({ nonce: 1, gas: 21_004n * 10n, data: toHex(new Uint8Array(20_000)), to: null }),
        undefined,
        /^(intrinsic gas too low|insufficient gas for floor)/,
      ],
      [
        await signed({ nonce: 1, to: null, gas: 10_000_000n, data: toHex(new Uint8Array(49_153)) }),
        undefined,
        /^max initcode size exceeded/,
      ],
      [new Uint8Array([0xde, 0xad]), 1, /^invalid transaction 1: /],
      [good.subarray(0, 80), 1, /^invalid transaction 1: /],
      [new Uint8Array(), 1, /^invalid transaction 1: /],
    ];
    for (const [bytes, index, why] of rows) {
      expect(await refused(bytes)).toEqual({
        kind: 'refused',
        index,
        why: expect.stringMatching(why) as string,
      });
    }
  });

  it('sends no fork choice for a block that the node has not', async () => {
    await using world = await makeWorld();
    using geth = driveGeth(world.node.ipc);
    const { engine, signal, next, numberAt } = geth;
    const genesis = await engine.genesis(signal);
    const one = await next(genesis);
    const two = await next(one);
    await world.node.lose();
    for (const heads of [
      { soft: two.hash, firm: genesis.hash },
      { soft: genesis.hash, firm: one.hash },
    ]) {
      await expect(engine.commit(heads, signal)).rejects.toMatchObject({ code: 'EVM_DRIVER_NODE_MOVED' });
    }
    expect(await engine.rewind(two, signal)).toBe('unavailable');
    expect(await numberAt('latest')).toBe(0);
    expect(await geth.rpc.call('eth_syncing', [], signal)).toMatchObject({ highestBlock: '0x0' });
    expect(await next(await next(genesis))).toEqual(two);
  });

  it.each([
    [
      'the state scheme',
      { initFlags: ['--state.scheme', 'path'], stateFlags: ['--state.scheme', 'path'] },
      '--state.scheme hash',
    ],
    ['archive mode', { stateFlags: ['--state.scheme', 'hash', '--gcmode', 'full'] }, '--gcmode archive'],
  ])('refuses to go on without %s, and names the flag', async (_name, options, missingFlag) => {
    await using world = await makeWorld({}, options);
    using geth = driveGeth(world.node.ipc);
    const start = async () => {
      const genesis = await geth.engine.genesis(geth.signal);
      await geth.next(genesis, [await signed({ nonce: 0 })]);
    };
    await expect(start()).rejects.toMatchObject({
      code: 'EVM_DRIVER_NODE_MISCONFIGURED',
      fault: 'fatal',
      context: { missingFlag },
    });
  });

  it('refuses a genesis of other forks, another chain, or another gas limit', async () => {
    await using world = await makeWorld();
    const genesis = JSON.parse(await readFile(genesisPath, 'utf8')) as {
      config: Record<string, unknown>;
      gasLimit: string;
    };
    const { osakaTime: _none, ...prague } = genesis.config;
    const context = async (changed: object, gasLimit?: bigint): Promise<unknown> => {
      const path = join(world.dataDir, 'genesis.json');
      await writeFile(path, JSON.stringify({ ...genesis, ...changed }));
      await using other = await makeWorld({}, { genesis: path });
      using geth = driveGeth(other.node.ipc, gasLimit === undefined ? {} : { gasLimit });
      const error: unknown = await geth.engine.genesis(geth.signal).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'EVM_DRIVER_NODE_MISCONFIGURED' });
      return (error as { context: unknown }).context;
    };
    expect(await context({ config: prague })).toMatchObject({ osakaTime: 'undefined' });
    expect(await context({ config: { ...genesis.config, chainId: 7 } })).toEqual({
      chainId: '0x7',
      wanted: 1337n,
    });
    expect(await context({}, 30_000_000n)).toEqual({ gasLimit: 100_000_000n, wanted: 30_000_000n });
  });
});
