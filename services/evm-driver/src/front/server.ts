import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type Allowance,
  countArriving,
  limitConnections,
  refuseUpgrade,
  type SocketAddress,
  type Task,
} from '@switchyard/service-kit';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import type { DriverMetrics } from '../metrics.ts';
import { type Call, type Dispatch, failure, messageLimits } from './dispatch.ts';
import { type Message, readMessage } from './read-message.ts';
import { busy, RpcError, reasonOf, rpcCodes } from './rpc-error.ts';
import { type Feeds, serveSocket, socketLimits } from './sockets.ts';

/** What the front serves with. */
export type FrontServer = {
  readonly address: SocketAddress;
  /** Web origins that may call; `*` is every one. */
  readonly origins: readonly string[];
  readonly dispatch: Dispatch;
  readonly call: Call;
  readonly feeds: Feeds;
  readonly metrics: DriverMetrics;
  /** Bytes of messages that arrive or are being answered. */
  readonly bodies: Allowance;
  /** Bytes of answers that are made or not read yet. */
  readonly answers: Allowance;
};

/** On top of what is counted when it is sent: one answer. */
const maxUnreadBytes = socketLimits.bufferedBytes + messageLimits.responseBytes;
const maxSockets = 512;
const maxConnections = 1_024;
const requestTimeoutMs = 30_000;

/** HTTP and WebSocket JSON-RPC on one port until the signal aborts. */
export function serveFront({ address, origins, ...serving }: FrontServer): Task {
  const { dispatch, call, metrics, bodies, answers } = serving;
  const allows = (origin: string | undefined): boolean =>
    origin === undefined || origins.includes('*') || origins.includes(origin);

  return async (signal) => {
    const server = Fastify({
      logger: false,
      forceCloseConnections: true,
      bodyLimit: messageLimits.bytes,
      requestTimeout: requestTimeoutMs,
      connectionTimeout: requestTimeoutMs,
    });
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('application/json', (_request: FastifyRequest, payload: IncomingMessage) =>
      readMessage(payload, bodies),
    );
    limitConnections(server.server, maxConnections, metrics.frontCut);
    server.addHook('onRequest', async ({ headers: { origin } }, reply) => {
      if (origin === undefined || !allows(origin)) return;
      reply.header('access-control-allow-origin', origin).header('vary', 'origin');
      reply
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-allow-methods', 'POST');
    });
    server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
      if (error instanceof RpcError) {
        metrics.refusals.inc({ reason: reasonOf(error) });
        return refuseRequest(reply, error);
      }
      metrics.refusals.inc({ reason: 'invalid-request' });
      const status = error.statusCode ?? 500;
      const text = status >= 500 ? 'internal error' : error.message;
      return reply
        .code(status)
        .type('application/json')
        .send(failure(null, new RpcError(text, { rpcCode: rpcCodes.invalidRequest })));
    });
    server.get('/', (_request, reply) => reply.code(200).send());
    server.options('/', (_request, reply) => reply.code(204).send());
    server.post('/', async (request, reply) => {
      const body = request.body as Message | undefined;
      const answer = await dispatch(body?.text ?? '', call, signal).finally(() => body?.holding.release());
      const unread = answers.open(() => request.raw.socket.destroy());
      reply.raw.once('close', unread.release);
      if (!unread.grow(answer?.length ?? 0)) return refuseRequest(reply, busy());
      return reply.type('application/json').send(answer ?? '');
    });

    const sockets = new WebSocketServer({
      noServer: true,
      maxPayload: messageLimits.bytes,
      perMessageDeflate: false,
      ...socketLimits.pieces,
    });
    sockets.on('connection', (socket) => serveSocket(socket, serving, signal));
    server.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      if (!allows(request.headers.origin)) return refuseUpgrade(stream, '403 Forbidden');
      if (sockets.clients.size >= maxSockets) {
        metrics.droppedSockets.inc({ why: 'too many' });
        return refuseUpgrade(stream, '503 Service Unavailable');
      }
      sockets.handleUpgrade(request, stream, head, (socket) => {
        countArriving(socket, stream, { bodies, unreadBytes: maxUnreadBytes });
        sockets.emit('connection', socket, request);
      });
    });

    try {
      await server.listen({ host: address.host, port: address.port });
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    } finally {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await server.close();
    }
  };
}

/** The rest of a body may still be on its way: nothing else comes by this connection. */
function refuseRequest(reply: FastifyReply, error: RpcError): FastifyReply {
  if (error.httpStatus === 503) reply.header('retry-after', '1');
  return reply
    .code(error.httpStatus)
    .header('connection', 'close')
    .type('application/json')
    .send(failure(null, error));
}
