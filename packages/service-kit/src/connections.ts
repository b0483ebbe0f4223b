import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps the connections of an HTTP server to a number. When there are so many, a new one takes the place of the one that has waited
 * longest for a whole request: else whoever holds connections that say nothing, or nothing whole, keeps everybody else
 * out. One that is being answered stays; a WebSocket no longer counts.
 */
export function limitConnections(server: Server, most: number): void {
  /** Without a whole request, the longest first. */
  const waiting = new Set<Socket>();
  const answering = new Map<Socket, number>();

  server.on('connection', (socket: Socket) => {
    if (waiting.size + answering.size >= most) {
      const [oldest = socket] = waiting;
      waiting.delete(oldest);
      oldest.destroy();
      if (oldest === socket) return;
    }
    waiting.add(socket);
    socket.once('close', () => {
      waiting.delete(socket);
      answering.delete(socket);
    });
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => waiting.delete(socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket, headers } = request;
    let isWhole = false;
    const begin = (): void => {
      isWhole = true;
      if (socket.destroyed) return;
      waiting.delete(socket);
      answering.set(socket, (answering.get(socket) ?? 0) + 1);
    };
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) begin();
    else request.once('end', begin);
    response.once('close', () => {
      const left = (answering.get(socket) ?? 0) - (isWhole ? 1 : 0);
      if (left > 0) answering.set(socket, left);
      else if (answering.delete(socket) && !socket.destroyed) waiting.add(socket);
    });
  });
}
