import type { Clock } from '@switchyard/service-kit';
import { WebSocket } from 'ws';
import { isObject } from './json-rpc.ts';

/** Heights of new headers as a consensus node's WebSocket tells them. It connects by itself, again after each loss. */
export type HeaderEvents = Disposable & {
  readonly isOpen: boolean;
  /** The newest height not given yet; undefined after so many milliseconds without one. */
  next(timeoutMs: number, signal: AbortSignal): Promise<bigint | undefined>;
  /** Drops the connection and makes a new one. */
  renew(): void;
};

const maxEventBytes = 1024 * 1024;
const handshakeTimeoutMs = 3_000;
const subscribe = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'subscribe',
  params: { query: "tm.event='NewBlockHeader'" },
});

/** Opens the events of the RPC at `http://host:port`. */
export function openHeaderEvents({
  url,
  clock,
}: {
  readonly url: string;
  readonly clock: Clock;
}): HeaderEvents {
  const target = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/websocket`;
  let socket: WebSocket | undefined;
  let isOpen = false;
  let newest: bigint | undefined;
  let wake = Promise.withResolvers<void>();

  const connect = (): void => {
    const mine = new WebSocket(target, { maxPayload: maxEventBytes, handshakeTimeout: handshakeTimeoutMs });
    socket = mine;
    mine.on('open', () => mine.send(subscribe));
    mine.on('message', (message) => {
      if (socket !== mine) return;
      isOpen = true;
      const height = heightOf(message);
      if (height === undefined) return;
      newest = height;
      wake.resolve();
    });
    const lost = (): void => {
      mine.terminate();
      if (socket !== mine) return;
      socket = undefined;
      isOpen = false;
    };
    mine.on('error', lost);
    mine.on('close', lost);
  };

  const drop = (): void => {
    const old = socket;
    socket = undefined;
    isOpen = false;
    old?.terminate();
  };

  return {
    get isOpen() {
      return isOpen;
    },
    next: async (timeoutMs, signal) => {
      if (socket === undefined) connect();
      if (newest === undefined) {
        const timeout = new AbortController();
        const timer = clock.sleep(timeoutMs, AbortSignal.any([signal, timeout.signal]));
        try {
          await Promise.race([wake.promise, timer]);
        } finally {
          timeout.abort();
          timer.catch(() => undefined);
        }
      }
      const height = newest;
      newest = undefined;
      wake = Promise.withResolvers();
      return height;
    },
    renew: () => {
      drop();
      connect();
    },
    [Symbol.dispose]: drop,
  };
}

function heightOf(message: WebSocket.RawData): bigint | undefined {
  try {
    let at: unknown = JSON.parse(Buffer.isBuffer(message) ? message.toString('utf8') : '');
    for (const field of ['result', 'data', 'value', 'header', 'height']) {
      at = isObject(at) ? at[field] : undefined;
    }
    return typeof at === 'string' && /^\d{1,19}$/.test(at) ? BigInt(at) : undefined;
  } catch {
    return undefined;
  }
}
