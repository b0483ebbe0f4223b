import { connect, type Socket } from 'node:net';

/** What a peer sent back, and whether it closed. */
export type Heard = { readonly text: string; readonly isClosed: boolean };

/** No attack sends or listens longer than asked, whatever the peer does. */
export type TalkLimits = {
  /** Until the peer closes, or so long. */
  readonly ms: number;
  /** Reads nothing: what the peer sends stays with it. */
  readonly isDeaf?: boolean;
  /** Between pieces. */
  readonly pauseMs?: number;
  /** Ends early, once this much is heard. */
  readonly until?: (text: string) => boolean;
  /** Ends it too. */
  readonly signal?: AbortSignal;
};

/** Sends pieces one after the other, as fast as the peer takes them, and gives what came back. */
export async function talk(
  port: number,
  pieces: Iterable<string | Uint8Array>,
  { ms, isDeaf = false, pauseMs = 0, until = () => false, signal }: TalkLimits,
): Promise<Heard> {
  const socket = connect(port, '127.0.0.1');
  const closed = Promise.withResolvers<void>();
  const timer = setTimeout(() => closed.resolve(), ms);
  const stop = (): void => closed.resolve();
  signal?.addEventListener('abort', stop);
  let text = '';
  let isClosed = false;
  socket.on('error', () => undefined);
  socket.once('close', () => {
    isClosed = true;
    closed.resolve();
  });
  if (!isDeaf) {
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      if (text.length < maxHeard) text += chunk;
      if (until(text)) closed.resolve();
    });
  }
  try {
    await Promise.race([closed.promise, send(socket, pieces, pauseMs)]);
    await closed.promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    socket.destroy();
  }
  return { text, isClosed };
}

const maxHeard = 4 * 1024 * 1024;

async function send(socket: Socket, pieces: Iterable<string | Uint8Array>, pauseMs: number): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) {
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', resolve);
      });
    }
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Opens so many connections that say nothing, holds them for a time, and closes them. */
export async function hold(port: number, count: number, ms: number, greeting = ''): Promise<void> {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    if (greeting !== '') socket.write(greeting);
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  for (const socket of sockets) socket.destroy();
}

/** Strangers who say nothing, and come again soon after they were put out, each at its own time. */
export async function crowd(port: number, strangers: number, over: AbortSignal): Promise<void> {
  const stranger = async (): Promise<void> => {
    while (!over.aborted) {
      await talk(port, [], { ms: 60_000, signal: over });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  await Promise.all(Array.from({ length: strangers }, stranger));
}
