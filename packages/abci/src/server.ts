import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { parseAbciAddress, type SocketTarget } from './address.ts';
import type { AbciApp } from './application.ts';
import { serveConnection } from './connection.ts';
import {
  AbciAddressError,
  AbciConsensusTakenError,
  AbciFrameError,
  AbciHandlerError,
  AbciTooManyConnectionsError,
  AbciTooSlowError,
} from './errors.ts';
import { createSeat } from './seat.ts';

/** A block of CometBFT has at most 100 MiB; ours have 7 MiB, and a benchmark raises them a few times. */
const defaultMaxRequestBytes = 64 * 1024 * 1024;

/** Four of the engine, and as many of one that died and is not noticed yet. */
const maxConnections = 8;

/** A block of 64 MiB takes a fraction of it on any link that a node can use. */
const defaultMessageMs = 10_000;

/** A TCP peer that is silent for so long is asked whether it is there. */
const keepAliveMs = 10_000;

/** How long disposal waits for handlers that are under way. */
const handlerDeadlineMs = 2_000;

/** Why a connection was closed. */
export type AbciRejection =
  | AbciFrameError
  | AbciTooSlowError
  | AbciConsensusTakenError
  | AbciTooManyConnectionsError;

/** How to serve. */
export type AbciServerOptions = {
  /** `unix:/path` or `host:port`; port 0 takes a free one. */
  readonly address: string;
  readonly app: AbciApp;
  /** Called once per handler that threw, after the peer was told: the process must end non-zero. */
  readonly onFatal: (error: AbciHandlerError) => void;
  /** Called for each connection that was closed because of what it sent; for a counter. */
  readonly onRejected?: (error: AbciRejection) => void;
  /** A message that began must have ended by then. 10 s unless given. */
  readonly messageMs?: number;
  /** Larger requests close their connection. 64 MiB unless given. */
  readonly maxRequestBytes?: number;
};

/** A listening ABCI server; disposing it ends every connection and waits for what is under way. */
export type AbciServer = AsyncDisposable & {
  /** What it listens on, in the form that clients take. */
  readonly address: string;
};

/**
 * Serves an application on a socket, until disposed. A path that a dead server left behind is taken over.
 *
 * @throws AbciAddressError when the address is malformed or in use.
 */
export async function serveAbci(options: AbciServerOptions): Promise<AbciServer> {
  const { address, app, onFatal, onRejected } = options;
  const { maxRequestBytes = defaultMaxRequestBytes, messageMs = defaultMessageMs } = options;
  const connection = { maxRequestBytes, messageMs, seat: createSeat() };
  const target = parseAbciAddress(address);
  const sockets = new Map<Socket, Promise<void>>();

  // An engine whose machine is gone never hangs up: without a sign of life it must not hold its place.
  const alive = { keepAlive: true, keepAliveInitialDelay: keepAliveMs };
  const server = createServer({ allowHalfOpen: true, noDelay: true, ...alive }, (socket) => {
    socket.on('error', () => undefined);
    if (sockets.size >= maxConnections) {
      socket.destroy();
      onRejected?.(new AbciTooManyConnectionsError(maxConnections));
      return;
    }
    sockets.set(
      socket,
      serve(socket).finally(() => sockets.delete(socket)),
    );
  });

  async function serve(socket: Socket): Promise<void> {
    try {
      await serveConnection(socket, app, connection);
      socket.end();
    } catch (error) {
      if (error instanceof AbciHandlerError) {
        onFatal(error);
      } else if (
        error instanceof AbciFrameError ||
        error instanceof AbciTooSlowError ||
        error instanceof AbciConsensusTakenError
      ) {
        onRejected?.(error);
      }
      // Anything else is the socket's own end: a peer that went away is no fault of anybody here.
      socket.destroy();
    }
  }

  await listen(server, target, address);
  return {
    address: listeningAddress(server, target),
    async [Symbol.asyncDispose]() {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.keys()) socket.destroy();
      const handled = Promise.all(sockets.values());
      await Promise.race([handled, setTimeout(handlerDeadlineMs, undefined, { ref: false })]);
      await stopped;
    },
  };
}

async function listen(server: Server, target: SocketTarget, address: string): Promise<void> {
  if ('path' in target && (await isAbandoned(target.path))) await unlink(target.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new AbciAddressError('cannot listen', { address }, { cause })));
    server.listen(target, resolve);
  });
  if ('path' in target) await chmod(target.path, 0o600);
}

/** A socket file that nobody answers at. */
async function isAbandoned(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isSocket()) return false;
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

function listeningAddress(server: Server, target: SocketTarget): string {
  if ('path' in target) return `unix:${target.path}`;
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : target.port;
  return `${target.host}:${port}`;
}
