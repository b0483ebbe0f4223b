import { MalformedError } from '@switchyard/primitives';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame, FrameParser, messageFrames } from './frames.ts';
import {
  type GossipNode,
  MAX_FRAME_BYTES,
  MAX_REQUEST_BYTES,
  PeerMisbehavedError,
  PeerRefusedError,
  PeerUnavailableError,
  type RequestHandler,
  type RequestOptions,
} from './index.ts';
import { aMessage, startNode, type TestNode, until } from './test-node.ts';

const protocol = '/switchyard/test/1';
const running: GossipNode[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node[Symbol.asyncDispose]()));
});

/** A client connected to a server with a handler. */
async function aPair(handler?: RequestHandler): Promise<{ client: TestNode; server: TestNode }> {
  const server = await startNode();
  if (handler !== undefined) await server.serve(protocol, handler);
  const client = await startNode([server]);
  running.push(server, client);
  await until(() =>
    client.peers().some(({ protocols }) => handler === undefined || protocols.includes(protocol)),
  );
  return { client, server };
}

const asked = (
  { client, server }: { client: TestNode; server: TestNode },
  options: Partial<RequestOptions> = {},
  request: Uint8Array = aMessage(1),
) =>
  client.request(server.id, protocol, request, {
    maxBytes: 32 << 20,
    signal: AbortSignal.timeout(20_000),
    ...options,
  });

async function all(answer: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const messages: Uint8Array[] = [];
  for await (const message of answer) messages.push(message);
  return messages;
}

