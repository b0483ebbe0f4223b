import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createSeats } from './seats.ts';

/** Keeps the connections of an HTTP server to a number, and each of them open to newcomers. A WebSocket no longer counts. */
export function limitConnections(server: Server, most: number): void {
  const seats = createSeats<Socket>(most, (socket) => socket.destroy());
  server.on('connection', (socket: Socket) => {
    if (!seats.take(socket)) {
      socket.destroy();
      return;
    }
    socket.once('close', () => seats.leave(socket));
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => seats.leave(socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket, headers } = request;
    let isWhole = false;
    const begin = (): void => {
      isWhole = true;
      seats.begin(socket);
    };
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) begin();
    else request.once('end', begin);
    response.once('close', () => {
      if (isWhole) seats.end(socket);
    });
  });
}
