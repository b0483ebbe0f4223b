import { parseEther, toHex } from 'viem';
import { expect, it } from 'vitest';
import { persistently } from './support/client.ts';
import { onEachEngine } from './support/each-engine.ts';
import { dev, openConductor, signed, signedHex, startDriver, viemOf } from './support/world.ts';

onEachEngine('the front', (makeWorld) => {
  it('takes a transaction in, shows it pending, then in its block', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    const viem = viemOf(world.front);
    expect(await viem.getChainId()).toBe(1337);
    const request = await viem.prepareTransactionRequest({
      account: dev,
      to: dev.address,
      value: parseEther('1'),
    });
    const raw = await dev.signTransaction(request as never);
    const hash = await viem.sendRawTransaction({ serializedTransaction: raw });
    expect(await viem.getTransactionCount({ address: dev.address, blockTag: 'pending' })).toBe(1);
    expect(await viem.getTransactionCount({ address: dev.address })).toBe(0);
    const waiting = await viem.getTransaction({ hash });
    expect(waiting.blockNumber).toBeNull();
    expect(waiting.from).toBe(dev.address.toLowerCase());
    expect(
      await viem.request({ method: 'eth_getRawTransactionByHash' as never, params: [hash] as never }),
    ).toBe(raw);
    await expect(viem.sendRawTransaction({ serializedTransaction: raw })).rejects.toThrow('already known');

    const executed = await conductor.execute([await signed({ nonce: 9 }), Buffer.from(raw.slice(2), 'hex')]);
    expect(await viem.getBlockNumber({ cacheTime: 0 })).toBe(0n);
    expect((await viem.getTransaction({ hash })).blockNumber).toBeNull();
    await expect(viem.getBlock({ blockHash: executed.hash as never })).rejects.toThrow();
    await conductor.block([await signed({ nonce: 9 }), Buffer.from(raw.slice(2), 'hex')]);
    const receipt = await viem.waitForTransactionReceipt({ hash });
    expect(receipt.status).toBe('success');
    expect(receipt.blockHash).toBe(executed.hash);
    expect((await viem.getBlock({ blockTag: 'finalized' })).number).toBe(0n);
    await conductor.finalize();
    expect((await viem.getBlock({ blockTag: 'finalized' })).number).toBe(1n);
    expect((await viem.getBlock({ blockTag: 'safe' })).number).toBe(1n);
    await expect.poll(() => viem.getTransactionCount({ address: dev.address, blockTag: 'pending' })).toBe(1);
    const status: unknown = await viem.request({ method: 'txpool_status' as never });
    expect(status).toEqual({ pending: '0x0', queued: '0x0' });
    const fees = await viem.getFeeHistory({ blockCount: 4, rewardPercentiles: [50] });
    expect(fees.baseFeePerGas).toHaveLength(3);
    const trace = (await (await fetch(`${world.admin}/trace/tx:${hash}`)).json()) as {
      events: { msg: string }[];
    };
    expect(trace.events.map(({ msg }) => msg)).toEqual(['transaction accepted', 'block executed']);
    const late = await viem.sendRawTransaction({ serializedTransaction: await signedHex({ nonce: 3 }) });
    const waits = (await (await fetch(`${world.admin}/trace/tx:${late}`)).json()) as typeof trace;
    expect(waits.events.map(({ msg }) => msg)).toEqual(['transaction accepted', 'transaction queued']);
  });

  it('answers with the texts of Geth', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([await signed({ nonce: 0 })]);
    const send = async (raw: string) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_sendRawTransaction', params: [raw] });
      const reply = await fetch(world.front, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return (
        ((await reply.json()) as { error?: { code: number; message: string } }).error?.message ?? 'accepted'
      );
    };
    await persistently(() => driver.client.find({ number: 1n }));
    expect(await send(await signedHex({ nonce: 0 }))).toBe('nonce too low: next nonce 1, tx nonce 0');
    expect(await send(await signedHex({ nonce: 1, value: parseEther('400') }))).toMatch(
      /^insufficient funds for gas \* price \+ value: balance \d+, tx cost \d+, overshot \d+$/,
    );
    expect(await send(await signedHex({ nonce: 1, gas: 20_999n }))).toBe(
      'intrinsic gas too low: gas 20999, minimum needed 21000',
    );
    expect(await send(await signedHex({ nonce: 1, chainId: 1 }))).toBe(
      'invalid sender: invalid chain id for signer: have 1 want 1337',
    );
    expect(await send('0x03c0')).toBe(
      'transaction type not supported: tx type 3 not supported by this pool, which takes 0, 1 and 2',
    );
    expect(await send('0x')).toBe('typed transaction too short');
    expect(await send('0xdeadbeef')).toMatch(/^rlp: /);
    expect(await send('zz')).toMatch(/^invalid argument 0/);
    expect(
      await send(
        await signedHex({
          nonce: 1,
          type: 'legacy',
          gasPrice: 10n ** 10n,
          chainId: undefined,
          maxFeePerGas: undefined,
          maxPriorityFeePerGas: undefined,
        }),
      ),
    ).toBe('only replay-protected (EIP-155) transactions allowed over RPC');
    expect(await send(await signedHex({ nonce: 1, maxPriorityFeePerGas: 0n }))).toMatch(
      /^transaction underpriced/,
    );
    expect(await send(await signedHex({ nonce: 1, gas: 16_777_217n }))).toBe(
      'transaction gas limit too high (cap: 16777216, tx: 16777217)',
    );
    expect(
      await send(await signedHex({ nonce: 1, gas: 6_000_000n, data: toHex(new Uint8Array(131_072)) })),
    ).toMatch(/^oversized data: transaction size \d+, limit 131072$/);
    expect(await send(await signedHex({ nonce: 1 }))).toBe('accepted');
    expect(await send(await signedHex({ nonce: 1 }))).toBe('already known');
    expect(await send(await signedHex({ nonce: 1, value: 2n }))).toBe('replacement transaction underpriced');
    expect(
      await send(await signedHex({ nonce: 1, maxFeePerGas: 110_000_000_000n, maxPriorityFeePerGas: 2n })),
    ).toBe('accepted');
  });
});
