import { daHeight, rollupNumber } from '@switchyard/primitives';
import { Watch } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import type { Commitments } from '../domain/block.ts';
import { evmHash } from '../domain/names.ts';
import type { JsonRpc } from '../engines/json-rpc.ts';
import { NodeAnswerTooLargeError } from '../errors.ts';
import { createNodeCalls } from './node-calls.ts';

const hash = evmHash(`0x${'11'.repeat(32)}`);
const block = {
  number: rollupNumber(200n),
  hash,
  parentHash: hash,
  timestamp: 1n,
  baseFee: 7n,
  gasUsed: 0n,
  sequencerHash: hash,
};
const seen: Commitments = { soft: block, firm: block, searchHeight: daHeight(1n) };

const nodeCallsOf = (rpc: JsonRpc, making = new Watch(false)) =>
  createNodeCalls({ rpc, codeRpc: rpc, making }, new AbortController().signal);

function callsTo(error: { readonly code: number; readonly message: string }) {
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: () =>
      Promise.resolve([
        { kind: 'result', result: '0x0' },
        { kind: 'error', error },
        { kind: 'result', result: '0x0' },
      ]),
  };
  return nodeCallsOf(rpc);
}

it('says that a state is pruned, not that its block is out of range', async () => {
  const message = 'BlockOutOfRangeError: block height is 200 but requested was 0';
  const asked = callsTo({ code: -32_602, message }).ask('eth_getBalance', ['0x', '0x0'], seen);
  await expect(asked).rejects.toMatchObject({
    rpcCode: -32_000,
    text: 'historical state is not available: the node keeps that of its latest blocks',
  });
});

it('takes a transaction that Geth has not indexed for one that is not there', async () => {
  const message = 'transaction indexing is in progress';
  const asked = callsTo({ code: -32_000, message }).ask('eth_getTransactionByHash', ['0x'], seen);
  expect(await asked).toBeNull();
});

it('passes the other refusals of the node on', async () => {
  const asked = callsTo({ code: 3, message: 'execution reverted' }).ask('eth_call', [{}, '0xc8'], seen);
  await expect(asked).rejects.toMatchObject({ rpcCode: 3, text: 'execution reverted' });
});

it.each([
  ['too-large', { rpcCode: -32_003, text: 'response too large' }],
  ['busy', { rpcCode: -32_005, text: 'server is busy' }],
] as const)('refuses a question whose answer is %s, not the node', async (why, expected) => {
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: () => Promise.reject(new NodeAnswerTooLargeError('eth_getLogs', { why })),
  };
  const calls = nodeCallsOf(rpc);
  await expect(calls.ask('eth_getLogs', [{}], seen)).rejects.toMatchObject(expected);
});

it.each([
  ['by number', null, '0x0'],
  ['by hash', '0x0', null],
])('asks again of a node that has not the soft block %s', async (_by, reached, known) => {
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: () => Promise.resolve([reached, null, known].map((result) => ({ kind: 'result', result }))),
  };
  const asked = nodeCallsOf(rpc).ask('eth_getBlockByNumber', ['0xc8', false], seen);
  await expect(asked).rejects.toMatchObject({ text: 'the node is being brought back, try again' });
});

it('takes a block number that is none for a node that is not available', async () => {
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: () =>
      Promise.resolve([
        { kind: 'result', result: '0x0' },
        { kind: 'result', result: { blockNumber: 'zz' } },
        { kind: 'result', result: '0x0' },
      ]),
  };
  const asked = nodeCallsOf(rpc).ask('eth_getTransactionReceipt', [], seen);
  await expect(asked).rejects.toMatchObject({ text: 'the node is not available, try again' });
});

it('lets two calls run code at once, and other questions beside them', async () => {
  const open: (() => void)[] = [];
  const methods: (string | undefined)[] = [];
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: async ([, asked]) => {
      methods.push(asked?.method);
      if (asked?.method === 'eth_call') await new Promise<void>((resolve) => open.push(resolve));
      return [
        { kind: 'result', result: '0x0' },
        { kind: 'result', result: '0x1' },
        { kind: 'result', result: '0x0' },
      ];
    },
  };
  const calls = nodeCallsOf(rpc);
  const running = Array.from({ length: 5 }, () => calls.ask('eth_call', [{}], seen));
  await calls.ask('eth_getBalance', [], seen);
  await expect.poll(() => open.length).toBe(2);
  expect(methods.filter((method) => method === 'eth_call')).toHaveLength(2);
  for (let done = 0; done < 5; done++) {
    await expect.poll(() => open.length).toBeGreaterThan(done);
    open[done]?.();
  }
  expect(await Promise.all(running)).toEqual(Array(5).fill('0x1'));
});

it('runs no code for users while a block is being made, unless that goes on, and answers the rest', async () => {
  const methods: (string | undefined)[] = [];
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: async ([, asked]) => {
      methods.push(asked?.method);
      return [
        { kind: 'result', result: '0x0' },
        { kind: 'result', result: '0x1' },
        { kind: 'result', result: '0x0' },
      ];
    },
  };
  const making = new Watch(true);
  const calls = nodeCallsOf(rpc, making);
  const asked = calls.ask('eth_call', [{}], seen);
  await calls.ask('eth_getBalance', [], seen);
  expect(methods).toEqual(['eth_getBalance']);
  making.set(false);
  await asked;
  expect(methods).toEqual(['eth_getBalance', 'eth_call']);
  making.set(true);
  const began = performance.now();
  await calls.ask('eth_call', [{}], seen);
  expect(performance.now() - began).toBeGreaterThan(900);
});
