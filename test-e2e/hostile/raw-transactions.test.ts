import { fromHex } from '@switchyard/primitives';
import { keccak256, toHex } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, type RpcReply } from '../support/attack/http.ts';
import { openRpcSocket, type RpcSocket } from '../support/attack/rpc-socket.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { rollupBlocks } from '../support/checker/rollup.ts';
import { eventually } from '../support/local-network.ts';
import { aUser, type Fields, transactionOf, type User } from './garbage/transactions.ts';
import { creation, filled, funds, refusedRows, sender, tx } from './raw-transactions/rows.ts';

// What a user may hand to eth_sendRawTransaction, right and wrong, by HTTP and by WebSocket: a refusal has the code and the words that
// wallets know from Geth, both ways; what got a hash is in exactly one block, or was replaced by its sender.
const offset = Number(process.env['SWITCHYARD_TEST_OFFSET'] ?? 1_640);
const front = 8_545 + offset;
const gwei = 10n ** 9n;
const answerMs = 10_000;

attackedNetwork('raw transactions', offset);

const dev: User = {
  key: fromHex('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'),
  address: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
};
const none = new Uint8Array();
let socket: RpcSocket;
const accepted = new Map<string, string>();

const hashOf = (bytes: Uint8Array): string => keccak256(bytes);
const byHttp = (raw: unknown): Promise<RpcReply> => call(front, 'eth_sendRawTransaction', [raw]);
const bySocket = (raw: unknown): Promise<RpcReply> => socket.call('eth_sendRawTransaction', [raw]);

/** Both ways within seconds. */
async function answers(raw: unknown): Promise<readonly RpcReply['error'][]> {
  const late = AbortSignal.timeout(answerMs);
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error('no answer')));
  });
  const heard: RpcReply['error'][] = [];
  for (const send of [byHttp, bySocket]) heard.push((await Promise.race([send(raw), tooLate])).error);
  return heard;
}

/** Hands one in that must be taken. */
async function take(name: string, bytes: Uint8Array): Promise<string> {
  const { result, error } = await byHttp(toHex(bytes));
  expect({ name, error }).toEqual({ name, error: undefined });
  expect(result).toBe(hashOf(bytes));
  accepted.set(hashOf(bytes), name);
  return hashOf(bytes);
}

const receiptOf = (hash: string): Promise<{ readonly status: string }> =>
  eventually(
    `the receipt of ${accepted.get(hash)}`,
    async () =>
      ((await call(front, 'eth_getTransactionReceipt', [hash])).result as { status: string } | null) ??
      undefined,
    30_000,
  );

let devNonce = 0n;
async function fund(user: User): Promise<void> {
  const to = fromHex(user.address.slice(2));
  await receiptOf(
    await take(`funds of ${user.address}`, transactionOf(dev, { nonce: devNonce++, to, value: funds })),
  );
}

beforeAll(async () => {
  socket = await openRpcSocket(`ws://127.0.0.1:${front}`);
  await fund(sender);
  await receiptOf(await take('the first', transactionOf(sender)));
}, 120_000);

describe('refused', () => {
  it.each(refusedRows)('%s', async (_name, raw, message) => {
    const [http, webSocket] = await answers(toHex(raw));
    const words = typeof message === 'string' ? message : (expect.stringMatching(message) as string);
    expect(http).toEqual({ code: -32_000, message: words });
    expect(webSocket).toEqual(http);
  });

  it.each([
    ['no text', 7],
    ['null', null],
    ['an object', { raw: '0x' }],
    ['no hex', '0xzz'],
    ['half a byte', '0x123'],
    ['without 0x', 'c0'],
    ['an empty text', ''],
  ])('for its argument: %s', async (_name, raw) => {
    const [http, webSocket] = await answers(raw);
    expect(http).toMatchObject({ code: -32_602, message: 'invalid argument 0: hex string expected' });
    expect(webSocket).toEqual(http);
  });

  it('without its argument', async () => {
    const { error } = await call(front, 'eth_sendRawTransaction', []);
    expect(error).toEqual({ code: -32_602, message: 'invalid argument 0: hex string expected' });
  });

  it('left nothing behind', async () => {
    const at = async (tag: string): Promise<unknown> =>
      (await call(front, 'eth_getTransactionCount', [sender.address, tag])).result;
    expect([await at('latest'), await at('pending')]).toEqual(['0x1', '0x1']);
    expect((await call(front, 'txpool_status')).result).toEqual({ pending: '0x0', queued: '0x0' });
  });
});

