import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { countArriving, jsonExcess, refuseUpgrade } from '@switchyard/service-kit';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type Allows,
  formatError,
  formatResult,
  holdsParameters,
  parseRequest,
  prepare,
  type Request,
} from './envelope.ts';
import { PARSE_ERROR } from './errors.ts';
import { describeFailure, type RpcDeps } from './http-server.ts';
import { rpcLimits } from './limits.ts';
import type { Subscription } from './method.ts';
import { permissionsOf } from './tokens.ts';

/** JSON-RPC over WebSocket on the same port: calls as by HTTP, and subscriptions as channels. */
export function serveWebSockets(server: Server, deps: RpcDeps, signal: AbortSignal): AsyncDisposable {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: rpcLimits.requestBytes,
    perMessageDeflate: false,
    ...rpcLimits.pieces,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allows = permissionsOf(deps.secret, request.headers.authorization);
    if (allows === undefined || sockets.clients.size >= rpcLimits.sockets) {
      deps.refuse(allows === undefined ? 'token' : 'sockets');
      refuseUpgrade(socket, allows === undefined ? '401 Unauthorized' : '503 Service Unavailable');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      countArriving(ws, socket, { bodies: deps.bodies, unreadBytes: rpcLimits.answerBytes });
      serveConnection(deps, ws, allows, signal);
    });
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
  const unread = deps.unread.open(() => drop());
  let isDropped = false;
  const drop = (): void => {
    // Making room may have dropped this very socket already.
    if (isDropped) return;
    isDropped = true;
    deps.refuse('slow-reader');
    ws.terminate();
  };
  const reading = watchReader(drop);

  /** Sends what is counted until it is sent; false when there is no room for it. */
  const write = (text: string, onSent: () => void): boolean => {
    if (ws.readyState !== ws.OPEN) return false;
    if (!unread.grow(text.length)) {
      drop();
      return false;
    }
    reading.sending();
    ws.send(text, () => {
      unread.shrink(text.length);
      reading.sent();
      onSent();
    });
    return true;
  };

  let refusals = 0;
  const reply = (text: string): void => {
    if (refusals + text.length > rpcLimits.unreadRefusalBytes) {
      drop();
      return;
    }
    refusals += text.length;
    write(text, () => {
      refusals -= text.length;
    });
  };

  const send = (text: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (!write(text, resolve)) resolve();
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
        if (behind >= rpcLimits.framesBehind) {
          sent.release();
          break;
        }
        behind++;
        const frame = `{"jsonrpc":"2.0","method":"xrpc.ch.val","params":[${channel},${value}]}`;
        const onSent = (): void => {
          behind--;
          sent.release();
        };
        if (!write(frame, onSent)) onSent();
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
      deps.refuse('parse');
      reply(formatError(null, PARSE_ERROR, 'Parse error'));
      return;
    }
    if (request.name === 'xrpc.cancel') {
      const [id] = Array.isArray(request.params) ? (request.params as readonly unknown[]) : [];
      calls.get(id)?.abort(new Error('cancelled'));
      return;
    }
    if (calls.size >= rpcLimits.callsPerSocket) {
      reply(formatError(request.id, 1, 'too many requests'));
      return;
    }
    const own = new AbortController();
    const key = request.id ?? Symbol('notification');
    const holding = deps.bodies.open();
    if (holdsParameters(request) && !holding.grow(text.length)) {
      deps.refuse('busy');
      reply(formatError(request.id, 1, 'too many requests'));
      return;
    }
    calls.set(key, own);
    call(request, AbortSignal.any([together, own.signal]))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'request failed'))
      .finally(() => {
        holding.release();
        calls.delete(key);
      });
  };

  ws.on('message', (data) => receive(textOf(data)));
  ws.on('close', () => {
    gone.abort(new Error('the caller has gone'));
    unread.release();
    reading[Symbol.dispose]();
  });
  ws.on('error', () => ws.terminate());
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/** Cuts off who lets something lie for long without taking anything. */
function watchReader(
  drop: () => void,
): Disposable & { readonly sending: () => void; readonly sent: () => void } {
  let lying = 0;
  let hasTaken = true;
  const timer = setInterval(() => {
    if (lying > 0 && !hasTaken) drop();
    hasTaken = false;
  }, rpcLimits.sendIdleMs / 2);
  return {
    sending: () => {
      if (lying++ === 0) hasTaken = true;
    },
    sent: () => {
      lying--;
      hasTaken = true;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function parseFrame(text: string): Request | undefined {
  if (jsonExcess(text, rpcLimits.json) !== undefined) return undefined;
  try {
    return parseRequest(JSON.parse(text));
  } catch {
    return undefined;
  }
}
