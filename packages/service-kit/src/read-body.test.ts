import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';
import { readBody } from './read-body.ts';

const bodies = createAllowance(100_000);

it('joins what comes in pieces and holds it until it is released', async () => {
  const pieces = Array.from({ length: 30 }, (_, n) => Buffer.alloc(1_000, n));
  const body = await readBody(Readable.from(pieces), { maxBytes: 30_000, bodies });
  if (body.kind !== 'body') throw new Error('refused');
  expect(Buffer.from(body.bytes)).toEqual(Buffer.concat(pieces));
  expect(bodies.open().grow(70_001)).toBe(false);
  body.holding.release();
  const all = bodies.open();
  expect(all.grow(100_000)).toBe(true);
  all.release();
});

it('takes as much memory as bytes when each comes in a piece of its own', async () => {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const slab = Buffer.alloc(1_000, 1);
  let most = 0;
  const pieces = function* (): Generator<Buffer> {
    for (let n = 0; n < 2_000_000; n++) {
      if (n % 100_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
      yield slab.subarray(n % 1_000, (n % 1_000) + 1);
    }
  };
  const body = await readBody(Readable.from(pieces()), {
    maxBytes: 2_000_000,
    bodies: createAllowance(4_000_000),
  });
  expect(body.kind).toBe('body');
  expect(most).toBeLessThan(100 * 1024 * 1024);
});

it.each([
  [10, 'too-large'],
  [1_000_000, 'busy'],
] as const)('refuses what is over %i bytes: %s', async (maxBytes, why) => {
  const pieces = Array.from({ length: 3 }, () => Buffer.alloc(maxBytes / 2));
  expect(await readBody(Readable.from(pieces), { maxBytes, bodies: createAllowance(100_000) })).toEqual({
    kind: 'refused',
    why,
  });
});

it('drops an incomplete body for another, and knows of a sender that has gone', async () => {
  const scarce = createAllowance(100);
  const slow = new PassThrough();
  const first = readBody(slow, { maxBytes: 100, bodies: scarce });
  slow.write(Buffer.alloc(80));
  await new Promise((resolve) => setImmediate(resolve));
  const second = await readBody(Readable.from([Buffer.alloc(50)]), { maxBytes: 100, bodies: scarce });
  expect(second.kind).toBe('body');
  expect(await first).toEqual({ kind: 'refused', why: 'busy' });
  const gone = new PassThrough();
  const third = readBody(gone, { maxBytes: 100, bodies: scarce });
  gone.destroy();
  expect(await third).toEqual({ kind: 'refused', why: 'gone' });
});
