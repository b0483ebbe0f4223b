import { randomBytes } from 'node:crypto';
import type { Allowance } from '@switchyard/service-kit';
import type { RawData, WebSocket } from 'ws';
import type { Candidate } from '../domain/inspection.ts';
import type { DriverMetrics } from '../metrics.ts';
import { type Call, type Dispatch, failure } from './dispatch.ts';
import type { Feed } from './feed.ts';
import { matchesLog, parseLogFilter } from './logs.ts';
import { isObject } from './params.ts';
import { busy, invalidParams, RpcError, rpcCodes } from './rpc-error.ts';
import { pendingObject } from './transaction-object.ts';

/** What subscriptions tell. */
export type Feeds = {
  readonly heads: Feed<object>;
  readonly logs: Feed<readonly unknown[]>;
  readonly announced: Feed<Candidate>;
};

/** What one WebSocket may hold. */
export const socketLimits = {
  /** Unread bytes; a reader that lets more gather is dropped. */
  bufferedBytes: 8 * 1024 * 1024,
  subscriptions: 64,
  /** Of one message: each piece is an object, however small. go-ethereum's client sends pieces of 1 KiB. */
  pieces: { maxFragments: 1_024, maxBufferedChunks: 16_384 },
  callsAtOnce: 64,
} as const;

/** Serves JSON-RPC and subscriptions on one WebSocket until it closes. */
export function serveSocket(
  socket: WebSocket,
  {
    dispatch,
    call,
    feeds,
    metrics,
    bodies,
    answers,
  }: {
    readonly dispatch: Dispatch;
    readonly call: Call;
    readonly feeds: Feeds;
    readonly metrics: DriverMetrics;
    readonly bodies: Allowance;
    readonly answers: Allowance;
  },
  signal: AbortSignal,
): void {
  const subscriptions = new Map<string, () => void>();
  let inFlight = 0;
  metrics.sockets.inc();
  let isDropped = false;
  const drop = (why: 'slow' | 'busy'): void => {
    if (isDropped) return;
    isDropped = true;
    metrics.droppedSockets.inc({ why });
    socket.terminate();
  };
  const unread = answers.open(() => drop('busy'));

  const send = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > socketLimits.bufferedBytes) {
      drop('slow');
      return;
    }
    if (unread.grow(text.length)) socket.send(text, () => unread.shrink(text.length));
    else drop('busy');
  };

  const notify = (subscription: string, result: unknown): void => {
    send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } }));
  };

  const subscribe = (params: readonly unknown[]): string => {
    if (subscriptions.size >= socketLimits.subscriptions) {
      throw new RpcError('too many subscriptions', { rpcCode: rpcCodes.limitExceeded });
    }
    const id = `0x${randomBytes(16).toString('hex')}`;
    subscriptions.set(
      id,
      listen(params, (result) => notify(id, result), feeds),
    );
    return id;
  };

  const withSubscriptions: Call = (method, params, seen) => {
    if (method === 'eth_subscribe') return subscribe(params);
    if (method !== 'eth_unsubscribe') return call(method, params, seen);
    const [id] = params;
    const stop = typeof id === 'string' ? subscriptions.get(id) : undefined;
    if (stop === undefined) throw new RpcError('subscription not found', { rpcCode: rpcCodes.server });
    stop();
    return subscriptions.delete(String(id));
  };

  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      send(failure(null, new RpcError('text expected', { rpcCode: rpcCodes.invalidRequest })));
      return;
    }
    const holding = bodies.open();
    if (!holding.grow(sizeOf(data))) {
      send(failure(null, busy()));
      return;
    }
    inFlight++;
    if (inFlight >= socketLimits.callsAtOnce) socket.pause();
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data as Buffer).toString();
    dispatch(text, withSubscriptions, signal)
      .then((reply) => reply === undefined || send(reply))
      .catch(() => socket.terminate())
      .finally(() => {
        holding.release();
        inFlight--;
        if (inFlight < socketLimits.callsAtOnce && socket.isPaused) socket.resume();
      });
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    metrics.sockets.dec();
    unread.release();
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  });
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, { length }) => sum + length, 0) : data.byteLength;
}

function listen(
  [kind, options]: readonly unknown[],
  tell: (result: unknown) => void,
  feeds: Feeds,
): () => void {
  switch (kind) {
    case 'newHeads':
      return feeds.heads.subscribe(tell);
    case 'newPendingTransactions':
      return feeds.announced.subscribe((candidate) =>
        tell(options === true ? pendingObject(candidate) : candidate.hash),
      );
    case 'logs': {
      const filter = parseLogFilter(isObject(options) ? options : {});
      return feeds.logs.subscribe((logs) => {
        for (const log of logs) if (matchesLog(filter, log)) tell(log);
      });
    }
    case 'syncing':
      return () => undefined;
    default:
      throw invalidParams(`no "${String(kind).slice(0, 40)}" subscription in eth namespace`);
  }
}