async function failureOf(answer: AsyncIterable<Uint8Array>): Promise<unknown> {
  return all(answer).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a request', () => {
  it('gets its messages whole, whatever their size', async () => {
    const sizes = [0, 1, 100_000, MAX_FRAME_BYTES, MAX_FRAME_BYTES + 1, 7 << 20];
    const messages = sizes.map((size) => aMessage(3, Math.max(size, 1)).subarray(0, size));
    const pair = await aPair(async function* () {
      yield* messages;
    });
    const answer = await all(asked(pair));
    expect(answer.map(({ length }) => length)).toEqual(sizes);
    for (const [i, message] of messages.entries())
      expect(Buffer.compare(answer[i] ?? new Uint8Array(), message)).toBe(0);
  });

  it('reaches the handler with the peer’s id', async () => {
    const seen: unknown[] = [];
    const pair = await aPair(async function* (request, peer) {
      seen.push([request.length, request[0], peer]);
      yield* [];
    });
    expect(await all(asked(pair, {}, aMessage(9, MAX_REQUEST_BYTES)))).toEqual([]);
    expect(seen).toEqual([[MAX_REQUEST_BYTES, 9, pair.client.id]]);
    expect(pair.server.events).toContainEqual({ kind: 'served', protocol, outcome: 'answered' });
  });

  it('is refused with the handler’s code', async () => {
    const pair = await aPair(async function* () {
      yield aMessage(1);
      throw new MalformedError('no such thing');
    });
    const error = await failureOf(asked(pair));
    expect(error).toBeInstanceOf(PeerRefusedError);
    expect(error).toMatchObject({ reason: 'MALFORMED', fault: 'rejected' });
  });

  it('is answered with "unavailable" when the handler breaks, and says no more', async () => {
    const pair = await aPair(async function* () {
      yield aMessage(1);
      throw new TypeError('a secret');
    });
    const error = await failureOf(asked(pair));
    expect(error).toMatchObject({ code: 'GOSSIP_PEER_UNAVAILABLE', fault: 'transient' });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('that is too large is not read', async () => {
    const pair = await aPair(async function* () {
      yield aMessage(1);
    });
    const error = await failureOf(asked(pair, {}, aMessage(1, MAX_REQUEST_BYTES + 1)));
    expect(error).toBeInstanceOf(PeerUnavailableError);
    await until(() =>
      pair.server.events.some((event) => event.kind === 'served' && event.outcome === 'failed'),
    );
  });

  it('takes no more bytes than it asked for', async () => {
    const pair = await aPair(async function* () {
      for (;;) yield aMessage(1, 100_000);
    });
    expect(await failureOf(asked(pair, { maxBytes: 1_000_000 }))).toBeInstanceOf(PeerMisbehavedError);
  });

  it('fails at once for a peer that is not there, or does not speak the protocol', async () => {
    const pair = await aPair();
    expect(await failureOf(asked(pair))).toBeInstanceOf(PeerUnavailableError);
    const stranger = await startNode();
    await stranger[Symbol.asyncDispose]();
    expect(await failureOf(asked({ client: pair.client, server: stranger }))).toBeInstanceOf(
      PeerUnavailableError,
    );
  });

  it('fails when the peer goes away in the middle', async () => {
    const pair = await aPair(async function* (_request, _peer, signal) {
      yield aMessage(1);
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
    });
    const answer = asked(pair)[Symbol.asyncIterator]();
    expect((await answer.next()).done).toBe(false);
    const failing = answer.next().catch((error: unknown) => error);
    await pair.server[Symbol.asyncDispose]();
    expect(await failing).toBeInstanceOf(PeerUnavailableError);
  });

  it('ends with the signal, and tells the peer', async () => {
    const aborted = Promise.withResolvers<void>();
    const pair = await aPair(async function* () {
      try {
        for (;;) {
          yield aMessage(1, 10_000);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        aborted.resolve();
      }
    });
    const reason = new Error('enough');
    const controller = new AbortController();
    const answer = asked(pair, { signal: controller.signal })[Symbol.asyncIterator]();
    await answer.next();
    controller.abort(reason);
    const rest = async () => {
      while ((await answer.next()).done !== true);
    };
    await expect(rest()).rejects.toBe(reason);
    await aborted.promise;
  });

  it('ends when its reader leaves', async () => {
    const left = Promise.withResolvers<void>();
    const pair = await aPair(async function* () {
      try {
        for (;;) yield aMessage(1, 10_000);
      } finally {
        left.resolve();
      }
    });
    for await (const _ of asked(pair)) break;
    await left.promise;
  });

  it('does not make the server collect what the client does not read', async () => {
    let made = 0;
    const pair = await aPair(async function* () {
      for (; made < 200; made++) yield aMessage(1, 500_000);
    });
    const answer = asked(pair, { maxBytes: 200 << 20 })[Symbol.asyncIterator]();
    await answer.next();
    await new Promise((resolve) => setTimeout(resolve, 700));
    const [early] = [made];
    expect(early).toBeLessThan(20);
    let count = 1;
    while ((await answer.next()).done !== true) count += 1;
    expect(count).toBe(200);
  });

  it('finds a busy node after eight of the same peer, and other peers do not', async () => {
    const gate = Promise.withResolvers<void>();
    const pair = await aPair(async function* () {
      await gate.promise;
      yield aMessage(1);
    });
    const other = await startNode([pair.server]);
    running.push(other);
    await until(() => other.peers().length === 1);
    const mine = Array.from({ length: 10 }, () => failureOf(asked(pair)));
    await until(() => pair.server.events.filter((event) => event.kind === 'served').length === 2);
    const theirs = all(asked({ client: other, server: pair.server }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.resolve();
    const failures = (await Promise.all(mine)).filter((error) => error !== undefined);
    expect(failures.length).toBe(2);
    expect(failures[0]).toBeInstanceOf(PeerUnavailableError);
    expect((await theirs).length).toBe(1);
  });
});

describe('frames', () => {
  it('come out of any cutting of their bytes', () => {
    const messages = [aMessage(1, 10), new Uint8Array(), aMessage(2, MAX_FRAME_BYTES + 5)];
    const bytes = Buffer.concat([
      ...messages.flatMap((message) => [...messageFrames(message)]),
      encodeFrame('end'),
    ]);
    for (const step of [1_000, 65_536, bytes.length]) {
      const parser = new FrameParser();
      const frames = [];
      for (let at = 0; at < bytes.length; at += step) {
        for (const { kind, payload } of parser.push(bytes.subarray(at, at + step)))
          frames.push([kind, payload.length]);
      }
      expect(frames).toEqual([
        ['last', 10],
        ['last', 0],
        ['part', MAX_FRAME_BYTES],
        ['last', 5],
        ['end', 0],
      ]);
    }
    const single = new FrameParser();
    const kinds = [...bytes.subarray(0, 40)].flatMap((byte) =>
      [...single.push(Uint8Array.of(byte))].map(({ kind }) => kind),
    );
    expect(kinds).toEqual(['last', 'last']);
  });

  it.each([
    ['of an unknown kind', [0, 0, 0, 0, 4]],
    ['over the cap', [0, 16, 0, 1, 1]],
  ])('%s are refused', (_, bytes) => {
    expect(() => [...new FrameParser().push(Uint8Array.from(bytes))]).toThrow(PeerMisbehavedError);
  });
});
