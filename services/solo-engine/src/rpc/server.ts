import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  AddressUnavailableError,
  type Clock,
  countArriving,
  createAllowance,
  limitConnections,
  runTasks,
  type SocketAddress,
  type Task,
} from '@switchyard/service-kit';
import { WebSocketServer } from 'ws';
import type { Head } from '../head.ts';
import { createHttp, MAX_BODY_BYTES, pathOf } from './http.ts';
import { MAX_UNREAD_BYTES as MAX_UNREAD_SOCKET_BYTES, type WebsocketDeps, Websockets } from './websocket.ts';

/** Of bodies and messages that arrive, together; the oldest unfinished one makes room. */
const MAX_ARRIVING_BYTES = 16 * 1024 * 1024;
const MAX_CONNECTIONS = 256;
/** Each may hold one block of events and what it has not read before: 16 × (8 MiB + 10 MB). */
const MAX_WEBSOCKETS = 16;
const idleConnectionMs = 30_000;
const lifeCheckMs = 27_000;

export type RpcDeps = WebsocketDeps & {
  readonly address: SocketAddress;
  readonly head: Head;
  readonly clock: Clock;
};

/** Serves CometBFT's RPC by HTTP and WebSocket until the signal aborts. */
export function serveRpc(deps: RpcDeps): Task {
  return async (signal) => {
    const arriving = createAllowance(MAX_ARRIVING_BYTES, { drops: 'oldest' });
    const sockets = new Websockets(deps);
    const upgrades = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_BODY_BYTES,
      perMessageDeflate: false,
      // Each piece of a message is an object, however small.
      maxFragments: 1_024,
      maxBufferedChunks: 16_384,
    });
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 });
    limitConnections(server, MAX_CONNECTIONS, deps.metrics.rpcCut);
    server.timeout = idleConnectionMs;
    server.on('request', createHttp(deps, arriving));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node takes its own listener off: a peer that resets would end the process.
      socket.on('error', () => socket.destroy());
      if (pathOf(request).pathname !== '/websocket' || sockets.size >= MAX_WEBSOCKETS) {
        socket.destroy();
        return;
      }
      upgrades.handleUpgrade(request, socket, head, (peer) => {
        countArriving(peer, socket, { bodies: arriving, unreadBytes: 2 * MAX_UNREAD_SOCKET_BYTES });
        sockets.add(peer);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(unavailable(deps.address, cause)));
      server.listen(deps.address.port, deps.address.host, resolve);
    });
    try {
      await runTasks({ events: publishHeights(deps, sockets), life: checkLife(deps, sockets) }, signal);
    } finally {
      sockets.closeAll();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  };
}

function publishHeights({ head }: RpcDeps, sockets: Websockets): Task {
  return async (signal) => {
    let published: bigint | undefined;
    for await (const state of head.state.changes(signal)) {
      if (state === undefined) continue;
      for (let height = (published ?? state.height) + 1n; height <= state.height; height++) {
        sockets.publish(height);
      }
      published = state.height;
    }
  };
}

function checkLife({ clock }: RpcDeps, sockets: Websockets): Task {
  return async (signal) => {
    for (;;) {
      await clock.sleep(lifeCheckMs, signal);
      sockets.checkLife();
    }
  };
}

function unavailable({ host, port }: SocketAddress, cause: unknown): Error {
  return new AddressUnavailableError(`${host}:${port}`, { cause });
}
