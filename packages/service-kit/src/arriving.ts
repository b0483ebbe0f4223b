import type { Duplex } from 'node:stream';
import type { Allowance } from './allowance.ts';
import { upgraded } from './connections.ts';

/** A WebSocket of the library `ws`, as far as it matters here. */
type Socket = {
  readonly terminate: () => void;
  readonly bufferedAmount: number;
  readonly prependListener: (event: 'message' | 'ping' | 'pong', listener: (data: Buffer) => void) => unknown;
  readonly once: (event: 'close', listener: () => void) => unknown;
};

/** A control frame of a client, but for its payload: two bytes and the mask. */
const controlHeadBytes = 6;

/**
 * Counts what a WebSocket receives until it is a message, before anything of it is parsed: the pieces of a message that
 * never ends are in memory too. It is dropped when the allowance wants room, or when more than `unreadBytes` wait to be
 * read by it (answers to pings are not among those that a server counts when it sends them). It no longer counts as one of
 * the server's connections.
 */
export function countArriving(
  socket: Socket,
  stream: Duplex,
  { bodies, unreadBytes }: { readonly bodies: Allowance; readonly unreadBytes: number },
): void {
  upgraded(stream);
  const arriving = bodies.open(() => socket.terminate());
  // Before the parser takes it, which makes messages of it at once.
  stream.prependListener('data', (chunk: Buffer) => {
    if (socket.bufferedAmount > unreadBytes || !arriving.grow(chunk.length)) socket.terminate();
  });
  socket.prependListener('message', () => arriving.shrink(arriving.bytes()));
  // Subscribers send nothing else for days; a ping between the pieces of a message frees nothing but itself.
  for (const control of ['ping', 'pong'] as const) {
    socket.prependListener(control, (data) => arriving.shrink(data.length + controlHeadBytes));
  }
  socket.once('close', arriving.release);
}
