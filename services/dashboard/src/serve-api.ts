import { codeOf, faultOf } from '@switchyard/primitives';
import {
  type Counter,
  createBoundedServer,
  type Logger,
  type OnCut,
  refusalOf,
  type SocketAddress,
  type Task,
  toJson,
} from '@switchyard/service-kit';
import type { FastifyInstance } from 'fastify';
import { askHeight, askStatus, askTransaction, type QuestionDeps } from './questions.ts';

/** What the API needs besides its sources. */
export type ApiDeps = QuestionDeps & {
  readonly log: Logger;
  readonly refused: Counter<'code'>;
  readonly onCut: OnCut;
};

const bounds = { bodyBytes: 16 * 1024, totalBodyBytes: 256 * 1024, bodies: 'json', hasPages: true } as const;

/** The HTTP API: GET /api/status, /api/rollups, /api/why/<transaction hash or height>. */
export function createApi(
  { log, refused, onCut, ...sources }: ApiDeps,
  { host }: Pick<SocketAddress, 'host'>,
  signal: AbortSignal,
): FastifyInstance {
  const server = createBoundedServer({ ...bounds, host, onCut });
  server.setSerializerCompiler(() => (data) => toJson(data));
  server.setErrorHandler((error, _request, reply) => {
    const code = codeOf(error);
    refused.inc({ code });
    const status =
      faultOf(error) === 'rejected' ? 404 : faultOf(error) === 'transient' ? 503 : statusOf(error);
    if (status >= 500) log.warn({ err: error, code }, 'question not answered');
    const refusal = refusalOf(error);
    if (refusal !== undefined) {
      const { file, problem, remedy } = refusal;
      return reply.code(status).send({ code, message: `${file}: ${problem}; ${remedy}`, ...refusal });
    }
    const message = status === 500 || !(error instanceof Error) ? 'internal error' : error.message;
    return reply.code(status).send({ code, message });
  });
  server.get('/api/status', () => askStatus(sources, signal));
  server.get('/api/rollups', async () => ({ rollups: (await sources.topology()).rollups }));
  server.get<{ Params: { id: string } }>('/api/why/:id', (request, reply) => {
    const id = request.params.id.toLowerCase();
    if (/^0x[0-9a-f]{64}$/.test(id)) return askTransaction(sources, id, signal);
    if (/^\d{1,20}$/.test(id)) return askHeight(sources, id, signal);
    const message = 'expected a transaction hash (0x and 64 hex digits) or a height';
    return reply.code(400).send({ code: 'DASHBOARD_BAD_ID', message });
  });
  return server;
}

/** Serves it until the signal aborts. */
export function serveApi(deps: ApiDeps, address: SocketAddress): Task {
  return async (signal) => {
    const server = createApi(deps, address, signal);
    try {
      await server.listen({ host: address.host, port: address.port });
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      await server.close();
    }
  };
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' ? error.statusCode : 500;
}
