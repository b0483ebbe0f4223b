import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { OnCut } from './cut.ts';
import { createSeats } from './seats.ts';

/** How those leave who have become WebSockets. No listener for `upgrade`: by that Node would let anybody upgrade. */
const leaving = new WeakMap<Duplex, () => void>();

/**
 * Keeps the connections of an HTTP server to a number, and each of them open to newcomers unless it makes answers on all.
 * A connection counts until it is closed, or until `upgraded` is told of it.
 */
export function limitConnections(server: Server, most: number, onCut: OnCut): void {
  const seats = createSeats<Socket>(most, (socket) => {
    socket.destroy();
    onCut('waited-longest');
  });
  server.on('connection', (socket: Socket) => {
    if (!seats.take(socket)) {
      socket.destroy();
      onCut('no-seat');
      return;
    }
    leaving.set(socket, () => seats.leave(socket));
    socket.once('close', () => seats.leave(socket));
  });
  // Before whoever answers, which may be at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket, headers } = request;
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    // Its turn comes when those before it in a pipeline have been read.
    const isFirst = response.socket !== null;
    let missing = (hasBody ? 1 : 0) + (isFirst ? 0 : 1);
    let isOver = false;
    const begin = (): void => {
      if (missing === 0 && !isOver) seats.begin(socket);
    };
    const come = (): void => {
      missing--;
      begin();
    };
    // From here on it waits for the other side: to read the answer, and to ask again.
    const end = (): void => {
      if (missing === 0 && !isOver) seats.end(socket);
      isOver = true;
    };
    begin();
    if (hasBody) request.once('end', come);
    if (!isFirst) response.once('socket', come);
    response.once('prefinish', end).once('close', end);
  });
}

/** Tells that a connection is a WebSocket from now on, which the connections of its server no longer count. */
export function upgraded(stream: Duplex): void {
  leaving.get(stream)?.();
}

/** Tells who asked for a WebSocket why there is none, and closes, whatever the other side does. */
export function refuseUpgrade(stream: Duplex, status: string): void {
  // From the upgrade on nobody else listens to the stream: its reset would end the process.
  stream.on('error', () => stream.destroy());
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
