import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { frame } from './web-socket.ts';

/** How a node that is no node answers. */
export type Lie = {
  readonly name: string;
  /** To a batch of calls. */
  readonly http: (
    calls: readonly { readonly id: number; readonly method: string }[],
    response: ServerResponse,
  ) => void;
  /** After a subscription was asked for. */
  readonly socket: (socket: WebSocket) => void;
};

const results =
  (value: unknown): Lie['http'] =>
  (calls, response) =>
    response.end(JSON.stringify(calls.map(({ id }) => ({ jsonrpc: '2.0', id, result: value }))));

const accept = (socket: WebSocket): void => socket.send('{"jsonrpc":"2.0","id":1,"result":"0x1"}');

/** So much is sent at most by one answer. */
const mostBytes = 400 * 1024 * 1024;

const pour = (piece: string, response: ServerResponse): void => {
  let sent = 0;
  const more = (): void => {
    while (sent < mostBytes && !response.destroyed) {
      sent += piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
};

const flood =
  (text: string, count: number) =>
  (socket: WebSocket): void => {
    accept(socket);
    let sent = 0;
    const more = (): void => {
      for (let n = 0; n < 500 && sent < count; n++, sent++) socket.send(text);
      if (sent < count && socket.readyState === socket.OPEN) setTimeout(more, 5);
    };
    more();
  };

const news = (result: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: '0x1', result } });

/** A transaction of 100 kB that hashes to something else. */
const largeNews = news({
  hash: `0x${'1'.repeat(64)}`,
  from: `0x${'1'.repeat(40)}`,
  nonce: '0x0',
  gas: '0x5208',
  value: '0x0',
  input: `0x${'0'.repeat(200_000)}`,
  r: '0x1',
  s: '0x1',
});

/** Every way in which a node is broken or lies. */
export const lies: readonly Lie[] = [
  {
    name: 'answers of 400 MB',
    http: (_, response) => pour('"0000000000000000",'.repeat(5_000), response),
    socket: flood(largeNews, 2_000),
  },
  {
    name: 'deep answers',
    http: (_, response) => pour('['.repeat(64 * 1024), response),
    socket: flood('['.repeat(500_000), 20),
  },
  { name: 'no answer', http: () => undefined, socket: () => undefined },
  { name: 'numbers that are none', http: results('0xzz'), socket: flood(news('0x1'), 20_000) },
  { name: 'other types', http: results({ pending: 7 }), socket: flood('{"id":1,"result":7}', 10) },
  { name: 'nothing', http: results(null), socket: flood('null', 10) },
  {
    name: 'no batch',
    http: (_, response) => response.end('{"jsonrpc":"2.0","id":0,"result":"0x1"}'),
    socket: accept,
  },
  { name: 'no JSON', http: (_, response) => response.end('<html>'), socket: flood('<html>', 10) },
  {
    name: 'redirects',
    http: (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    socket: accept,
  },
  {
    name: 'fragments without end',
    http: results('0x1'),
    socket: (socket) => {
      const raw = (socket as unknown as { readonly _socket: { write: (bytes: Uint8Array) => void } })._socket;
      raw.write(frame({ isFinal: false, isMasked: false, payload: '[' }));
      for (let n = 0; n < 100_000; n++)
        raw.write(frame({ opcode: 0, isFinal: false, isMasked: false, payload: '[' }));
    },
  },
];

/** A server at a port that tells one lie at a time. */
export async function startLyingNode(
  port: number,
): Promise<AsyncDisposable & { tell: (lie: Lie) => void; asked: () => number }> {
  let lie: Lie | undefined;
  let count = 0;
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    response.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      count++;
      lie?.http(JSON.parse(Buffer.concat(chunks).toString()) as { id: number; method: string }[], response);
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.once('message', () => lie?.socket(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    tell: (next) => {
      lie = next;
      count = 0;
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    },
    asked: () => count,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
