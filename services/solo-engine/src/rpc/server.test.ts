import { once } from 'node:events';
import { connect } from 'node:net';
import { emptyCommit } from '@switchyard/light';
import { createMetrics, type Metrics, systemClock } from '@switchyard/service-kit';
import { freePort } from '@switchyard/testing/program';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { buildBlock } from '../domain/block.ts';
import { afterBlock, type ChainState, genesisState } from '../domain/chain.ts';
import { defaultParams } from '../domain/params.ts';
import { createHead, type Head } from '../head.ts';
import { createEngineMetrics } from '../metrics.ts';
import type { Application, BlockStore, StoredBlock } from '../ports.ts';
import { type ChainView, createTurns } from './chain-view.ts';
import { serveRpc } from './server.ts';

const own = new Uint8Array(32).fill(1);
const genesis = {
  chainId: 'yard-1',
  time: { seconds: 1_000n, nanos: 0 },
  initialHeight: 1n,
  params: defaultParams,
  validators: Array.from({ length: 150 }, (_, index) => ({
    publicKey: new Uint8Array(32).fill(1).with(0, index + 1),
    power: 1_000n - BigInt(index),
  })),
  appHash: new Uint8Array(),
  appState: new Uint8Array(),
};
const firstState = genesisState(genesis, 1n);
const built = buildBlock(firstState, {
  items: [],
  lastCommit: emptyCommit,
  proposerAddress: new Uint8Array(20),
});
const firstBlock: StoredBlock = { block: built.block, blockId: built.blockId, size: built.bytes.length };
const secondState: ChainState = afterBlock(
  firstState,
  { blockId: built.blockId, header: built.block.header },
  { results: [], validatorUpdates: [], paramsUpdate: undefined, appHash: new Uint8Array() },
);

/** From this height on blocks have a megabyte. */
const LARGE_FROM = 100n;
const largeBlock: StoredBlock = {
  ...firstBlock,
  block: { ...firstBlock.block, items: [new Uint8Array(1_048_576)] },
};

const store = {
  base: 1n,
  height: 1n,
  state: () => secondState,
  pending: () => undefined,
  block: (height: bigint) => (height < LARGE_FROM ? firstBlock : largeBlock),
  seenCommit: () => emptyCommit,
  validators: () => firstState.validators,
  params: () => defaultParams,
  results: () => undefined,
} as unknown as BlockStore;

/** The application answers queries once this is resolved. */
let queries: PromiseWithResolvers<void>;
const application = {
  query: () => queries.promise.then(() => ({ code: 0 })),
} as unknown as Application;

let registry: Metrics;
let head: Head;
let url: string;
let stop: AbortController;
let served: Promise<void>;