describe('taken', () => {
  it('once, however often and whichever way it comes at once', async () => {
    const raw = toHex(tx());
    const all = await Promise.all([
      ...Array.from({ length: 40 }, () => byHttp(raw)),
      ...Array.from({ length: 40 }, () => bySocket(raw)),
    ]);
    const results = all.flatMap(({ result }) => result ?? []);
    expect(results).toEqual([hashOf(tx())]);
    accepted.set(hashOf(tx()), 'one of eighty');
    for (const { error } of all)
      if (error) expect(error).toEqual({ code: -32_000, message: 'already known' });
    await receiptOf(hashOf(tx()));
    expect((await byHttp(raw)).error).toEqual({
      code: -32_000,
      message: 'nonce too low: next nonce 2, tx nonce 1',
    });
  });

  it('one of two rivals, and a replacement that pays a tenth more', async () => {
    // Nonce 2 is missing: both wait.
    const rivals = [1n, 2n].map((value) => tx({ nonce: 3n, value }));
    const heard = await Promise.all(rivals.map((raw) => byHttp(toHex(raw))));
    expect(heard.filter(({ result }) => result !== undefined)).toHaveLength(1);
    expect(heard.flatMap(({ error }) => error ?? [])).toEqual([
      { code: -32_000, message: 'replacement transaction underpriced' },
    ]);
    const fees = { fee: 11n * gwei, tip: 2n };
    const last = tx({ nonce: 3n, value: 3n, ...fees });
    expect(
      (await byHttp(toHex(tx({ nonce: 3n, value: 3n, fee: 11n * gwei - 1n, tip: 2n })))).error?.message,
    ).toBe('replacement transaction underpriced');
    await take('the replacement', last);
    await take('what it waited for', tx({ nonce: 2n }));
    await receiptOf(hashOf(last));
    for (const raw of rivals)
      expect((await call(front, 'eth_getTransactionReceipt', [hashOf(raw)])).result).toBeNull();
  });

  it('at each edge, and in a block once it can be', async () => {
    const user = aUser(7_002);
    await fund(user);
    const data = filled(131_072 - tx({ data: filled(131_000), gas: 9n * 10n ** 6n }).length + 131_000);
    const edges: readonly (readonly [string, Partial<Fields>])[] = [
      ['legacy', { type: 0 }],
      ['type 1', { type: 1 }],
      ['the intrinsic gas of a creation', { to: none, gas: 53_000n }],
      ['the floor', { data: filled(100), gas: 25_000n }],
      ['initcode of 49,152 bytes', creation(49_152)],
      ['a creation that fails', { to: none, data: Uint8Array.of(0xfe), gas: 100_000n }],
      ['the gas cap', { gas: 16_777_216n }],
      ['the size', { data, gas: 9n * 10n ** 6n }],
      ['the tip of the whole fee', { tip: 10n * gwei }],
    ];
    // In the wrong order: all but the last wait for a nonce.
    for (const [nonce, [name, changes]] of [...edges.entries()].toReversed()) {
      await take(name, transactionOf(user, { nonce: BigInt(nonce), ...changes }));
    }
    const last = BigInt(edges.length);
    const low = transactionOf(user, { nonce: last, fee: 1n, tip: 1n });
    expect((await byHttp(toHex(low))).result).toBe(hashOf(low));
    const { balance } = await eventually(
      'all of them',
      async () => {
        if ((await call(front, 'eth_getTransactionCount', [user.address, 'latest'])).result !== toHex(last))
          return undefined;
        return {
          balance: BigInt((await call(front, 'eth_getBalance', [user.address, 'latest'])).result as string),
        };
      },
      60_000,
    );
    // A fee below the base fee waits, and is replaced here by all that is left.
    expect((await call(front, 'eth_getTransactionReceipt', [hashOf(low)])).result).toBeNull();
    const all = { nonce: last, fee: 10n * gwei, tip: 10n * gwei, value: balance - 21_000n * 10n * gwei };
    const over = await byHttp(toHex(transactionOf(user, { ...all, value: all.value + 1n })));
    expect(over.error?.message).toMatch(/overshot 1$/);
    await receiptOf(await take('all that is left', transactionOf(user, all)));
  }, 180_000);

  it('into exactly one block', async () => {
    for (const hash of accepted.keys()) await receiptOf(hash);
    const { result } = await call(front, 'eth_blockNumber');
    const blocks = await rollupBlocks(`http://127.0.0.1:${front}`, 1, Number(result));
    const counts = new Map<string, number>();
    for (const { hash } of blocks.flatMap(({ transactions }) => transactions))
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries([...accepted.keys()].map((hash) => [hash, 1])),
    );
    await socket[Symbol.asyncDispose]();
  }, 120_000);
});
