import type { Stream } from '@libp2p/interface';
import { StalledError } from './errors.ts';

/** Bytes that a stream may hold for a slow reader or a slow peer before it is told to wait. */
const HIGH_WATER_BYTES = 256 * 1_024;
/** A peer that takes no step for so long is given up. */
export const STALL_MS = 10_000;

/**
 * The bytes of a stream as they arrive. A slow reader slows the peer down: libp2p's own iterator would collect all that
 * comes. Ends when the peer closed its side; throws when the stream broke, the peer stalled or the signal fired.
 */
export async function* readBytes(stream: Stream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const arrived: Uint8Array[] = [];
  let held = 0;
  let isOver = stream.readableEnded;
  let failure: Error | undefined;
  let wake = Promise.withResolvers<void>();
  const listeners = new AbortController();
  const options = { signal: listeners.signal };
  const finish = (error: Error | undefined): void => {
    isOver = true;
    failure ??= error;
    wake.resolve();
  };
  stream.addEventListener('end', () => finish(undefined), options);
  stream.addEventListener('close', ({ error }) => finish(error), options);
  stream.addEventListener(
    'message',
    ({ data }) => {
      arrived.push(data.subarray());
      held += data.byteLength;
      if (held > HIGH_WATER_BYTES && stream.readStatus === 'readable') stream.pause();
      wake.resolve();
    },
    options,
  );
  try {
    for (;;) {
      signal.throwIfAborted();
      const piece = arrived.shift();
      if (piece !== undefined) {
        held -= piece.length;
        if (held === 0 && stream.readStatus === 'paused') stream.resume();
        yield piece;
      } else if (isOver) {
        if (failure !== undefined) throw failure;
        return;
      } else {
        wake = Promise.withResolvers();
        await inTime(wake.promise, 'reading', signal);
      }
    }
  } finally {
    listeners.abort();
  }
}

/** Hands bytes to a stream; resolves when the peer keeps up, so that no more than a frame waits in memory. */
export async function writeBytes(stream: Stream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  stream.send(bytes);
  while (stream.writeBufferLength > HIGH_WATER_BYTES) {
    await inTime(nextOf(stream, ['drain', 'idle', 'close']), 'writing', signal);
    if (stream.writeStatus === 'closed') throw new StalledError('writing to a closed stream', 0);
  }
}

function nextOf(stream: Stream, events: readonly ('drain' | 'idle' | 'close')[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listeners = new AbortController();
  const done = (): void => {
    listeners.abort();
    /** After libp2p's own listeners, which send on in a microtask. */
    setImmediate(resolve);
  };
  for (const event of events) stream.addEventListener(event, done, { signal: listeners.signal });
  return promise;
}

async function inTime(promise: Promise<void>, what: string, signal: AbortSignal): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  const timer = setTimeout(() => reject(new StalledError(what, STALL_MS)), STALL_MS);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