beforeEach(async () => {
  queries = Promise.withResolvers();
  queries.resolve();
  head = createHead();
  head.reach(secondState);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  stop = new AbortController();
  registry = createMetrics('solo-engine');
  const metrics = createEngineMetrics(registry, () => 0);
  const view: ChainView = {
    store,
    state: () => head.state.value,
    application: () => application,
    genesisJson: { chain_id: 'yard-1' },
    ownKey: own,
    rpcAddress: '',
    turn: createTurns(),
  };
  const address = { host: '127.0.0.1', port };
  served = serveRpc({ view, head, clock: systemClock, metrics, address })(stop.signal);
  served.catch(() => undefined);
  await expect
    .poll(async () =>
      fetch(`${url}/health`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

afterEach(async () => {
  stop.abort(new Error('test ends'));
  await served.catch(() => undefined);
});

async function post(body: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

const call = (method: string, params: unknown = {}, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

describe('a POST', () => {
  it.each([
    ['a call', call('health'), '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['a text id', call('health', {}, 'x'), '{"jsonrpc":"2.0","id":"x","result":{}}'],
    [
      'a batch',
      `[${call('health')},${call('health', {}, 2)}]`,
      '[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":2,"result":{}}]',
    ],
    ['a batch of one', `[${call('health')}]`, '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['an empty batch', '[]', ''],
    ['a call without id', '{"jsonrpc":"2.0","method":"health"}', ''],
    [
      'an unknown method',
      call('nope'),
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}',
    ],
    [
      'eleven calls',
      `[${Array.from({ length: 11 }, () => call('health')).join(',')}]`,
      '{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"batch request exceeds maximum (10) allowed number of requests"}}',
    ],
    [
      'a number for a height',
      call('header', { height: 2 }),
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params","data":"error converting json params to arguments: invalid 64-bit integer encoding \\"2\\", expected string"}}',
    ],
  ])('answers %s as CometBFT does', async (_, body, expected) => {
    expect(await post(body)).toEqual({ status: 200, text: expected });
  });

  it.each(['{', 'x', '{"jsonrpc":"2.0","id":1,"method":'])('refuses %j, which is no JSON', async (body) => {
    const { status, text } = await post(body);
    expect(status).toBe(500);
    expect(text).toContain('"code":-32700');
  });

  it.each(['1', 'null', '{"id":1}', '{"method":"health","id":{}}', '[1]'])(
    'refuses %s, which is no request',
    async (body) => {
      expect((await post(body)).text).toContain('"code":-32600');
    },
  );

  it('takes parameters by position', async () => {
    expect((await post(call('header', ['1']))).text).toContain('"height":"1"');
    expect((await post(call('header', ['1', '2']))).text).toContain('"code":-32602');
    expect((await post(call('header', 'x'))).text).toContain('"code":-32602');
  });

  it('refuses a body of ten megabytes', async () => {
    const { status } = await post('x'.repeat(10_000_000)).catch(() => ({ status: 400 }));
    expect(status).toBe(400);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('takes JSON that is deep for none, as Go does', async () => {
    const { text } = await post(`${'['.repeat(400_000)}${']'.repeat(400_000)}`);
    expect(text).toContain('"code":-32700');
  });
});

const largeCall = call('block', { height: `${LARGE_FROM}` });

describe('large answers', () => {
  it('are held to a bound also while the rest of a batch waits for the application', async () => {
    head.reach({ ...secondState, height: LARGE_FROM });
    queries = Promise.withResolvers();
    let ended = 0;
    const asked = Array.from({ length: 12 }, async () => {
      const body = `[${[...Array<string>(9).fill(largeCall), call('abci_query')].join(',')}]`;
      const { status } = await post(body).catch(() => ({ status: 0 }));
      ended++;
      return status;
    });
    // 150 MB, of which 32 MiB may be held.
    await expect.poll(() => ended, { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    queries.resolve();
    expect((await Promise.all(asked)).filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
  });

  it('that nobody reads make room for those of others', async () => {
    head.reach({ ...secondState, height: LARGE_FROM });
    const port = Number(new URL(url).port);
    // 23 blocks of 1.4 MB as text fit into 32 MiB.
    const deaf = [10, 10, 3].map((blocks) => {
      const body = `[${Array<string>(blocks).fill(largeCall).join(',')}]`;
      const socket = connect(port, '127.0.0.1').pause();
      socket.on('error', () => undefined);
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return socket;
    });
    const served = 'solo_engine_rpc_requests_total{outcome="ok"} 3';
    await expect.poll(() => registry.registry.metrics(), { timeout: 10_000 }).toContain(served);
    for (let n = 0; n < 5; n++) {
      const response = await fetch(`${url}/block?height=100`);
      expect([response.status, (await response.text()).length > 1_048_576]).toEqual([200, true]);
    }
    for (const socket of deaf) socket.destroy();
  });
});

describe('a GET', () => {
  it.each([
    ['/block?height=1', 200],
    ['/block?height="1"', 200],
    ['/block?height=2', 500],
    ['/block?height=x', 500],
    ['/block?height=99999999999999999999999', 500],
    ['/abci_query?path="/store"&data=0x00&prove=true', 200],
    ['/abci_query?data=0xzz', 500],
    ['/abci_query?prove=maybe', 500],
    ['/subscribe?query="x"', 404],
    ['/nonsense', 404],
    ['/', 200],
    ['//', 404],
  ])('of %s answers %i', async (path, status) => {
    expect((await fetch(`${url}${path}`)).status).toBe(status);
  });

  it('pages validators', async () => {
    const page = async (query: string) => {
      const response = await fetch(`${url}/validators?${query}`);
      const { result } = (await response.json()) as { result: { count: string; total: string } };
      return [result.count, result.total];
    };
    expect(await page('')).toEqual(['30', '150']);
    expect(await page('per_page=1000')).toEqual(['100', '150']);
    expect(await page('page=2&per_page=100')).toEqual(['50', '150']);
    expect(await page('per_page=-5')).toEqual(['30', '150']);
  });

  it('is refused in words when it is no HTTP', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('\u0000\u0001nonsense\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
    socket.destroy();
  });
});

describe('a WebSocket', () => {
  async function open(): Promise<{
    readonly socket: WebSocket;
    readonly answers: string[];
    ask: (text: string) => Promise<string>;
  }> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/websocket`);
    const answers: string[] = [];
    socket.on('message', (data: Buffer) => answers.push(data.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return {
      socket,
      answers,
      ask: async (text) => {
        const count = answers.length;
        socket.send(text);
        await expect.poll(() => answers.length).toBeGreaterThan(count);
        return answers[count] ?? '';
      },
    };
  }
  const subscribe = (query: string, id = 1) => call('subscribe', { query }, id);

  it('subscribes and unsubscribes as CometBFT does', async () => {
    const { ask, answers } = await open();
    expect(await ask(subscribe("tm.event='NewBlock'"))).toBe('{"jsonrpc":"2.0","id":1,"result":{}}');
    expect(await ask(subscribe("tm.event='NewBlock'", 2))).toContain('already subscribed');
    expect(await ask(subscribe('bogus', 3))).toContain('failed to parse query');
    expect(await ask(call('unsubscribe', { query: 'x' }))).toContain('subscription not found');
    head.reach({ ...secondState, height: 2n });
    await expect.poll(() => answers.at(-1)).toContain('tendermint/event/NewBlock');
    expect(await ask(call('unsubscribe', { query: "tm.event='NewBlock'" }))).toContain('"result":{}');
    expect(await ask(call('unsubscribe_all'))).toContain('subscription not found');
  });

  it('tells every height once, also when several come at once', async () => {
    const { ask, answers } = await open();
    await ask(subscribe("tm.event = 'NewBlockHeader'"));
    head.reach({ ...secondState, height: 4n });
    await expect.poll(() => answers.length).toBe(4);
  });

  it('has at most five subscriptions', async () => {
    const { ask } = await open();
    for (let i = 0; i < 5; i++) await ask(subscribe(`${' '.repeat(i)}tm.event='NewBlock'`));
    expect(await ask(subscribe("      tm.event='NewBlock'"))).toContain('max_subscriptions_per_client');
  });

  it('answers nonsense in words', async () => {
    const { ask } = await open();
    expect(await ask('{')).toContain('"code":-32700');
    expect(await ask('[]')).toContain('"code":-32600');
    expect(await ask(call('nope'))).toContain('Method not found');
    expect(await ask(call('header', {}))).toContain('"height":"1"');
  });

  it('is ended by a message that is too large, or a flood', async () => {
    const large = await open();
    large.socket.send('x'.repeat(1_100_000));
    await once(large.socket, 'close');
    const flood = await open();
    for (let i = 0; i < 20_000; i++) flood.socket.send(call('validators', { per_page: '100' }, i));
    await once(flood.socket, 'close');
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('is refused elsewhere, also to a peer that resets at once', async () => {
    for (const path of ['/', '/websocket']) {
      for (let i = 0; i < 20; i++) {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        socket.on('error', () => undefined);
        const head = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${head.join('\r\n')}\r\n\r\n`);
        await new Promise((resolve) => setImmediate(resolve));
        socket.resetAndDestroy();
      }
    }
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('is ended when its peer does not read', async () => {
    const { socket, ask } = await open();
    await ask(subscribe("tm.event='NewBlock'"));
    socket.pause();
    head.reach({ ...secondState, height: LARGE_FROM + 40n });
    await expect
      .poll(async () => registry.registry.metrics(), { timeout: 10_000 })
      .toContain('solo_engine_rpc_dropped_total 1');
    socket.terminate();
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
