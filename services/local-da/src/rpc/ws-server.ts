import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type Allows,
  formatError,
  formatResult,
  MAX_REQUEST_BYTES,
  parseRequest,
  prepare,
  type Request,
} from './envelope.ts';
import { PARSE_ERROR } from './errors.ts';
import { describeFailure, type RpcDeps } from './http-server.ts';
import type { Subscription } from './method.ts';
import { permissionsOf } from './tokens.ts';

/** Frames that a reader may be behind before its channel is closed; go-jsonrpc's channel buffer. */
const MAX_BEHIND = 16;
const MAX_CALLS_PER_CONNECTION = 128;
const MAX_CONNECTIONS = 256;
/** Unread bytes of refusals and the like, which no lease counts; who lets more gather is cut off. */
const MAX_UNREAD_BYTES = 1 << 20;

/** JSON-RPC over WebSocket on the same port: calls as by HTTP, and subscriptions as channels. */
export function serveWebSockets(server: Server, deps: RpcDeps, signal: AbortSignal): AsyncDisposable {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_REQUEST_BYTES,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allows = permissionsOf(deps.secret, request.headers.authorization);
    if (allows === undefined || sockets.clients.size >= MAX_CONNECTIONS) {
      // From the upgrade on nobody else listens to the socket: its reset would end the process.
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${allows === undefined ? '401 Unauthorized' : '503 Service Unavailable'}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => serveConnection(deps, ws, allows, signal));
  });
  return {
    [Symbol.asyncDispose]: async () => {
      for (const ws of sockets.clients) ws.terminate();
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      await promise;
    },
  };
}

function serveConnection(deps: RpcDeps, ws: WebSocket, allows: Allows, signal: AbortSignal): void {
  const gone = new AbortController();
  const together = AbortSignal.any([signal, gone.signal]);
  const calls = new Map<unknown, AbortController>();
  let lastChannel = 0;
  let unread = 0;

  const reply = (text: string): void => {
    if (ws.readyState !== ws.OPEN) return;
    if (unread + text.length > MAX_UNREAD_BYTES) {
      ws.terminate();
      return;
    }
    unread += text.length;
    ws.send(text, () => {
      unread -= text.length;
    });
  };

  const send = (text: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ws.send(text, () => resolve());
    return promise;
  };

  const pump = async (
    target: Subscription,
    params: readonly unknown[],
    id: unknown,
    end: AbortSignal,
  ): Promise<void> => {
    const channel = ++lastChannel;
    let behind = 0;
    let lease = deps.answers.lease(end);
    const hold = (bytes: number): Promise<void> => lease.hold(bytes);
    reply(formatResult(id, String(channel)));
    try {
      for await (const value of target.run(params, { signal: end, hold })) {
        const sent = lease;
        lease = deps.answers.lease(end);
        if (behind >= MAX_BEHIND) {
          sent.release();
          break;
        }
        behind++;
        ws.send(`{"jsonrpc":"2.0","method":"xrpc.ch.val","params":[${channel},${value}]}`, () => {
          behind--;
          sent.release();
        });
      }
    } finally {
      lease.release();
      reply(`{"jsonrpc":"2.0","method":"xrpc.ch.close","params":[${channel}]}`);
    }
  };

  const call = async (request: Request, end: AbortSignal): Promise<void> => {
    const { id, name } = request;
    try {
      const { target, params } = prepare(deps.methods, request, { allows, hasChannels: true });
      if (target.kind === 'subscription') await pump(target, params, id, end);
      else {
        const lease = deps.answers.lease(end);
        try {
          const result = await target.run(params, { signal: end, hold: lease.hold });
          if (id !== null) await send(formatResult(id, result));
        } finally {
          lease.release();
        }
      }
      deps.count('result');
    } catch (error) {
      if (end.aborted) return;
      const { code, message } = describeFailure(deps, name, error);
      if (id !== null) reply(formatError(id, code, message));
    }
  };

  const receive = (text: string): void => {
    const request = parseFrame(text);
    if (request === undefined) {
      reply(formatError(null, PARSE_ERROR, 'Parse error'));
      return;
    }
    if (request.name === 'xrpc.cancel') {
      const [id] = Array.isArray(request.params) ? (request.params as readonly unknown[]) : [];
      calls.get(id)?.abort(new Error('cancelled'));
      return;
    }
    if (calls.size >= MAX_CALLS_PER_CONNECTION) {
      reply(formatError(request.id, 1, 'too many requests'));
      return;
    }
    const own = new AbortController();
    const key = request.id ?? Symbol('notification');
    calls.set(key, own);
    call(request, AbortSignal.any([together, own.signal]))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'request failed'))
      .finally(() => calls.delete(key));
  };

  ws.on('message', (data) => receive(textOf(data)));
  ws.on('close', () => gone.abort(new Error('the caller has gone')));
  ws.on('error', () => ws.terminate());
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function parseFrame(text: string): Request | undefined {
  try {
    return parseRequest(JSON.parse(text));
  } catch {
    return undefined;
  }
}
