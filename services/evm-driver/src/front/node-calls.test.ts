import { daHeight, rollupNumber } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import type { Commitments } from '../domain/block.ts';
import { evmHash } from '../domain/names.ts';
import type { JsonRpc } from '../engines/json-rpc.ts';
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

function callsTo(error: { readonly code: number; readonly message: string }) {
  const rpc: JsonRpc = {
    call: () => Promise.resolve(null),
    batch: () =>
      Promise.resolve([
        { kind: 'error', error },
        { kind: 'result', result: '0x0' },
      ]),
  };
  return createNodeCalls(rpc, new AbortController().signal);
}

it('says that a state is pruned, not that its block is out of range', async () => {
  const message = 'BlockOutOfRangeError: block height is 200 but requested was 0';
  const asked = callsTo({ code: -32_602, message }).ask('eth_getBalance', ['0x', '0x0'], seen);
  await expect(asked).rejects.toMatchObject({
    rpcCode: -32_000,
    text: 'historical state is not available: the node keeps that of its latest blocks',
  });
});

it('passes the other refusals of the node on', async () => {
  const asked = callsTo({ code: 3, message: 'execution reverted' }).ask('eth_call', [{}, '0xc8'], seen);
  await expect(asked).rejects.toMatchObject({ rpcCode: 3, text: 'execution reverted' });
});
