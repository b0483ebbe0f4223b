import type { Readable } from 'node:stream';
import type { Allowance, Holding } from './allowance.ts';

/** A whole body and what it holds until it is released, or why there is none. */
export type Body =
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly holding: Holding }
  | { readonly kind: 'refused'; readonly why: 'too-large' | 'busy' | 'gone' };

/** How much is taken in. */
export type BodyLimits = {
  readonly maxBytes: number;
  /** Of all bodies together; while one is incomplete it may be dropped for others. */
  readonly bodies: Allowance;
};

/** What is too long is read on to so many times its limit, so that the sender gets to see the answer. */
const drainedTimes = 4;

/**
 * Reads a body into one buffer that grows: a sender chooses into how many pieces it cuts what it sends, and a million
 * chunks of one byte must not become a million objects.
 */
export function readBody(payload: Readable, { maxBytes, bodies }: BodyLimits): Promise<Body> {
  const { promise, resolve } = Promise.withResolvers<Body>();
  let content = Buffer.alloc(0);
  let length = 0;
  let seen = 0;
  let isRefused = false;

  const refuse = (why: 'too-large' | 'busy' | 'gone'): void => {
    isRefused = true;
    content = Buffer.alloc(0);
    arriving.release();
    // The rest is read and forgotten.
    payload.resume();
    if (why !== 'too-large') resolve({ kind: 'refused', why });
  };
  const arriving = bodies.open(() => refuse('busy'));

  const add = (chunk: Buffer): void => {
    if (!arriving.grow(chunk.length)) {
      if (!isRefused) refuse('busy');
      return;
    }
    const needed = length + chunk.length;
    if (needed > content.length) {
      // At most twice what is counted.
      const larger = Buffer.allocUnsafeSlow(length === 0 ? needed : Math.min(maxBytes, 2 * needed));
      content.copy(larger, 0, 0, length);
      content = larger;
    }
    chunk.copy(content, length);
    length = needed;
  };

  payload.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (isRefused) {
      if (seen > drainedTimes * maxBytes) payload.destroy();
    } else if (length + chunk.length > maxBytes) refuse('too-large');
    else add(chunk);
  });
  payload.once('end', () => {
    arriving.release();
    if (isRefused) {
      resolve({ kind: 'refused', why: 'too-large' });
      return;
    }
    const holding = bodies.open();
    if (holding.grow(length)) resolve({ kind: 'body', bytes: content.subarray(0, length), holding });
    else resolve({ kind: 'refused', why: 'busy' });
  });
  payload.once('error', () => undefined);
  payload.once('close', () => {
    arriving.release();
    resolve({ kind: 'refused', why: isRefused ? 'too-large' : 'gone' });
  });
  return promise;
}
