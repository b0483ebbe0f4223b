import { faultOf, fromHex, MalformedError, SwitchyardError, toHex } from '@switchyard/primitives';
import { createBoundedServer, type OnCut, type SocketAddress, type Task } from '@switchyard/service-kit';
import type { FastifyInstance } from 'fastify';
import type { Admit } from '../admit.ts';

/** A transaction of 1 MiB in hex, and a line end. */
const MAX_BODY_BYTES = 2 * 1_048_576 + 16;
/** Of bodies that arrive or are being admitted. */
const MAX_BODIES_BYTES = 16 * 1_048_576;

export type SubmitDeps = { readonly admit: Admit; readonly onCut: OnCut };

/** POST /v1/transactions: the body is an encoded transaction, raw or in hex. */
export function createHttpSubmit(
  { admit, onCut }: SubmitDeps,
  { host }: Pick<SocketAddress, 'host'>,
): FastifyInstance {
  const server = createBoundedServer({
    host,
    bodyBytes: MAX_BODY_BYTES,
    totalBodyBytes: MAX_BODIES_BYTES,
    bodies: 'bytes',
    onCut,
  });
  server.post('/v1/transactions', async (request, reply) => {
    try {
      const id = await admit(transactionOf(request.body), 'client');
      return await reply.code(202).send({ transaction_id: toHex(id) });
    } catch (error) {
      if (!(error instanceof SwitchyardError)) throw error;
      const { code, message, retryAfterMs }: SwitchyardError & { readonly retryAfterMs?: number } = error;
      if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
      return reply
        .code(faultOf(error) === 'rejected' ? 400 : 503)
        .send({ error: { code, message, retry_after_ms: retryAfterMs } });
    }
  });
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const statusCode = error.statusCode ?? 500;
    const code =
      statusCode === 413
        ? 'SEQUENCER_TOO_LARGE'
        : statusCode < 500
          ? 'MALFORMED'
          : statusCode === 503
            ? 'BUSY'
            : 'INTERNAL';
    return reply.code(statusCode).send({ error: { code, message: 'request was not understood' } });
  });
  return server;
}

/** Serves until the signal aborts. */
export function serveHttpSubmit(deps: SubmitDeps, address: SocketAddress): Task {
  return async (signal) => {
    const server = createHttpSubmit(deps, address);
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

/** Hex is text of hex digits only; a raw transaction starts with a byte that is none. */
function transactionOf(body: unknown): Uint8Array {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new MalformedError('body is empty');
  const text = /^(0x)?[0-9a-fA-F]+\s*$/.exec(body.toString('latin1'))?.[0].trim();
  if (text === undefined) return new Uint8Array(body);
  if (text.length % 2 !== 0) throw new MalformedError('hex has an odd number of digits');
  return fromHex(text);
}
