import { describe, expect, it } from 'vitest';
import { createBlockRing } from './block-ring.ts';
import { createPoolFeed, type FeedBatch } from './pool-feed.ts';

const MIB = 1_048_576;

async function nextOf(batches: AsyncIterator<FeedBatch, void>): Promise<FeedBatch> {
  const { value } = await batches.next();
  if (value === undefined) throw new Error('the feed ended');
  return value;
}

describe('the pool feed', () => {
  it('gives control alone and first, and data in batches of 256 KiB', async () => {
    const leaving = new AbortController();
    const feed = createPoolFeed(() => undefined);
    feed.offer(new Uint8Array(9), { control: false });
    const batches = feed.follow(leaving.signal)[Symbol.asyncIterator]();
    const first = nextOf(batches);
    for (let n = 0; n < 3; n++) feed.offer(new Uint8Array(100_000), { control: false });
    feed.offer(new Uint8Array(7), { control: true });
    const taken = [await first, await nextOf(batches), await nextOf(batches)];
    const shapes = taken.map(({ control, transactions }) => [
      control,
      transactions.map(({ length }) => length),
    ]);
    expect(shapes).toContainEqual([true, [7]]);
    expect(shapes.flat(2).filter((length) => length === 100_000).length).toBe(3);
    expect(shapes.flat(2)).not.toContain(9);
    leaving.abort();
    await expect(batches.next()).rejects.toThrow();
  });

  it('drops what a reader that does not read would pile up, and says so', async () => {
    const leaving = new AbortController();
    let dropped = 0;
    const feed = createPoolFeed(() => dropped++);
    const batches = feed.follow(leaving.signal)[Symbol.asyncIterator]();
    const first = batches.next();
    for (let n = 0; n < 20; n++) feed.offer(new Uint8Array(MIB), { control: false });
    await first;
    expect(dropped).toBe(12);
    leaving.abort();
  });
});

describe('the ring of blocks', () => {
  it('keeps the last 64, and fewer when they are large', () => {
    const ring = createBlockRing();
    for (let height = 1n; height <= 70n; height++) ring.add(height, [new Uint8Array(10)]);
    expect([ring.get(6n), ring.get(7n)?.length]).toEqual([undefined, 1]);
    for (let height = 71n; height <= 90n; height++) ring.add(height, [new Uint8Array(7 * MIB)]);
    expect(ring.get(77n)).toBeUndefined();
    expect(ring.get(78n)?.length).toBe(1);
  });

  it('keeps the last one, however large', () => {
    const ring = createBlockRing();
    ring.add(1n, [new Uint8Array(100 * MIB)]);
    expect(ring.get(1n)?.length).toBe(1);
  });
});
