import { describe, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask, call, counter, type RpcReply } from '../support/attack/http.ts';
import { hold, talk } from '../support/attack/tcp.ts';
import { attackedNetwork } from '../support/attacked-network.ts';

// The front of a rollup by HTTP, as users and attackers reach it. One network for all attacks.
const offset = 1_600;
const front = 8_545 + offset;
const driverAdmin = 9_311 + offset;

/** A thousand bad requests may cost the log so much. */
const maxLogBytesPerThousand = 64 * 1024;

const network = attackedNetwork('front, HTTP', offset);

const post = async (body: string): Promise<{ status: number; reply: RpcReply }> => {
  const { status, text } = await ask({ port: front, body });
  return { status, reply: JSON.parse(text) as RpcReply };
};

const one = (method: string, params: unknown = [], id: unknown = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

describe('what is no request', () => {
  it.each([
    ['not JSON', '{"jsonrpc":', -32_700, 'parse error'],
    ['nothing', '', -32_700, 'parse error'],
    ['invalid UTF-8 outside of a text', '\u00ff\u00fe', -32_700, 'parse error'],
    ['a number', '7', -32_600, 'invalid request'],
    ['an empty batch', '[]', -32_600, 'empty batch'],
    ['a batch of 1,001', `[${Array(1_001).fill('1').join(',')}]`, -32_600, 'batch too large'],
    ['a batch of 100,000', `[${Array(100_000).fill('1').join(',')}]`, -32_600, 'batch too large'],
    ['100,000 deep', '['.repeat(100_000), -32_600, 'too deeply nested'],
    [
      '100,000 deep in params',
      `{"jsonrpc":"2.0","id":1,"method":"eth_call","params":${'[{"a":'.repeat(50_000)}`,
      -32_600,
      'too deeply nested',
    ],
    ['5 MB of [', '['.repeat(5_000_000), -32_600, 'too deeply nested'],
    ['2,000,000 values', `[${'0,'.repeat(2_000_000)}0]`, -32_600, 'too many values'],
    ['an object as id', one('eth_chainId', [], {}), -32_600, 'invalid request'],
    ['a list as id', one('eth_chainId', [], [1]), -32_600, 'invalid request'],
    ['a boolean as id', one('eth_chainId', [], true), -32_600, 'invalid request'],
    ['a number as method', one(7 as unknown as string), -32_600, 'invalid request'],
    ['params by name', one('eth_chainId', { a: 1 }), -32_602, 'non-array args'],
    [
      'a prototype as method',
      one('__proto__'),
      -32_601,
      'the method __proto__ does not exist/is not available',
    ],
    ['a method of objects', one('toString'), -32_601, 'the method toString does not exist/is not available'],
    ['a constructor', one('constructor'), -32_601, 'the method constructor does not exist/is not available'],
  ])('is refused in words that users know: %s', async (_name, body, code, message) => {
    const { reply } = await post(body);
    expect(reply.error).toMatchObject({ code, message });
  });

  it.each([
    ['a text', 'abc'],
    ['an empty text', ''],
    ['null', null],
    ['a fraction', 1.5],
    ['beyond 2^53', 9_007_199_254_740_992],
    ['less than nothing', -1],
  ])('is not an id of any kind: %s comes back', async (_name, id) => {
    expect((await post(one('eth_chainId', [], id))).reply).toEqual({ jsonrpc: '2.0', id, result: '0x539' });
  });

  it('takes the last of doubled keys and no prototype', async () => {
    const doubled = '{"jsonrpc":"2.0","id":1,"id":2,"method":"eth_accounts","method":"eth_chainId"}';
    expect((await post(doubled)).reply).toEqual({ jsonrpc: '2.0', id: 2, result: '0x539' });
    const inherited = '{"id":1,"__proto__":{"method":"eth_chainId"}}';
    expect((await post(inherited)).reply.error).toMatchObject({ code: -32_600 });
  });

  it('answers nothing to a notification', async () => {
    expect(await ask({ port: front, body: '{"jsonrpc":"2.0","method":"eth_chainId"}' })).toEqual({
      status: 200,
      text: '',
    });
  });

  it('is counted, and costs the log little', async () => {
    const before = await counter(driverAdmin, 'evm_driver_front_refused_total', 'parse');
    const { logBytes } = await underAttack(network, 'a thousand bad requests', async () => {
      for (let n = 0; n < 1_000; n++) await ask({ port: front, body: n % 2 === 0 ? '{' : one('nonsense') });
    });
    const after = await counter(driverAdmin, 'evm_driver_front_refused_total', 'parse');
    expect(
      await counter(driverAdmin, 'evm_driver_front_refused_total', 'method-not-found'),
    ).toBeGreaterThanOrEqual(500);
    expect(after - before).toBe(500);
    expect(logBytes['evm-driver@demo']).toBeLessThan(maxLogBytesPerThousand);
  });
});

describe('methods', () => {
  it.each([
    ...['anvil_setBalance', 'anvil_reset', 'anvil_mine', 'anvil_dumpState', 'anvil_impersonateAccount'],
    ...['evm_mine', 'evm_snapshot', 'evm_revert', 'evm_increaseTime', 'hardhat_setCode', 'hardhat_reset'],
    ...['miner_start', 'personal_listAccounts', 'personal_unlockAccount', 'admin_nodeInfo', 'admin_addPeer'],
    ...['debug_traceTransaction', 'debug_traceCall', 'debug_setHead', 'trace_block', 'trace_filter'],
    ...['engine_newPayloadV4', 'engine_forkchoiceUpdatedV3', 'testing_buildBlockV1', 'ots_getApiLevel'],
    ...['eth_sendTransaction', 'eth_sign', 'eth_signTransaction', 'eth_signTypedData_v4', 'eth_submitWork'],
    ...['eth_sendUnsignedTransaction', 'eth_simulateV1', 'wallet_getCapabilities', 'txpool_setGasPrice'],
  ])('of the node stay with the node: %s', async (method) => {
    const { error } = await call(front, method, ['0x1']);
    expect(error).toEqual({
      code: -32_601,
      message: `the method ${method} does not exist/is not available`,
    });
  });
});

describe('connections', () => {
  const head = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

  it('is refused before it is read: a body of 100 MB', async () => {
    const { status } = await ask({
      port: front,
      headers: { 'content-length': `${100 * 1024 * 1024}` },
      body: ' '.repeat(10),
      ms: 5_000,
    });
    expect([413, 0]).toContain(status);
  });

  it('lives with all kinds of HTTP that is none', async () => {
    await underAttack(network, 'broken HTTP', async () => {
      const body = one('eth_chainId');
      const heard = await Promise.all(
        [
          [`${head}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${body}`],
          [`${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`],
          [`${head}Content-Length: -1\r\n\r\n${body}`],
          [`${head}Content-Length: 99999999999999999999\r\n\r\n${body}`],
          [`${head}Transfer-Encoding: xchunked\r\n\r\n${body}`],
          [`${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n${body}`],
          [`${head} X-Folded: 1\r\n\r\n`],
          ['GET / HTTP/9.9\r\n\r\n'],
          ['\u0000\u0001\u0002\r\n\r\n'],
          [`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
          [`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`],
        ].map((pieces) => talk(front, pieces, { ms: 8_000 })),
      );
      for (const { text } of heard) expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    });
  });

  it('answers a pipeline in its order', async () => {
    const requests = Array.from({ length: 200 }, (_, id) => {
      const body = one('eth_chainId', [], id);
      return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    });
    const { text } = await talk(front, [requests.join('')], {
      ms: 10_000,
      until: (heard) => heard.includes('"id":199,'),
    });
    const ids = [...text.matchAll(/"id":(\d+),/g)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: 200 }, (_, id) => id));
  });

  it('serves others beside 900 that say nothing, slow heads, and bodies without end', async () => {
    await underAttack(network, 'idle and slow connections', async () => {
      await Promise.all([
        hold(front, 900, 10_000),
        ...Array.from({ length: 20 }, () =>
          talk(front, [head, ...Array.from({ length: 30 }, (_, n) => `X-${n}: 1\r\n`)], {
            ms: 10_000,
            pauseMs: 300,
          }),
        ),
        ...Array.from({ length: 20 }, () => talk(front, endlessChunks(head), { ms: 10_000, pauseMs: 20 })),
        ...Array.from({ length: 20 }, () =>
          talk(front, [`${head}Content-Length: 5000000\r\n\r\n`, ...Array<string>(30).fill('[')], {
            ms: 10_000,
            pauseMs: 300,
          }),
        ),
      ]);
    });
  });
});

/** A chunked body of up to 20 MB. */
function* endlessChunks(head: string): Generator<string> {
  yield `${head}Transfer-Encoding: chunked\r\n\r\n`;
  for (let n = 0; n < 400; n++) yield `c350\r\n${'['.repeat(50_000)}\r\n`;
}
