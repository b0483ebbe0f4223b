import type { FastifyInstance } from 'fastify';
import { createBoundedServer } from './bounded-server.ts';
import type { SocketAddress } from './config.ts';
import type { Trace } from './facts.ts';
import type { Metrics } from './metrics.ts';
import type { Task } from './tasks.ts';

/** What a service shows of itself. */
export type Admin = {
  readonly service: string;
  readonly metrics: Metrics;
  /** Plain JSON; bigint becomes a decimal string. */
  readonly status: () => object;
  /** Why it cannot work yet; undefined when it can. */
  readonly notReady: () => string | undefined;
  readonly trace?: Trace;
  /** Routes of the service's own, such as knobs for tests. */
  readonly routes?: (server: FastifyInstance) => void;
};

const bounds = { bodyBytes: 64 * 1024, totalBodyBytes: 1024 * 1024, bodies: 'json' } as const;

/** The admin server: /healthz /readyz /status /metrics /trace/<id>. */
export function createAdmin(
  { service, metrics, status, notReady, trace, routes }: Admin,
  { host }: Pick<SocketAddress, 'host'>,
): FastifyInstance {
  const server = createBoundedServer({ ...bounds, host, onCut: metrics.onCut('admin') });
  server.setReplySerializer(toJson);
  server.get('/healthz', () => ({ service, ok: true }));
  server.get('/readyz', (_request, reply) => {
    const why = notReady();
    return reply.code(why === undefined ? 200 : 503).send({ service, ready: why === undefined, why });
  });
  server.get('/status', (_request, reply) =>
    reply.type('application/json').send(toJson({ service, pid: process.pid, ...status() })),
  );
  server.get('/metrics', (_request, reply) => {
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  server.get<{ Params: { id: string } }>('/trace/:id', (request, reply) =>
    reply.type('application/json').send(toJson({ events: trace?.of(request.params.id) ?? [] })),
  );
  routes?.(server);
  return server;
}

/** Serves the admin API until the signal aborts. */
export function serveAdmin({ address, ...admin }: Admin & { readonly address: SocketAddress }): Task {
  return async (signal) => {
    const server = createAdmin(admin, address);
    try {
      await server.listen({ host: address.host, port: address.port });
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    } finally {
      await server.close();
    }
  };
}

/** JSON with bigint as decimal strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}
