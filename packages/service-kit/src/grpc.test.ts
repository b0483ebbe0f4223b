import { status } from '@grpc/grpc-js';
import { SwitchyardError, utf8 } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import {
  call,
  createGrpcClient,
  definition,
  RemoteError,
  rpc,
  serve,
  serveGrpc,
  serveStream,
  stream,
} from './index.ts';

type Text = { text: string };
const codec = {
  encode: (message: Text) => ({ finish: () => utf8(message.text) }),
  decode: (bytes: Uint8Array): Text => ({ text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }),
};
const echo = rpc('/x.X/Echo', codec, codec);
const count = rpc('/x.X/Count', codec, codec);
/** A caller that sends bytes which are no message. */
const asBytes = {
  encode: (bytes: Uint8Array) => ({ finish: () => bytes }),
  decode: (bytes: Uint8Array): Uint8Array => bytes,
};
const never = new AbortController().signal;

class FullError extends SwitchyardError {
  override readonly code = 'X_FULL';
  override readonly fault = 'transient';
  readonly grpcStatus = status.RESOURCE_EXHAUSTED;
  readonly retryAfterMs = 700;
}

function serveX(limits: { readonly maxRequestBytes?: number } = {}) {
  return serveGrpc({
    address: '127.0.0.1:0',
    ...limits,
    services: [
      {
        definition: { echo: definition(echo, 'unary'), count: definition(count, 'stream') },
        implementation: {
          echo: serve<Text, Text>((request) => {
            if (request.text === 'full') return Promise.reject(new FullError('pool is full', { size: 3 }));
            if (request.text === 'bug') return Promise.reject(new TypeError('secret'));
            if (request.text === 'throw') throw new FullError('pool is full');
            if (request.text === 'hang') return new Promise(() => undefined);
            return Promise.resolve(request);
          }),
          count: serveStream<Text, Text>(async function* (request) {
            for (let n = 0; n < Number(request.text); n++) yield { text: String(n) };
            await Promise.resolve();
            throw new FullError('pool is full');
          }),
        },
      },
    ],
  });
}

it('carries calls, refusals with their codes, and deadlines', async () => {
  await using server = await serveX();
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  const ask = (text: string, deadlineMs = 5_000) =>
    call(client, echo, { text }, { deadlineMs, signal: never });
  try {
    expect(await ask('hello')).toEqual({ text: 'hello' });
    await expect(ask('full')).rejects.toMatchObject({
      code: 'X_FULL',
      fault: 'transient',
      retryAfterMs: 700,
    });
    await expect(ask('bug')).rejects.toMatchObject({
      code: 'GRPC_INTERNAL',
      context: { details: 'internal' },
    });
    await expect(ask('hang', 50)).rejects.toMatchObject({
      code: 'GRPC_DEADLINE_EXCEEDED',
      fault: 'transient',
    });
    const gone = new AbortController();
    setTimeout(() => gone.abort(new Error('gone')), 50);
    await expect(
      call(client, echo, { text: 'hang' }, { deadlineMs: 5_000, signal: gone.signal }),
    ).rejects.toThrow('gone');
  } finally {
    client.close();
  }
});

it('words the refusal of what does not decode, and of a handler that throws at once', async () => {
  await using server = await serveX();
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  const limits = { deadlineMs: 5_000, signal: never };
  const malformed = { code: 'MALFORMED', fault: 'rejected', grpcStatus: status.INVALID_ARGUMENT };
  try {
    const garbage = Uint8Array.of(0xff, 0xfe);
    const unary = call(client, rpc('/x.X/Echo', asBytes, asBytes), garbage, limits);
    await expect(unary).rejects.toMatchObject(malformed);
    const streamed = stream(client, rpc('/x.X/Count', asBytes, asBytes), garbage, never);
    await expect(streamed.next()).rejects.toMatchObject(malformed);
    await expect(call(client, echo, { text: 'throw' }, limits)).rejects.toMatchObject({ code: 'X_FULL' });
  } finally {
    client.close();
  }
});

it('refuses a request that is longer than its requests are', async () => {
  await using server = await serveX({ maxRequestBytes: 1_000 });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  const limits = { deadlineMs: 5_000, signal: never };
  try {
    await expect(call(client, echo, { text: 'x'.repeat(1_001) }, limits)).rejects.toMatchObject({
      grpcStatus: status.RESOURCE_EXHAUSTED,
    });
    expect(await call(client, echo, { text: 'x'.repeat(1_000) }, limits)).toBeDefined();
  } finally {
    client.close();
  }
});

it('streams until the server refuses', async () => {
  await using server = await serveX();
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  const seen: string[] = [];
  try {
    const reading = (async () => {
      for await (const { text } of stream(client, count, { text: '3' }, never)) seen.push(text);
    })();
    await expect(reading).rejects.toThrow(RemoteError);
    expect(seen).toEqual(['0', '1', '2']);
  } finally {
    client.close();
  }
});

it('is transient when nobody listens', async () => {
  const client = createGrpcClient('127.0.0.1:1');
  try {
    const calling = call(client, echo, { text: 'x' }, { deadlineMs: 5_000, signal: never });
    await expect(calling).rejects.toMatchObject({ code: 'GRPC_UNAVAILABLE', fault: 'transient' });
  } finally {
    client.close();
  }
});

it('makes no message for a reader that does not take the ones before', async () => {
  const made: string[] = [];
  const large = rpc('/x.X/Large', codec, codec);
  const text = 'x'.repeat(1024 * 1024);
  await using server = await serveGrpc({
    address: '127.0.0.1:0',
    services: [
      {
        definition: { large: definition(large, 'stream') },
        implementation: {
          large: serveStream<Text, Text>(async function* (_request, _signal, { peer }) {
            for (;;) {
              await Promise.resolve();
              made.push(peer);
              yield { text };
            }
          }),
        },
      },
    ],
  });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  try {
    for await (const _ of stream(client, large, { text: '' }, never)) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      break;
    }
    // grpc-js on the reader's side takes sixteen; none beyond those is waiting here.
    expect(made.length).toBeLessThan(20);
    expect(made[0]).toMatch(/^127\.0\.0\.1:\d+$/);
  } finally {
    client.close();
  }
});

it('cuts off who does not read, and says when a call is over', async () => {
  const ended: string[] = [];
  const large = rpc('/x.X/Large', codec, codec);
  const text = 'x'.repeat(1024 * 1024);
  await using server = await serveGrpc({
    address: '127.0.0.1:0',
    services: [
      {
        definition: { large: definition(large, 'stream'), echo: definition(echo, 'unary') },
        implementation: {
          large: serveStream<Text, Text>(
            async function* (_request, signal, { over }) {
              signal.addEventListener('abort', () => ended.push('cancelled'));
              void over.then(() => ended.push('over'));
              for (;;) {
                await Promise.resolve();
                yield { text };
              }
            },
            { cutOffAfterMs: 300 },
          ),
          echo: serve<Text, Text>((request, _signal, { over }) => {
            void over.then(() => ended.push('echoed'));
            return Promise.resolve(request);
          }),
        },
      },
    ],
  });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  try {
    const reader = stream(client, large, { text: '' }, never);
    await reader.next();
    await expect.poll(() => ended.toSorted()).toEqual(['cancelled', 'over']);
    await call(client, echo, { text: 'x' }, { deadlineMs: 5_000, signal: never });
    await expect.poll(() => ended.at(-1)).toBe('echoed');
    await reader.return();
  } finally {
    client.close();
  }
});
