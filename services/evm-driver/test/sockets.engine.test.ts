import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { onEachEngine } from './support/each-engine.ts';
import { rpc } from './support/sequence.ts';
import { openConductor, signed, signedHex, startDriver, viemOf } from './support/world.ts';

async function openSocket(front: string) {
  const socket = new WebSocket(front.replace('http', 'ws'));
  const notes: { subscription: string; result: unknown }[] = [];
  const replies = new Map<number, { result?: unknown; error?: { message: string } }>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      id?: number;
      result?: unknown;
      error?: { message: string };
      params?: { subscription: string; result: unknown };
    };
    if (message.params !== undefined) notes.push(message.params);
    else if (message.id !== undefined) replies.set(message.id, message);
  });
  await once(socket, 'open');
  let id = 0;
  return {
    socket,
    notes,
    ask: async (method: string, params: unknown[]) => {
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }));
      const own = id;
      await expect.poll(() => replies.has(own)).toBe(true);
      return replies.get(own);
    },
  };
}

onEachEngine('subscriptions', (makeWorld) => {
  it('tell pending transactions at once, heads and logs when they are committed', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await expect.poll(async () => (await rpc(world.front, 'eth_blockNumber', [])).result).toBe('0x0');
    const { socket, notes, ask } = await openSocket(world.front);
    const heads = (await ask('eth_subscribe', ['newHeads']))?.result;
    const logs = (await ask('eth_subscribe', ['logs', {}]))?.result;
    const hashes = (await ask('eth_subscribe', ['newPendingTransactions']))?.result;
    const full = (await ask('eth_subscribe', ['newPendingTransactions', true]))?.result;
    expect((await ask('eth_subscribe', ['nothing']))?.error?.message).toMatch(/^no "nothing" subscription/);
    const of = (subscription: unknown) =>
      notes.filter((note) => note.subscription === subscription).map(({ result }) => result);

    // Logs one event while it is created: LOG0 of nothing.
    const raw = await signedHex({ nonce: 1, to: null, data: '0x60006000a000', gas: 100_000n });
    const hash = (await rpc(world.front, 'eth_sendRawTransaction', [raw])).result;
    await sleep(50);
    expect(of(hashes)).toEqual([]);
    const first = (await rpc(world.front, 'eth_sendRawTransaction', [await signedHex({ nonce: 0 })])).result;
    await expect.poll(() => of(hashes)).toEqual([first, hash]);
    expect(of(full)).toMatchObject([
      { hash: first, blockHash: null },
      { hash, input: '0x60006000a000' },
    ]);

    const items = [await signed({ nonce: 0 }), Buffer.from(raw.slice(2), 'hex')];
    const executed = await conductor.execute(items);
    await sleep(100);
    expect(of(heads)).toEqual([]);
    await conductor.block(items);
    await expect.poll(() => of(heads)).toMatchObject([{ hash: executed.hash, number: '0x1' }]);
    await expect.poll(() => of(logs)).toMatchObject([{ transactionHash: hash, blockNumber: '0x1' }]);
    expect(Object.keys(of(heads)[0] as object)).not.toContain('transactions');
    expect((await ask('eth_unsubscribe', [heads]))?.result).toBe(true);
    expect((await ask('eth_unsubscribe', [heads]))?.error?.message).toBe('subscription not found');
    await conductor.block([]);
    await sleep(100);
    expect(of(heads)).toHaveLength(1);
    socket.close();
  });

  it('drop a reader that never reads, and nobody else', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([]);
    const deaf = await openSocket(world.front);
    const closed = once(deaf.socket, 'close');
    deaf.socket.pause();
    const large = await signedHex({ nonce: 0, gas: 6_000_000n, data: `0x${'01'.repeat(120_000)}` });
    const { result: hash } = await rpc(world.front, 'eth_sendRawTransaction', [large]);
    const call = { jsonrpc: '2.0', method: 'eth_getRawTransactionByHash', params: [hash] };
    const batch = JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ ...call, id })));
    for (let sent = 0; sent < 60 && deaf.socket.readyState === WebSocket.OPEN; sent++) {
      deaf.socket.send(batch);
      await sleep(20);
    }
    await expect
      .poll(async () =>
        (await (await fetch(`${world.admin}/metrics`)).text()).includes(
          'front_sockets_dropped_total{why="slow"} 1',
        ),
      )
      .toBe(true);
    deaf.socket.resume();
    await closed;
    expect((await rpc(world.front, 'eth_blockNumber', [])).result).toBe('0x1');
  });
});

