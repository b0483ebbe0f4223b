import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createAllowance, createMetrics } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Commitments } from '../domain/block.ts';
import { createDriverMetrics } from '../metrics.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createFeed } from './feed.ts';
import { serveFront } from './server.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

type Serving = { readonly port: number } & AsyncDisposable;

async function serveX({
  dispatch = async () => 'here',
  bodyBytes = 1_000_000,
  answerBytes = 1_000_000,
}: {
  readonly dispatch?: Dispatch;
  readonly bodyBytes?: number;
  readonly answerBytes?: number;
} = {}): Promise<Serving> {
  const port = await freePort();
  const stopping = new AbortController();
  const serving = serveFront({
    address: { host: '127.0.0.1', port },
    origins: ['http://friend'],
    dispatch,
    call: () => undefined,
    feeds: { heads: createFeed(), logs: createFeed(), announced: createFeed() },
    metrics: createDriverMetrics(createMetrics('evm_driver')),
    bodies: createAllowance(bodyBytes),
    answers: createAllowance(answerBytes),
  })(stopping.signal);
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}`).then(
        ({ status }) => status,
        () => undefined,
      ),
    )
    .toBe(200);
  return {
    port,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await serving;
    },
  };
}

const post = (port: number, body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

/** A caller that sends what it is told and collects what comes back, once it reads. */
async function raw(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const busyText = '{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"server is busy"}}';

it('refuses the longest unfinished body when all together hold too much, and serves who sends all', async () => {
  await using server = await serveX({ bodyBytes: 100_000 });
  const head =
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4900000\r\n\r\n';
  const slow = await raw(server.port, head + 'x'.repeat(60_000));
  const answer = new Promise<string>((resolve) => slow.once('data', (data) => resolve(data.toString())));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await (await post(server.port, 'x'.repeat(50_000))).text()).toBe('here');
  const refusal = await answer;
  expect(refusal).toMatch(/^HTTP\/1.1 503 /);
  expect(refusal).toMatch(/retry-after: 1/i);
  expect(refusal).toContain(busyText);
  await expect.poll(() => post(server.port, 'x'.repeat(90_000)).then(({ status }) => status)).toBe(200);
});

it('says that it is busy when the bodies in work leave no room, and holds none that was answered', async () => {
  const work = Promise.withResolvers<undefined>();
  let isHeld = true;
  await using server = await serveX({
    bodyBytes: 100_000,
    dispatch: async () => {
      if (isHeld) await work.promise;
      return 'here';
    },
  });
  const held = post(server.port, 'x'.repeat(60_000));
  await expect.poll(() => post(server.port, 'x'.repeat(50_000)).then(({ status }) => status)).toBe(503);
  isHeld = false;
  work.resolve(undefined);
  expect((await held).status).toBe(200);
  for (let n = 0; n < 5; n++) expect((await post(server.port, 'x'.repeat(60_000))).status).toBe(200);
});

it('refuses a body that is longer than a message', async () => {
  await using server = await serveX({ bodyBytes: 50_000_000 });
  const { status } = await post(server.port, 'x'.repeat(5 * 1024 * 1024 + 1)).catch(() => ({ status: 413 }));
  expect(status).toBe(413);
  expect((await post(server.port, 'x'.repeat(5 * 1024 * 1024))).status).toBe(200);
});

it('drops who reads nothing when the answers hold too much, and serves who reads', async () => {
  const large = 'x'.repeat(4_000_000);
  await using server = await serveX({ dispatch: async () => large, answerBytes: 16_000_000 });
  const lazy = Array.from({ length: 3 }, () => new WebSocket(`ws://127.0.0.1:${server.port}`));
  let dropped = 0;
  for (const socket of lazy) {
    socket.on('error', () => undefined);
    socket.on('close', () => dropped++);
    await once(socket, 'open');
    socket.pause();
    for (let n = 0; n < 3; n++) socket.send('{}');
  }
  for (let n = 0; n < 8; n++)
    expect((await (await post(server.port, '{}')).text()).length).toBe(large.length);
  for (const socket of lazy) socket.resume();
  await expect.poll(() => dropped).toBeGreaterThan(0);
});

it('drops the socket of whom most is incomplete when messages hold too much', async () => {
  await using server = await serveX({ bodyBytes: 100_000 });
  const begin = async (bytes: number): Promise<Socket> => {
    const socket = await raw(
      server.port,
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(socket, 'data');
    const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0]);
    socket.write(Buffer.concat([head, Buffer.alloc(bytes)]));
    return socket;
  };
  const most = await begin(60_000);
  const ended = once(most, 'close');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const less = await begin(50_000);
  await ended;
  expect(less.destroyed).toBe(false);
});

it('outlives a caller that resets its refused upgrade', async () => {
  await using server = await serveX();
  const { port } = server;
  const ask = (): Promise<string> => post(port, '{}').then((response) => response.text());
  const upgrade =
    'GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://foe\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const seen: string[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => seen.push(data.toString().slice(0, 12)));
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    socket.write(upgrade);
    // Now before its answer, now after it.
    await new Promise((resolve) => setTimeout(resolve, turn % 4));
    socket.resetAndDestroy();
    await closed;
  }
  expect(await ask()).toBe('here');
  expect(seen).toContain('HTTP/1.1 403');
});

it('answers a batch as far as there is room', async () => {
  const dispatch = createDispatch({
    seen: () => ({}) as Commitments,
    notReady: () => undefined,
    metrics: createDriverMetrics(createMetrics('evm_driver')),
    answers: createAllowance(1_000),
    onFatal: () => undefined,
  });
  const { signal } = new AbortController();
  const batch = JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ id, method: 'x' })));
  for (let turn = 0; turn < 2; turn++) {
    const answers = JSON.parse((await dispatch(batch, () => 'y'.repeat(200), signal)) ?? '') as {
      readonly error?: { readonly code: number };
    }[];
    expect(answers.length).toBe(20);
    expect(answers.filter(({ error }) => error === undefined).length).toBe(4);
    expect(answers.filter(({ error }) => error?.code === -32_005).length).toBe(16);
  }
  const values = `{"id":1,"method":"x","params":[${'0,'.repeat(200_001)}0]}`;
  expect(await dispatch(values, () => 'y', signal)).toContain('too many values');
});

it('takes a large message in frames of 1 KiB, as Go clients send it', async () => {
  await using server = await serveX();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const message = `{"jsonrpc":"2.0","id":1,"method":"eth_call","params":["${'0'.repeat(300_000)}"]}`;
  for (let at = 0; at < message.length; at += 1_024)
    socket.send(message.slice(at, at + 1_024), { fin: at + 1_024 >= message.length });
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(answer.toString()).toBe('here');
});

it('closes the connection of whoever may not open a WebSocket, also if they keep their half open', async () => {
  await using server = await serveX();
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket
    .on('error', () => undefined)
    .on('data', (data) => {
      heard += data.toString();
    });
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://foe\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  await expect.poll(() => heard).toMatch(/^HTTP\/1.1 403 /);
  await expect.poll(() => socket.destroyed || (socket.write('x') && socket.destroyed)).toBe(true);
});
