import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createAllowance, type Holding } from './allowance.ts';
import { limitConnections } from './connections.ts';
import type { CutReason, OnCut } from './cut.ts';
import { jsonExcess } from './json-shape.ts';
import { readBody } from './read-body.ts';
import { type WebGuard, webRefusal } from './web-guard.ts';

/** What a server takes in. */
export type ServerBounds = WebGuard & {
  readonly bodyBytes: number;
  /** Of all requests together. */
  readonly totalBodyBytes: number;
  /** `json` are objects of few values; `bytes` are taken whatever they are called. */
  readonly bodies: 'json' | 'bytes';
  readonly onCut: OnCut;
};

/** What callers may make a server hold, and how long. */
export const serverLimits = {
  connections: 1_024,
  /** Requests of one connection that are not answered yet; who sends more is cut off. */
  pipelined: 4,
  /** Head and body must have come by then. */
  requestMs: 10_000,
  /** An answer must have been read by then. */
  sendMs: 30_000,
  /** Of answers that are not read yet, all together; the oldest makes room. */
  answerBytes: 32 * 1024 * 1024,
  checkMs: 5_000,
  idleMs: 5_000,
  json: { depth: 16, values: 4_096 },
};

/** See `serverLimits`. */
export type ServerLimits = Readonly<typeof serverLimits>;

/** A fastify server whose memory callers cannot fill, and which web pages cannot use. */
export function createBoundedServer(
  { bodyBytes, totalBodyBytes, bodies: kind, onCut, ...guard }: ServerBounds,
  limits: ServerLimits = serverLimits,
): FastifyInstance {
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    routerOptions: { maxParamLength: 512 },
    http: {
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      // Who asks for a WebSocket is answered as anybody else.
      shouldUpgradeCallback: () => false,
    },
  });
  limitConnections(server.server, limits.connections, onCut);
  const bodies = createAllowance(totalBodyBytes, { drops: 'oldest' });
  const held = new WeakMap<IncomingMessage, Holding>();
  const answers = createAllowance(limits.answerBytes, { drops: 'oldest' });
  const pipelines = new WeakMap<Socket, number>();
  server.addHook('onResponse', async ({ raw }: FastifyRequest) => held.get(raw)?.release());
  server.addHook('onRequest', async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    const { socket } = raw;
    const unanswered = (pipelines.get(socket) ?? 0) + 1;
    if (unanswered > limits.pipelined && !socket.destroyed) {
      socket.destroy();
      onCut('pipelined');
    }
    // What came with what it was cut off for, too.
    if (socket.destroyed) {
      reply.hijack();
      return;
    }
    pipelines.set(socket, unanswered);
    // To whoever hangs up before the answer there is no response.
    reply.raw.once('close', () => {
      held.get(raw)?.release();
      pipelines.set(socket, (pipelines.get(socket) ?? 0) - 1);
    });
    const why = webRefusal(raw, guard);
    if (why !== undefined) await reply.code(403).header('connection', 'close').send({ error: why });
  });
  server.addHook('onSend', async ({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply, payload) => {
    const cut = (why: CutReason): void => {
      // It may hold several answers, and is cut once.
      if (socket.destroyed) return;
      socket.destroy();
      onCut(why);
    };
    const unread = answers.open(() => cut('crowded'));
    const deadline = setTimeout(cut, limits.sendMs, 'late-reader');
    raw.once('close', () => {
      clearTimeout(deadline);
      unread.release();
    });
    const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
    unread.grow(Math.min(bytes, limits.answerBytes));
  });
  server.removeAllContentTypeParsers();
  const take = async (request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> => {
    const body = await readBody(payload, { maxBytes: bodyBytes, bodies });
    if (body.kind === 'refused') {
      if (body.why === 'too-large') throw new BodyRefusal('request body is too large', { statusCode: 413 });
      throw new BodyRefusal('server is busy', { statusCode: 503 });
    }
    held.set(request.raw, body.holding);
    return Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.length);
  };
  if (kind === 'bytes') server.addContentTypeParser('*', take);
  else {
    server.addContentTypeParser(
      'application/json',
      async (request: FastifyRequest, payload: IncomingMessage) => {
        const bytes = await take(request, payload);
        if (jsonExcess(bytes, limits.json) !== undefined)
          throw new BodyRefusal('body has too many values', { statusCode: 400 });
        try {
          return JSON.parse(bytes.toString()) as unknown;
        } catch (error) {
          throw new BodyRefusal('body is not JSON', { statusCode: 400, cause: error });
        }
      },
    );
  }
  return server;
}

/** A body that is not taken. */
class BodyRefusal extends Error {
  readonly statusCode: number;

  constructor(message: string, { statusCode, ...options }: ErrorOptions & { readonly statusCode: number }) {
    super(message, options);
    this.name = 'BodyRefusal';
    this.statusCode = statusCode;
  }
}
