import { mkdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, toHex, utf8 } from '@switchyard/primitives';
import { asError } from '@switchyard/service-kit';
import Fastify from 'fastify';
import { CommandError, causedBy, type ExitReason, exitCodes } from '../errors.ts';
import type { Layout } from '../network/layout.ts';
import type { RollupState } from '../network/state.ts';
import type { ChildState } from './supervisor.ts';

/** What commands ask of the supervisor that runs the network. */
export type Control = {
  readonly children: () => readonly ChildState[];
  readonly addRollup: (request: { readonly name: string; readonly chainId: string }) => Promise<RollupState>;
  readonly removeRollup: (request: { readonly name: string; readonly wipe: boolean }) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A short folder for this checkout's sockets: their paths may have 107 bytes at most. */
export function socketFolder(layout: Layout): string {
  const id = toHex(sha256(utf8(layout.yard)).subarray(0, 6));
  return join(tmpdir(), `switchyard-${process.getuid?.() ?? 0}-${id}`);
}

/** Serves the control socket until disposed. */
export async function serveControl(layout: Layout, control: Control): Promise<AsyncDisposable> {
  const folder = socketFolder(layout);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = controlPath(layout);
  rmSync(path, { force: true });
  const server = Fastify({ forceCloseConnections: true });
  server.setErrorHandler((error, _request, reply) => {
    const reason = error instanceof CommandError ? error.reason : undefined;
    const message = error instanceof Error ? error.message : 'unknown error';
    return reply.code(reason === undefined ? 500 : 409).send({ reason, message });
  });
  server.get('/children', () => control.children());
  server.post<{ Body: { name: string; chainId: string } }>('/rollups', (received) =>
    control.addRollup(received.body),
  );
  server.post<{ Body: { name: string; wipe: boolean } }>('/rollups/remove', async (received) => {
    await control.removeRollup(received.body);
    return {};
  });
  server.post('/stop', async () => {
    await control.stop();
    return {};
  });
  await server.listen({ path });
  return {
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(path, { force: true });
    },
  };
}

/** Asks the supervisor of this checkout. @throws CommandError: its own, or that none runs; the signal's reason. */
export function askControl<T>(
  layout: Layout,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  { timeoutMs = 120_000, signal }: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const asked = request(
    {
      socketPath: controlPath(layout),
      method,
      path,
      timeout: timeoutMs,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString() || 'null') as T & {
          reason?: ExitReason;
          message?: string;
        };
        if (response.statusCode === 200) return resolve(answer);
        const { reason, message = 'the supervisor failed' } = answer;
        return reject(
          reason !== undefined && reason in exitCodes
            ? new CommandError(reason, message)
            : new Error(message),
        );
      });
    },
  );
  const onAbort = (): void => {
    asked.destroy(asError(signal?.reason));
  };
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  asked.on('close', () => signal?.removeEventListener('abort', onAbort));
  asked.on('timeout', () =>
    asked.destroy(
      new CommandError('timedOut', `the supervisor did not answer ${path} within ${timeoutMs / 1_000} s`),
    ),
  );
  asked.on('error', (error) =>
    reject(
      error instanceof CommandError || signal?.aborted === true
        ? error
        : causedBy(error, 'notAvailable', 'no network runs here: start one with `npm start`'),
    ),
  );
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

function controlPath(layout: Layout): string {
  return join(socketFolder(layout), 'control.sock');
}
