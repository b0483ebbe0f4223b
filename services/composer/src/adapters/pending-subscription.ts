import { once } from 'node:events';
import { asError, jsonExcess, withDeadline } from '@switchyard/service-kit';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { RollupTransaction } from '../domain/queue.ts';
import type { PendingNews } from '../ports.ts';
import { RollupNodeUnavailableError } from './ethereum-rpc.ts';
import { parsePoolTransaction } from './pool-transaction.ts';

const notification = z.object({
  method: z.literal('eth_subscription'),
  params: z.object({ result: z.unknown() }),
});
const acknowledgement = z.object({ id: z.literal(1), result: z.string() });
const refusal = z.object({ id: z.literal(1), error: z.object({ message: z.string() }) });

/** Pending transactions that were announced and not yet taken; more than this and the connection is made anew. */
const maxAnnounced = 10_000;
const maxAnnouncedBytes = 16 * 1024 * 1024;
/** A transaction of 128 KiB in hex, and what is around it; each piece of a message is an object, however small. */
const messageLimits = { maxPayload: 1024 * 1024, maxFragments: 1_024, maxBufferedChunks: 16_384 } as const;
const messageShape = { depth: 16, values: 50_000 } as const;
const connectMs = 5_000;
const pingMs = 10_000;

const subscribe = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'eth_subscribe',
  params: ['newPendingTransactions', true],
});

/** What the node announces; first of all that it has taken the subscription. @throws RollupNodeUnavailableError */
export async function* pendingNews(
  url: string,
  signal: AbortSignal,
): AsyncGenerator<PendingNews, void, undefined> {
  const announced: RollupTransaction[] = [];
  const subscribed = Promise.withResolvers<void>();
  let announcedBytes = 0;
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    subscribed.resolve();
    wake.resolve();
  };
  const socket = new WebSocket(url, {
    ...messageLimits,
    handshakeTimeout: connectMs,
    perMessageDeflate: false,
    followRedirects: false,
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('connection closed')));
  socket.on('message', (data: Buffer) => {
    const message = parseJson(data);
    const news = notification.safeParse(message);
    if (news.success) {
      const transaction = parsePoolTransaction(news.data.params.result);
      if (transaction === undefined) return;
      announcedBytes += transaction.raw.length;
      if (announced.length >= maxAnnounced || announcedBytes > maxAnnouncedBytes)
        return fail(new Error('more is announced than can be taken'));
      announced.push(transaction);
      return wake.resolve();
    }
    if (acknowledgement.safeParse(message).success) return subscribed.resolve();
    const refused = refusal.safeParse(message);
    return fail(new Error(refused.success ? refused.data.error.message : 'a message that was not asked for'));
  });
  const heartbeat = startHeartbeat(socket, fail);
  const stop = (): void => fail(asError(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await withDeadline(
      { ms: connectMs, what: 'a subscription at the rollup node' },
      async (limited) => {
        await once(socket, 'open', { signal: limited });
        socket.send(subscribe);
        await subscribed.promise;
      },
      signal,
    );
    if (failure === undefined) yield { kind: 'subscribed' };
    while (failure === undefined) {
      await wake.promise;
      wake = Promise.withResolvers<void>();
      if (announced.length === 0) continue;
      announcedBytes = 0;
      yield { kind: 'announced', transactions: announced.splice(0) };
    }
    throw asError(failure);
  } catch (error) {
    signal.throwIfAborted();
    throw new RollupNodeUnavailableError('eth_subscribe', { cause: error });
  } finally {
    heartbeat[Symbol.dispose]();
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}

/** A connection whose other end is gone without a word is found by its silence. */
function startHeartbeat(socket: WebSocket, fail: (error: Error) => void): Disposable {
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  const timer = setInterval(() => {
    if (!hasAnswered) fail(new Error('no answer to a ping'));
    hasAnswered = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, pingMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function parseJson(data: Buffer): unknown {
  if (jsonExcess(data, messageShape) !== undefined) return undefined;
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
