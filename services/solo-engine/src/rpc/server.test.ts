import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
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
import { type ChainView, createEnds } from './chain-view.ts';
import { serveRpc } from './server.ts';
import { createTurns, MAX_WAITING_TURNS } from './turns.ts';

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

/** From this height on they have four. */
const HUGE_FROM = 1_000n;
const hugeBlock: StoredBlock = {
  ...firstBlock,
  block: { ...firstBlock.block, items: [new Uint8Array(4 * 1_048_576)] },
};

/** Large blocks that were read. */
let reads = 0;

const store = {
  base: 1n,
  height: 1n,
  state: () => secondState,
  pending: () => undefined,
  block: (height: bigint) => {
    if (height < LARGE_FROM) return firstBlock;
    reads++;
    return height < HUGE_FROM ? largeBlock : hugeBlock;
  },
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
  reads = 0;
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
    turn: createTurns(MAX_WAITING_TURNS),
    end: createEnds(store),
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

  it.each(['{', 'x', '{"jsonrpc":"2.0","id":1,"method":', '1', '[1]'])(
    'refuses %j, which is no JSON or no object',
    async (body) => {
      const { status, text } = await post(body);
      expect(status).toBe(500);
      expect(text).toContain('"code":-32700');
    },
  );

  it.each(['null', '{"id":1}', '{"method":"health","id":{}}'])(
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
    await expect.poll(() => ended).toBeGreaterThanOrEqual(6);
    queries.resolve();
    expect((await Promise.all(asked)).filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
  });

  it('that nobody reads make room for those of others', async () => {
    head.reach({ ...secondState, height: LARGE_FROM });
    const port = Number(new URL(url).port);
    const served = async (): Promise<number> =>
      Number(/rpc_requests_total\{outcome="ok"\} (\d+)/.exec(await registry.registry.metrics())?.[1] ?? 0);
    const before = await served();
    // 23 blocks of 1.4 MB as text fit into 32 MiB.
    const deaf: Socket[] = [];
    for (const blocks of [10, 10, 3]) {
      const body = `[${Array<string>(blocks).fill(largeCall).join(',')}]`;
      const socket = connect(port, '127.0.0.1').pause();
      deaf.push(socket);
      socket.on('error', () => undefined);
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      // One after the other: a connection on which nothing moves for long is closed, and then nothing is made for it.
      await expect.poll(served).toBeGreaterThanOrEqual(before + deaf.length);
    }
    for (let n = 0; n < 5; n++) {
      const response = await fetch(`${url}/block?height=100`);
      expect([response.status, (await response.text()).length > 1_048_576]).toEqual([200, true]);
    }
    for (const socket of deaf) socket.destroy();
  });
});

describe('work', () => {
  const get = `GET /block?height=${LARGE_FROM} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const port = () => Number(new URL(url).port);
  const settled = async () => {
    await expect.poll(async () => (await fetch(`${url}/health`)).status).toBe(200);
    let last = -1;
    while (last !== reads) {
      last = reads;
      await systemClock.sleep(200, stop.signal);
    }
  };
  const heard = (socket: Socket) => {
    const seen = { text: '' };
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => (seen.text += chunk.toString('latin1')));
    return seen;
  };
  beforeEach(() => head.reach({ ...secondState, height: LARGE_FROM }));

  it.each([
    ['of a pipeline', 1, 600],
    ['of many connections', 200, 1],
    ['of pipelines', 60, 15],
  ])('is not done for callers %s who have gone', async (_, callers, requests) => {
    const sockets = Array.from({ length: callers }, () => {
      const socket = connect(port(), '127.0.0.1', () => socket.write(get.repeat(requests)));
      socket.on('error', () => undefined);
      return socket;
    });
    const isCut = () => sockets.every((socket) => socket.destroyed);
    await expect.poll(() => reads > 0 || isCut(), { interval: 5 }).toBe(true);
    const before = reads;
    for (const socket of sockets) socket.destroy();
    await settled();
    expect(reads - before).toBeLessThan(10);
  });

  it('is not done for WebSockets that have gone', async () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/websocket`);
    await once(socket, 'open');
    for (let n = 0; n < 60; n++) socket.send(largeCall);
    await expect.poll(() => reads, { interval: 5 }).toBeGreaterThan(0);
    socket.terminate();
    await settled();
    expect(reads).toBeLessThan(20);
  });

  it('is refused when too much waits, and small calls do not wait for it', async () => {
    const sockets = Array.from({ length: 100 }, () =>
      connect(port(), '127.0.0.1').on('error', () => undefined),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const all = sockets.map((socket) => heard(socket));
    for (const socket of sockets) socket.write(get.repeat(10));
    await expect.poll(() => reads, { interval: 5 }).toBeGreaterThan(0);
    const before = reads;
    for (const path of ['/health', '/status']) expect((await fetch(`${url}${path}`)).status).toBe(200);
    expect(reads - before).toBeLessThan(40);
    await expect.poll(() => all.some(({ text }) => text.startsWith('HTTP/1.1 503'))).toBe(true);
    expect(all.find(({ text }) => text.startsWith('HTTP/1.1 503'))?.text).toContain(
      '"code":-32603,"message":"Internal error","data":"server is busy: too many large answers are asked for"',
    );
    for (const socket of sockets) socket.destroy();
  });

  it('is done in order for what comes in one piece, and ends who sends too much so', async () => {
    const post = (id: number, of: string) => {
      const body = call(of, { height: '1' }, id);
      return `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    const socket = connect(port(), '127.0.0.1', () =>
      socket.write(post(1, 'block') + post(2, 'health') + post(3, 'header') + post(4, 'status')),
    );
    const seen = heard(socket);
    const ids = () => [...seen.text.matchAll(/"jsonrpc":"2.0","id":(\d)/g)].map(([, id]) => id);
    await expect.poll(ids).toEqual(['1', '2', '3', '4']);
    socket.write(get.repeat(100));
    await once(socket, 'close');
  });

  it('that is too large for a batch is refused, and costs nobody else an answer', async () => {
    head.reach({ ...secondState, height: HUGE_FROM });
    const deaf = connect(port(), '127.0.0.1').pause();
    deaf.write(get);
    const served = (outcome: string) => `solo_engine_rpc_requests_total{outcome="${outcome}"} 1`;
    await expect.poll(() => registry.registry.metrics()).toContain(served('ok'));
    const huge = call('block', { height: `${HUGE_FROM}` });
    const { status, text } = await post(`[${Array<string>(10).fill(huge).join(',')}]`);
    expect([status, text]).toEqual([503, expect.stringContaining('server is busy: answers are too large')]);
    expect(await registry.registry.metrics()).toContain(served('busy'));
    const seen = heard(deaf);
    deaf.resume();
    await expect.poll(() => seen.text.length).toBeGreaterThan(1_048_576);
    deaf.destroy();
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
    await expect.poll(async () => registry.registry.metrics()).toContain('solo_engine_rpc_dropped_total 1');
    socket.terminate();
    // A connection kept from before may have waited too long meanwhile.
    await expect.poll(() => fetch(`${url}/health`).then(({ status }) => status)).toBe(200);
  });
});
