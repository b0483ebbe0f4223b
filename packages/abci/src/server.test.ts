import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tendermint } from '@switchyard/proto';
import { afterEach, expect, it } from 'vitest';
import { type AbciApp, baseApplication } from './application.ts';
import { createAbciClient } from './client.ts';
import { AbciFrameError, AbciTooManyConnectionsError } from './errors.ts';
import { FrameReader, frame } from './frames.ts';
import { abciMethods } from './methods.ts';
import { serveAbci } from './server.ts';

const { Request, Response } = tendermint.abci;
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const resource of opened.splice(0)) await resource[Symbol.asyncDispose]();
});

async function serve(
  app: Partial<AbciApp> = {},
  options: { readonly maxRequestBytes?: number; readonly messageMs?: number } = {},
) {
  const fatal: Error[] = [];
  const rejected: Error[] = [];
  const server = await serveAbci({
    address: '127.0.0.1:0',
    app: { ...baseApplication, ...app },
    onFatal: (error) => fatal.push(error),
    onRejected: (error) => rejected.push(error),
    ...options,
  });
  opened.push(server);
  return { server, fatal, rejected, address: server.address };
}

/** A connection that says what it is told to, and collects what comes back until the end. */
async function raw(address: string) {
  const port = Number(address.split(':').at(-1));
  const socket: Socket = connect({ host: '127.0.0.1', port });
  const frames = new FrameReader(1 << 20);
  const replies: string[] = [];
  socket.on('data', (chunk: Buffer) => {
    for (const message of frames.push(chunk)) replies.push(Response.decode(message).value ?? 'unknown');
  });
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return { socket, replies, ended, send: (request: object) => socket.write(bytes(request)) };
}

function bytes(request: object): Uint8Array {
  return frame(Request.encode(request).finish());
}

it('answers every request of v0.38 and the two of v0.40', async () => {
  const { address } = await serve();
  await using client = await createAbciClient(address);
  for (const method of abciMethods) await expect(client[method]({})).resolves.toBeDefined();
});

it('answers checks of transactions in the order of the requests, whichever is ready first', async () => {
  const waiting: (() => void)[] = [];
  const { address } = await serve({
    async checkTx({ tx }) {
      const [number] = tx;
      if (number === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else for (const release of waiting.splice(0)) release();
      return { data: tx };
    },
  });
  const { socket, replies, ended } = await raw(address);
  const data: (number | undefined)[] = [];
  const frames = new FrameReader(1 << 20);
  socket.on('data', (chunk: Buffer) => {
    for (const message of frames.push(chunk)) data.push(Response.decode(message).checkTx?.data?.[0]);
  });
  for (const number of [0, 1, 2]) socket.write(bytes({ checkTx: { tx: Uint8Array.of(number) } }));
  socket.end(bytes({ flush: {} }));
  await ended;
  expect(replies).toEqual(['checkTx', 'checkTx', 'checkTx', 'flush']);
  expect(data).toEqual([0, 1, 2, undefined]);
});

it('runs other requests one after the other', async () => {
  let running = 0;
  let most = 0;
  const { address } = await serve({
    async query() {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return {};
    },
  });
  const { socket, replies, ended } = await raw(address);
  socket.end(Buffer.concat([bytes({ query: {} }), bytes({ query: {} }), bytes({ echo: { message: 'x' } })]));
  await ended;
  expect(replies).toEqual(['query', 'query', 'echo']);
  expect(most).toBe(1);
});

it('takes 1,000 pipelined checks from a peer that reads late', async () => {
  const { address } = await serve({ checkTx: async () => ({ data: new Uint8Array(4_096) }) });
  const { socket, replies, ended } = await raw(address);
  socket.pause();
  for (let i = 0; i < 1_000; i++) socket.write(bytes({ checkTx: { tx: Uint8Array.of(1) } }));
  socket.end(bytes({ flush: {} }));
  await new Promise((resolve) => setImmediate(resolve));
  socket.resume();
  await ended;
  expect(replies).toHaveLength(1_001);
});

it('answers a throwing handler with an exception, and reports it as fatal', async () => {
  const { address, fatal } = await serve({
    finalizeBlock: () => Promise.reject(new Error('disk is full')),
  });
  await using client = await createAbciClient(address);
  await expect(client.finalizeBlock({})).rejects.toMatchObject({
    code: 'ABCI_EXCEPTION',
    context: { error: 'disk is full' },
  });
  await expect.poll(() => fatal).toHaveLength(1);
  expect(fatal[0]).toMatchObject({
    code: 'ABCI_HANDLER',
    fault: 'fatal',
    context: { method: 'finalizeBlock' },
  });
  await expect(client.lost).resolves.toMatchObject({ code: 'ABCI_EXCEPTION' });
});

it('reports a throwing check that others wait behind', async () => {
  const { address, fatal } = await serve({ checkTx: () => Promise.reject(new Error('bug')) });
  const { socket, replies, ended } = await raw(address);
  for (let i = 0; i < 300; i++) socket.write(bytes({ checkTx: {} }));
  await ended;
  expect(replies).toEqual(['exception']);
  expect(fatal).toHaveLength(1);
});

it.each([
  ['an empty message', Uint8Array.of(0)],
  ['an unknown request', frame(Uint8Array.of(0xfa, 0x01, 0))],
  ['a request that ends early', frame(Uint8Array.of(0x1a, 5, 1))],
  ['an overlong length', Uint8Array.of(0x80, 0x00)],
  ['a length of six bytes', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0x01)],
  ['a length over the limit', Uint8Array.of(0xff, 0xff, 0x7f)],
])('closes a connection that sends %s', async (_, sent) => {
  const { address, fatal, rejected } = await serve({}, { maxRequestBytes: 1_000 });
  const { socket, ended } = await raw(address);
  socket.write(sent);
  await ended;
  expect(rejected).toEqual([expect.any(AbciFrameError)]);
  expect(fatal).toEqual([]);
  await using client = await createAbciClient(address);
  await expect(client.info({})).resolves.toBeDefined();
});

