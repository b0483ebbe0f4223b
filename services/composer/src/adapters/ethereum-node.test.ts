import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultOf } from '@switchyard/primitives';
import { keccak256, parseTransaction } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createRollupNode } from './ethereum-node.ts';

const never = new AbortController().signal;
let server: Server | undefined;
afterEach(() => server?.close());

/** A node that answers each call of a batch by a table of methods; what is not there is an error. */
async function aNode(results: Readonly<Record<string, unknown>>) {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const calls = JSON.parse(Buffer.concat(chunks).toString()) as { id: number; method: string }[];
      response.end(
        JSON.stringify(
          calls.map(({ id, method }) =>
            method in results
              ? { jsonrpc: '2.0', id, result: results[method] }
              : { jsonrpc: '2.0', id, error: { code: -32000, message: 'the node is not available' } },
          ),
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createRollupNode({ rpcUrl: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}` });
}

// Signed by viem's accounts from the public development key; the hash is of these very bytes.
const shown = {
  hash: '0x38c55de71c90e0ee7e924519ff489e7572e4023de42829f39741c3a0edc7175d',
  from: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  nonce: '0x0',
  gas: '0x5208',
  value: '0x1',
  input: '0x',
  r: '0x1',
  s: '0x1',
};

it('is worth another try when the node refuses for now', async () => {
  const node = await aNode({});
  const sweep = node.sweep(never).catch((error: unknown) => error);
  expect(faultOf(await sweep)).toBe('transient');
});

it('passes over what does not hash to its own hash, and what it cannot read', async () => {
  const node = await aNode({ txpool_content: { pending: { a: { 0: shown, 1: {}, 2: 'x' } }, queued: {} } });
  expect(await node.sweep(never)).toEqual([]);
});

it('reads heads', async () => {
  const node = await aNode({ eth_blockNumber: '0x1b' });
  expect(await node.blockNumber(never)).toBe(27n);
});

it('does not know what it was not told', async () => {
  const node = await aNode({ eth_getTransactionCount: '0x1' });
  const transaction = { hash: shown.hash, raw: new Uint8Array(), sender: 'a', nonce: 0n, gasLimit: 1n };
  expect(await node.sightings([transaction], never)).toEqual([]);
});

it('is worth another try when nobody listens', async () => {
  const node = createRollupNode({ rpcUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1' });
  expect(faultOf(await node.blockNumber(never).catch((error: unknown) => error))).toBe('transient');
  const pending = async (): Promise<void> => {
    for await (const _news of node.pending(never)) break;
  };
  expect(faultOf(await pending().catch((error: unknown) => error))).toBe('transient');
});

/** A node whose answer to eth_subscribe is the test's. */
async function aSubscription(answer: (socket: WebSocket) => void) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => sockets.once('listening', resolve));
  sockets.on('connection', (socket) => socket.on('message', () => answer(socket)));
  const { port } = sockets.address() as AddressInfo;
  const node = createRollupNode({ rpcUrl: 'http://127.0.0.1:1', wsUrl: `ws://127.0.0.1:${port}` });
  const read = (async () => {
    for await (const news of node.pending(never)) if (news.kind === 'announced') return news.transactions;
    return undefined;
  })();
  return { read, [Symbol.dispose]: () => sockets.close() };
}

it.each([
  ['is refused', '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"the node is not available"}}'],
  ['is answered with nonsense', 'nonsense'],
  ['is answered with something else', '{"jsonrpc":"2.0","id":7,"result":"0x1"}'],
])('subscribes again when the subscription %s', async (_how, answer) => {
  using subscription = await aSubscription((socket) => socket.send(answer));
  expect(faultOf(await subscription.read.catch((error: unknown) => error))).toBe('transient');
});

it('subscribes again when the connection is lost', async () => {
  using subscription = await aSubscription((socket) => socket.terminate());
  expect(faultOf(await subscription.read.catch((error: unknown) => error))).toBe('transient');
});

it('gives what is announced, and passes over what it cannot read', async () => {
  const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: 1337,
    nonce: 0,
    gas: 21_000n,
    maxFeePerGas: 9n,
  });
  const { r, s, yParity } = parseTransaction(raw);
  const announced = {
    hash: keccak256(raw),
    ...{
      from: account.address,
      type: '0x2',
      nonce: '0x0',
      gas: '0x5208',
      to: null,
      value: '0x0',
      input: '0x',
    },
    ...{ chainId: '0x539', maxFeePerGas: '0x9', maxPriorityFeePerGas: '0x0', accessList: [] },
    ...{ r, s, yParity: `0x${yParity}` },
  };
  using subscription = await aSubscription((socket) => {
    socket.send('{"jsonrpc":"2.0","id":1,"result":"0x7"}');
    for (const result of ['0xabc', announced]) {
      const params = { subscription: '0x7', result };
      socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params }));
    }
  });
  expect(await subscription.read).toMatchObject([{ hash: announced.hash }]);
});

it.each([
  ['a number that is none', '0xzz'],
  ['another type', { pending: 7 }],
  ['nothing', null],
  ['a list', [[]]],
])('takes a node that answers %s for one that may be mended', async (_name, result) => {
  const node = await aNode({
    eth_blockNumber: result,
    txpool_content: result,
    eth_getTransactionCount: result,
  });
  for (const ask of [
    () => node.sweep(never),
    () => node.blockNumber(never),
    () => node.nonces(['0x1'], never),
  ]) {
    const failure = await ask().catch((error: unknown) => error);
    expect(faultOf(failure)).toBe('transient');
  }
});
