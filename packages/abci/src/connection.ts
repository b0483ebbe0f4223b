import { once } from 'node:events';
import type { Socket } from 'node:net';
import { tendermint } from '@switchyard/proto';
import type { AbciApp } from './application.ts';
import { AbciConsensusTakenError, AbciFrameError, AbciHandlerError, AbciTooSlowError } from './errors.ts';
import { FrameReader, frame } from './frames.ts';
import { answer, decodeRequest, isOfConsensus, mayOverlap } from './messages.ts';
import type { Seat } from './seat.ts';

const { Response } = tendermint.abci;

/** CometBFT's own queue of asynchronous requests is as long. */
const maxInFlight = 256;
const exceptionDeadlineMs = 1_000;
const flushReply = Response.encode({ flush: {} }).finish();

/** What a connection may do, and the place that all of them share. */
export type ConnectionOptions = {
  readonly maxRequestBytes: number;
  /** A message that began must have ended by then. */
  readonly messageMs: number;
  readonly seat: Seat;
};

/**
 * Serves one connection until its peer ends it. Reading stops while answers are owed or the peer does not read, so a
 * connection holds at most one frame, 256 requests and their answers.
 *
 * @throws AbciFrameError when the peer does not speak ABCI, AbciTooSlowError when it does not end what it began,
 * AbciConsensusTakenError when another connection drives consensus, AbciHandlerError when the application threw.
 */
export async function serveConnection(
  socket: Socket,
  app: AbciApp,
  { maxRequestBytes, messageMs, seat }: ConnectionOptions,
): Promise<void> {
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  const frames = new FrameReader(maxRequestBytes);
  const replies = createReplies(socket, closed.signal);
  let late: NodeJS.Timeout | undefined;

  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const messages = frames.push(chunk);
      if (messages.length > 0 || !frames.isInside) {
        clearTimeout(late);
        late = undefined;
      }
      for (const message of messages) await accept(message);
      if (frames.isInside)
        late ??= setTimeout(() => socket.destroy(new AbciTooSlowError(messageMs)), messageMs);
    }
    await replies.settled();
  } finally {
    clearTimeout(late);
    seat.leave(socket);
    replies.check();
  }
  if (frames.isInside) throw new AbciFrameError('connection ended inside a message');

  async function accept(message: Uint8Array): Promise<void> {
    const request = decodeRequest(message);
    if (request.kind === 'flush') return replies.add(Promise.resolve(flushReply));
    if (request.kind === 'echo') {
      return replies.add(Promise.resolve(Response.encode({ echo: { message: request.message } }).finish()));
    }
    const { method, wire } = request;
    if (isOfConsensus(method) && !(await seat.take(socket))) {
      const error = new AbciConsensusTakenError(method);
      await sendException(socket, error.message);
      throw error;
    }
    if (!mayOverlap(method)) await replies.settled();
    await replies.add(
      answer(app, method, wire).catch((cause: unknown) => {
        throw new AbciHandlerError(method, cause);
      }),
    );
    if (!mayOverlap(method)) await replies.settled();
  }
}

/** Writes answers in the order in which they were added, however they come in. */
function createReplies(socket: Socket, closed: AbortSignal) {
  let failed: { readonly error: AbciHandlerError } | undefined;
  let inFlight = 0;
  let tail: Promise<void> = Promise.resolve();
  let freed: (() => void) | undefined;

  async function write(previous: Promise<void>, reply: Promise<Uint8Array>): Promise<void> {
    try {
      const bytes = await reply;
      await previous;
      if (failed !== undefined || closed.aborted) return;
      if (!socket.write(frame(bytes))) await once(socket, 'drain', { signal: closed });
    } catch (error) {
      await previous;
      if (failed !== undefined || !(error instanceof AbciHandlerError)) return;
      failed = { error };
      await sendException(socket, error.cause instanceof Error ? error.cause.message : 'unknown');
    } finally {
      inFlight -= 1;
      freed?.();
    }
  }

  return {
    /** @throws AbciHandlerError when the application threw; the peer has been told. */
    check(): void {
      if (failed !== undefined) throw failed.error;
    },
    /** Resolves when there is room for another. */
    async add(reply: Promise<Uint8Array>): Promise<void> {
      inFlight += 1;
      tail = write(tail, reply);
      while (inFlight >= maxInFlight) await new Promise<void>((resolve) => (freed = resolve));
    },
    /** Resolves when every answer has left. */
    async settled(): Promise<void> {
      await tail;
    },
  };
}

/** Tells the peer why it gets no answer, and ends the connection. */
async function sendException(socket: Socket, reason: string): Promise<void> {
  if (socket.destroyed) return;
  socket.end(frame(Response.encode({ exception: { error: reason } }).finish()));
  try {
    await once(socket, 'finish', { signal: AbortSignal.timeout(exceptionDeadlineMs) });
  } catch {
    // A peer that is gone or does not read cannot be told; the process ends all the same.
  }
  socket.destroy();
}
