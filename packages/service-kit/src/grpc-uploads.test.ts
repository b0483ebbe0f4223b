import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { utf8 } from '@switchyard/primitives';
import { expect, it, onTestFinished } from 'vitest';
import {
  type CutReason,
  call,
  createGrpcClient,
  definition,
  rpc,
  serve,
  serveGrpc,
  type UploadLimits,
} from './index.ts';

type Text = { text: string };
const codec = {
  encode: (message: Text) => ({ finish: () => utf8(message.text) }),
  decode: (bytes: Uint8Array): Text => ({ text: new TextDecoder().decode(bytes) }),
};
const echo = rpc('/x.X/Echo', codec, codec);
const claimed = 100_000;
const limits = { deadlineMs: 5_000, signal: new AbortController().signal };

async function serveEcho(uploads: Partial<UploadLimits>, onHang = (): void => undefined) {
  const cuts: CutReason[] = [];
  const server = await serveGrpc({
    address: '127.0.0.1:0',
    uploads,
    onCut: (why) => cuts.push(why),
    services: [
      {
        definition: { echo: definition(echo, 'unary') },
        implementation: {
          echo: serve<Text, Text>((request) => {
            if (request.text !== 'hang') return Promise.resolve(request);
            onHang();
            return new Promise(() => undefined);
          }),
        },
      },
    ],
  });
  return Object.assign(server, { cuts });
}

function open(port: number): ClientHttp2Session {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

type Refusal = { readonly grpcStatus: unknown; readonly code: unknown; readonly retryAfter: unknown };

/** Claims a message, sends nearly all of it, and says how that ended. */
function beginUpload(session: ClientHttp2Session): {
  readonly stream: ClientHttp2Stream;
  readonly refused: Promise<Refusal>;
} {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/x.X/Echo',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => undefined);
  const refused = new Promise<Refusal>((resolve) => {
    stream.once('response', (headers) =>
      resolve({
        grpcStatus: Number(headers['grpc-status']),
        code: headers['switchyard-error-code'],
        retryAfter: headers['switchyard-retry-after-ms'],
      }),
    );
  });
  const head = Buffer.alloc(5);
  head.writeUInt32BE(claimed, 1);
  stream.write(Buffer.concat([head, Buffer.alloc(claimed - 100)]));
  return { stream, refused };
}

it('refuses the oldest unfinished request when all connections together hold too much', async () => {
  await using server = await serveEcho({ pendingBytes: 5 * claimed + 60_000 });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  const busy = { grpcStatus: status.RESOURCE_EXHAUSTED, code: 'GRPC_SERVER_BUSY', retryAfter: '1000' };
  const first = beginUpload(open(server.port));
  const closed = new Promise((resolve) => first.stream.once('close', resolve));
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    beginUpload(open(server.port));
  }
  expect(await first.refused).toEqual(busy);
  expect(server.cuts).toEqual(['crowded']);
  await closed;
  // Whoever sends all of it is served meanwhile.
  for (let n = 0; n < 20; n++) {
    expect(await call(client, echo, { text: 'x'.repeat(50_000) }, limits)).toBeDefined();
  }
});

it('counts a request until its call is over, and frees it then', async () => {
  let hung = 0;
  await using server = await serveEcho({ pendingBytes: 30_000 }, () => hung++);
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  const gone = new AbortController();
  const hanging = Array.from({ length: 3 }, () =>
    call(client, echo, { text: 'hang' }, { ...limits, signal: gone.signal }).catch(() => 'gone'),
  );
  await expect.poll(() => hung).toBe(3);
  await expect(call(client, echo, { text: 'hello' }, limits)).rejects.toMatchObject({
    code: 'GRPC_SERVER_BUSY',
    fault: 'transient',
    retryAfterMs: 1_000,
  });
  gone.abort(new Error('gone'));
  await Promise.all(hanging);
  await expect
    .poll(() => call(client, echo, { text: 'hello' }, limits).catch(() => undefined))
    .toEqual({ text: 'hello' });
});

it('ends a request that does not arrive in time, and no call that takes long', async () => {
  await using server = await serveEcho({ uploadMs: 200 });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  const hanging = call(client, echo, { text: 'hang' }, { ...limits, deadlineMs: 800 });
  const { refused } = beginUpload(open(server.port));
  expect(await refused).toMatchObject({
    grpcStatus: status.DEADLINE_EXCEEDED,
    code: 'GRPC_REQUEST_TOO_SLOW',
  });
  expect(server.cuts).toEqual(['late-request']);
  await expect(hanging).rejects.toMatchObject({ code: 'GRPC_DEADLINE_EXCEEDED' });
});

it.each([
  ['say nothing', () => undefined],
  ['never end their requests', beginUpload],
])('lets others in when all connections are held by some who %s', async (_who, hold) => {
  await using server = await serveEcho({ connections: 2 });
  const sessions = [open(server.port), open(server.port)];
  await Promise.all(sessions.map(settled));
  for (const session of sessions) hold(session);
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  expect(await call(client, echo, { text: 'hello' }, limits)).toEqual({ text: 'hello' });
  await expect.poll(() => sessions.map((session) => session.closed)).toEqual([true, false]);
  expect(server.cuts).toEqual(['waited-longest']);
});

it('closes connections beyond those it may have when all are being answered', async () => {
  let hanging = 0;
  await using server = await serveEcho({ connections: 2 }, () => hanging++);
  // Alike, they would share a connection.
  const clients = [1_000, 2_000].map((bytes) => createGrpcClient(`127.0.0.1:${server.port}`, bytes));
  const hung = clients.map((client) =>
    call(client, echo, { text: 'hang' }, { ...limits, deadlineMs: 3_000 }),
  );
  for (const each of hung) each.catch(() => undefined);
  onTestFinished(() => {
    for (const client of clients) client.close();
  });
  await expect.poll(() => hanging).toBe(2);
  const third = open(server.port);
  await new Promise((resolve) => third.once('close', resolve));
  for (const each of hung) await expect(each).rejects.toMatchObject({ code: 'GRPC_DEADLINE_EXCEEDED' });
});

const settled = (session: ClientHttp2Session): Promise<void> =>
  new Promise((resolve) => {
    session.once('remoteSettings', () => resolve());
  });