onEachEngine('hostile callers', (makeWorld) => {
  it('get a typed error each, and the front lives', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    await conductor.block([]);
    const post = async (body: string, type = 'application/json') => {
      const reply = await fetch(world.front, { method: 'POST', headers: { 'content-type': type }, body });
      return { status: reply.status, text: await reply.text() };
    };
    const call = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
    expect((await post('{')).text).toContain('-32700');
    expect((await post('[')).text).toContain('-32700');
    expect((await post('[]')).text).toContain('empty batch');
    expect((await post('3')).text).toContain('-32600');
    expect((await post('[3]')).text).toContain('-32600');
    expect((await post(JSON.stringify({ ...call, params: { a: 1 } }))).text).toContain('non-array args');
    expect((await post(JSON.stringify({ ...call, id: {} }))).text).toContain('-32600');
    expect((await post('['.repeat(1_000_000))).text).toContain('too deeply nested');
    expect((await post(JSON.stringify(Array.from({ length: 1_001 }, () => call)))).text).toContain(
      'batch too large',
    );
    expect((await post('x'.repeat(6 * 1024 * 1024))).status).toBe(413);
    expect((await post(JSON.stringify(call), 'text/plain')).status).toBe(415);
    expect((await post(JSON.stringify({ ...call, id: undefined }))).text).toBe('');
    const batch = JSON.parse(
      (await post(JSON.stringify(Array.from({ length: 1_000 }, (_, id) => ({ ...call, id }))))).text,
    ) as { id: number }[];
    expect(batch.map(({ id }) => id)).toEqual(Array.from({ length: 1_000 }, (_, id) => id));
    for (const method of [
      'anvil_setBalance',
      'evm_mine',
      'hardhat_reset',
      'debug_traceTransaction',
      'admin_peers',
      'eth_sendTransaction',
      'eth_sign',
      'personal_sign',
      'toString',
      '__proto__',
    ]) {
      expect((await rpc(world.front, method, [])).error?.message).toMatch(/does not exist/);
    }
    for (const params of [
      [],
      ['0x1'],
      [null],
      [{}],
      ['latest', 'latest'],
      [`0x${'00'.repeat(20)}`, '0xffffff'],
    ]) {
      expect((await rpc(world.front, 'eth_getBalance', params)).error?.message).toBeDefined();
    }
    const socket = connect(Number(new URL(world.front).port), '127.0.0.1');
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://evil.example\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 403/);
    socket.destroy();
    expect((await rpc(world.front, 'eth_blockNumber', [])).result).toBe('0x1');
  });

  it('poll filters that see committed blocks only', async () => {
    await using world = await makeWorld();
    await using driver = startDriver(world);
    const conductor = await openConductor(driver.client);
    const viem = viemOf(world.front);
    await conductor.block([]);
    const blocks = await viem.createBlockFilter();
    const events = await viem.createEventFilter();
    const pending = await viem.createPendingTransactionFilter();
    const raw = await signedHex({ nonce: 0, to: null, data: '0x60006000a000', gas: 100_000n });
    const hash = await viem.sendRawTransaction({ serializedTransaction: raw });
    const items = [Buffer.from(raw.slice(2), 'hex')];
    await conductor.execute(items);
    expect(await viem.getFilterChanges({ filter: blocks })).toEqual([]);
    expect(await viem.getFilterChanges({ filter: events })).toEqual([]);
    expect(await viem.getFilterChanges({ filter: pending })).toEqual([hash]);
    const block = await conductor.block(items);
    await expect.poll(() => viem.getBlockNumber({ cacheTime: 0 })).toBe(2n);
    expect(await viem.getFilterChanges({ filter: blocks })).toEqual([block.hash]);
    expect(await viem.getFilterChanges({ filter: events })).toMatchObject([{ transactionHash: hash }]);
    expect(await viem.getFilterChanges({ filter: events })).toEqual([]);
    expect(await viem.getLogs({ fromBlock: 0n })).toHaveLength(1);
    expect(await viem.getLogs({ fromBlock: 3n, toBlock: 9n }).catch((error: Error) => error.message)).toEqual(
      [],
    );
    expect(await viem.uninstallFilter({ filter: blocks })).toBe(true);
    await expect(viem.getFilterChanges({ filter: blocks })).rejects.toThrow('filter not found');
    expect(await viem.estimateGas({ account: `0x${'01'.repeat(20)}`, to: `0x${'02'.repeat(20)}` })).toBe(
      21_000n,
    );
    expect(await viem.getGasPrice()).toBeGreaterThan(1_000_000_000n);
  });
});
