import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  AddressUnavailableError,
  type Allowance,
  type Clock,
  countArriving,
  createAllowance,
  limitConnections,
  readBody,
  runTasks,
  type SocketAddress,
  type Task,
} from '@switchyard/service-kit';
import { WebSocketServer } from 'ws';
import type { Head } from '../head.ts';
import { urlArguments } from './arguments.ts';
import { invalidRequest, parseError } from './errors.ts';
import { type Answer, allOf, answerBody, answerWith, type Keep, refusal } from './json-rpc.ts';
import { methods } from './methods.ts';
import { MAX_UNREAD_BYTES as MAX_UNREAD_SOCKET_BYTES, type WebsocketDeps, Websockets } from './websocket.ts';

/** CometBFT's default of `max_body_bytes`. */
const MAX_BODY_BYTES = 1_000_000;
/** Of bodies and messages that arrive, together; the oldest unfinished one makes room. */
const MAX_ARRIVING_BYTES = 16 * 1024 * 1024;
const MAX_CONNECTIONS = 256;
/** Each may hold one block of events and what it has not read before: 16 × (8 MiB + 10 MB). */
const MAX_WEBSOCKETS = 16;
/** Of answers that are made or not read yet, together; the oldest makes room. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const idleConnectionMs = 30_000;
const lifeCheckMs = 27_000;

export type RpcDeps = WebsocketDeps & {
  readonly address: SocketAddress;
  readonly head: Head;
  readonly clock: Clock;
};

/** Serves CometBFT's RPC by HTTP and WebSocket until the signal aborts. */
export function serveRpc(deps: RpcDeps): Task {
  return async (signal) => {
    const stopped = new AbortController();
    const both = AbortSignal.any([signal, stopped.signal]);
    const arriving = createAllowance(MAX_ARRIVING_BYTES, { drops: 'oldest' });
    const sockets = new Websockets(deps);
    const upgrades = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_BODY_BYTES,
      perMessageDeflate: false,
      // Each piece of a message is an object, however small.
      maxFragments: 1_024,
      maxBufferedChunks: 16_384,
    });
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 });
    limitConnections(server, MAX_CONNECTIONS);
    server.timeout = idleConnectionMs;
    const http = createHttp(deps, arriving, both);
    server.on('request', (request, response) => void http(request, response));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node takes its own listener off: a peer that resets would end the process.
      socket.on('error', () => socket.destroy());
      if (pathOf(request).pathname !== '/websocket' || sockets.size >= MAX_WEBSOCKETS) {
        socket.destroy();
        return;
      }
      upgrades.handleUpgrade(request, socket, head, (peer) => {
        countArriving(peer, socket, { bodies: arriving, unreadBytes: 2 * MAX_UNREAD_SOCKET_BYTES });
        sockets.add(peer, both);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(unavailable(deps.address, cause)));
      server.listen(deps.address.port, deps.address.host, resolve);
    });
    try {
      await runTasks({ events: publishHeights(deps, sockets), life: checkLife(deps, sockets) }, signal);
    } finally {
      stopped.abort(new Error('rpc server stops'));
      sockets.closeAll();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  };
}

function publishHeights({ head }: RpcDeps, sockets: Websockets): Task {
  return async (signal) => {
    let published: bigint | undefined;
    for await (const state of head.state.changes(signal)) {
      if (state === undefined) continue;
      for (let height = (published ?? state.height) + 1n; height <= state.height; height++) {
        sockets.publish(height);
      }
      published = state.height;
    }
  };
}

function checkLife({ clock }: RpcDeps, sockets: Websockets): Task {
  return async (signal) => {
    for (;;) {
      await clock.sleep(lifeCheckMs, signal);
      sockets.checkLife();
    }
  };
}

type HttpAnswer = {
  readonly code: number;
  readonly type: 'application/json' | 'text/plain';
  readonly text: string;
};

function createHttp({ view, metrics }: RpcDeps, bodies: Allowance, signal: AbortSignal) {
  const answers = createAllowance(MAX_ANSWER_BYTES, { drops: 'oldest' });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kept: Answer[] = [];
    const unread = answers.open(() => {
      metrics.rpcDropped.inc();
      kept.length = 0;
      response.destroy();
    });
    response.once('close', unread.release);
    const keep: Keep = (one) => {
      const isKept = unread.grow(one.text.length);
      if (isKept) kept.push(one);
      return isKept;
    };
    try {
      const told = await answer(request, keep, kept);
      if (response.destroyed) return;
      if (told === 'busy') {
        metrics.rpcDropped.inc();
        response.writeHead(503).end();
        return;
      }
      const bytes = Buffer.from(told.text);
      kept.length = 0;
      response.writeHead(told.code, { 'content-type': told.type, 'content-length': bytes.length }).end(bytes);
    } catch {
      // The peer went away, or the store failed, which the consensus task reports.
      response.destroy();
    }
  };

  async function answer(
    request: IncomingMessage,
    keep: Keep,
    kept: readonly Answer[],
  ): Promise<HttpAnswer | 'busy'> {
    const { pathname, searchParams } = pathOf(request);
    if (request.method === 'POST' && pathname === '/') return answerPost(request, keep, kept);
    if (pathname === '/') return listOfMethods();
    const method = methods.get(pathname.slice(1));
    if (method === undefined) return { code: 404, type: 'text/plain', text: '404 page not found\n' };
    const told = await answerWith(view, -1, () => method.call(view, urlArguments(searchParams), signal));
    return keep(told) ? json(told, told.outcome === 'ok' ? 200 : 500) : 'busy';
  }

  async function answerPost(
    request: IncomingMessage,
    keep: Keep,
    kept: readonly Answer[],
  ): Promise<HttpAnswer | 'busy'> {
    const read = await readBody(request, { maxBytes: MAX_BODY_BYTES, bodies });
    if (read.kind === 'refused') {
      metrics.rpcDropped.inc();
      const isLarge = read.why === 'too-large';
      const why = isLarge ? 'request body is too large' : 'too many requests at once';
      return json(refusal(undefined, invalidRequest(why)), isLarge ? 400 : 503);
    }
    const body = new TextDecoder().decode(read.bytes);
    if (body === '') {
      read.holding.release();
      return listOfMethods();
    }
    // What a call asks for is held until the application has answered it.
    const isAnswered = await answerBody(view, body, keep, signal).finally(read.holding.release);
    if (!isAnswered) return 'busy';
    const told = allOf(kept);
    if (told === undefined) return { code: 200, type: 'text/plain', text: '' };
    return json(told, told.text.includes(`"code":${parseError('').code},`) ? 500 : 200);
  }

  function json(told: Answer, code: number): HttpAnswer {
    metrics.rpcRequests.inc({ outcome: told.outcome });
    return { code, type: 'application/json', text: told.text };
  }
}

function listOfMethods(): HttpAnswer {
  const lines = [...methods].map(
    ([name, { names }]) => `/${name}${names.length > 0 ? '?' : ''}${names.join('&')}`,
  );
  return { code: 200, type: 'text/plain', text: `${lines.join('\n')}\n` };
}

function pathOf(request: IncomingMessage): URL {
  return URL.canParse(request.url ?? '', 'http://rpc')
    ? new URL(request.url ?? '', 'http://rpc')
    : new URL('http://rpc/-');
}

function unavailable({ host, port }: SocketAddress, cause: unknown): Error {
  return new AddressUnavailableError(`${host}:${port}`, { cause });
}
