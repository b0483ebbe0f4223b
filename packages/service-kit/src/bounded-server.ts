import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createAllowance, type Holding } from './allowance.ts';
import { limitConnections } from './connections.ts';
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
};

const limits = {
  connections: 1_024,
  /** Head and body must have come by then. */
  requestMs: 10_000,
  checkMs: 5_000,
  idleMs: 5_000,
  json: { depth: 16, values: 4_096 },
} as const;

/** A fastify server whose memory callers cannot fill, and which web pages cannot use. */
export function createBoundedServer({
  bodyBytes,
  totalBodyBytes,
  bodies: kind,
  ...guard
}: ServerBounds): FastifyInstance {
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    routerOptions: { maxParamLength: 512 },
    http: { headersTimeout: limits.requestMs, connectionsCheckingInterval: limits.checkMs },
  });
  limitConnections(server.server, limits.connections);
  const bodies = createAllowance(totalBodyBytes, { drops: 'oldest' });
  const held = new WeakMap<IncomingMessage, Holding>();
  server.addHook('onResponse', async ({ raw }: FastifyRequest) => held.get(raw)?.release());
  server.addHook('onRequest', async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    // To whoever hangs up before the answer there is no response.
    reply.raw.once('close', () => held.get(raw)?.release());
    const why = webRefusal(raw, guard);
    if (why !== undefined) await reply.code(403).header('connection', 'close').send({ error: why });
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
