import type { Duplex } from 'node:stream';
import type { Allowance } from './allowance.ts';

/** A WebSocket of the library `ws`, as far as it matters here. */
type Socket = {
  readonly terminate: () => void;
  readonly bufferedAmount: number;
  readonly prependListener: (event: 'message', listener: () => void) => unknown;
  readonly once: (event: 'close', listener: () => void) => unknown;
};

/**
 * Counts what a WebSocket receives until it is a message, before anything of it is parsed: the pieces of a message that
 * never ends are in memory too. It is dropped when the allowance wants room, or when more than `unreadBytes` wait to be
 * read by it (answers to pings are not among those that a server counts when it sends them).
 */
export function countArriving(
  socket: Socket,
  stream: Duplex,
  { bodies, unreadBytes }: { readonly bodies: Allowance; readonly unreadBytes: number },
): void {
  const arriving = bodies.open(() => socket.terminate());
  // Before the parser takes it, which makes messages of it at once.
  stream.prependListener('data', (chunk: Buffer) => {
    if (socket.bufferedAmount > unreadBytes || !arriving.grow(chunk.length)) socket.terminate();
  });
  socket.prependListener('message', () => arriving.shrink(arriving.bytes()));
  socket.once('close', arriving.release);
}