it('counts a connection that ends inside a message', async () => {
  const { address, rejected } = await serve();
  const { socket, ended } = await raw(address);
  socket.end(Uint8Array.of(10, 1));
  await ended;
  await expect.poll(() => rejected).toEqual([expect.any(AbciFrameError)]);
});

it('refuses a ninth connection', async () => {
  const { address, rejected } = await serve();
  await using _first = await createAbciClient(address);
  await using _second = await createAbciClient(address);
  const { ended } = await raw(address);
  await ended;
  expect(rejected).toEqual([expect.any(AbciTooManyConnectionsError)]);
});

it('listens on a unix socket, also where a dead server left its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'abci-'));
  const path = join(folder, 'app.sock');
  try {
    await leaveSocketBehind(path);
    await using _server = await serveAbci({
      address: `unix:${path}`,
      app: baseApplication,
      onFatal: () => undefined,
    });
    await using client = await createAbciClient(`unix://${path}`);
    await expect(client.info({})).resolves.toBeDefined();
    await expect(
      serveAbci({ address: `unix:${path}`, app: baseApplication, onFatal: () => undefined }),
    ).rejects.toMatchObject({ code: 'ABCI_ADDRESS' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('does not take a file for a socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'abci-'));
  try {
    await writeFile(join(folder, 'x'), 'precious');
    await expect(
      serveAbci({ address: `unix:${join(folder, 'x')}`, app: baseApplication, onFatal: () => undefined }),
    ).rejects.toMatchObject({ code: 'ABCI_ADDRESS' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('tells a client that the application is not there, and that it went away', async () => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<object>();
  const { server, address } = await serve({
    query: async () => {
      asked.resolve();
      return answered.promise;
    },
  });
  await using client = await createAbciClient(address);
  const call = client.query({});
  await asked.promise;
  const disposed = server[Symbol.asyncDispose]();
  await expect(call).rejects.toMatchObject({ code: 'ABCI_UNAVAILABLE', fault: 'transient' });
  answered.resolve({});
  await disposed;
  await expect(createAbciClient(address)).rejects.toMatchObject({ code: 'ABCI_UNAVAILABLE' });
});

it('gives a call up when its signal says so', async () => {
  const never = Promise.withResolvers<object>();
  const { address } = await serve({ query: async () => never.promise });
  await using client = await createAbciClient(address);
  const abort = new AbortController();
  const call = client.query({}, abort.signal);
  abort.abort(new Error('too late'));
  await expect(call).rejects.toThrow('too late');
  never.resolve({});
});

/** A socket file whose process was killed. */
async function leaveSocketBehind(path: string): Promise<void> {
  const { execFileSync } = await import('node:child_process');
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`;
  try {
    execFileSync(process.execPath, ['-e', script]);
  } catch {
    // It killed itself, which is the point.
  }
}

it('keeps consensus to the connection that drives it, and frees the place at its end', async () => {
  const committed: string[] = [];
  const { address, rejected, fatal } = await serve({
    commit: async () => {
      committed.push('commit');
      return {};
    },
  });
  const engine = await raw(address);
  engine.send({ commit: {} });
  await expect.poll(() => engine.replies).toEqual(['commit']);

  const stranger = await raw(address);
  stranger.send({ info: {} });
  stranger.send({ commit: {} });
  await stranger.ended;
  expect(stranger.replies).toEqual(['info', 'exception']);
  expect(rejected.map(({ message }) => message)).toEqual(['another connection drives consensus']);
  expect(committed).toEqual(['commit']);
  expect(fatal).toEqual([]);

  engine.socket.end();
  await engine.ended;
  const next = await raw(address);
  next.send({ commit: {} });
  await expect.poll(() => next.replies).toEqual(['commit']);
  next.socket.destroy();
});

it('lets the next engine wait for the end of one that was killed with a request in work', async () => {
  const working = Promise.withResolvers<object>();
  let commits = 0;
  const { address, rejected } = await serve({
    commit: () => (commits++ === 0 ? working.promise : Promise.resolve({})),
  });
  const killed = await raw(address);
  killed.send({ commit: {} });
  await expect.poll(() => commits).toBe(1);
  killed.send({ info: {} });
  killed.socket.destroy();
  const next = await raw(address);
  next.send({ commit: {} });
  setTimeout(() => working.resolve({}), 200);
  await expect.poll(() => next.replies).toEqual(['commit']);
  expect(rejected).toEqual([]);
  next.socket.destroy();
});

it('closes a connection that does not end the message it began', async () => {
  const { address, rejected } = await serve({}, { messageMs: 100 });
  const slow = await raw(address);
  const idle = await raw(address);
  slow.socket.write(Uint8Array.of(200));
  await slow.ended;
  expect(rejected.map(({ message }) => message)).toEqual(['message did not arrive in time']);
  idle.send({ info: {} });
  await expect.poll(() => idle.replies).toEqual(['info']);
  idle.socket.destroy();
});
