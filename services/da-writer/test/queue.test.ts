import { SwitchyardError } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { FakeQueue } from './fake-queue.ts';
import { conductorHeight, newWorld, pass, type RunningWriter, startWriter, type World } from './world.ts';

class Unreachable extends SwitchyardError {
  override readonly code = 'TEST_UNREACHABLE';
  override readonly fault = 'transient';
}

/** A world whose writer reads a queue; `relayer` says whether the relayer's gRPC is open to it too. */
function aWorld({ relayer = false } = {}) {
  const world = newWorld();
  const queue = new FakeQueue(world.chain);
  queue.wait = (signal) => world.clock.sleep(200, signal);
  world.source.isDown = !relayer;
  const start = (armed?: string): RunningWriter =>
    startWriter(world, armed, {}, { queue, relayer: relayer ? world.source : undefined });
  return { ...world, queue, start };
}
type QueueWorld = ReturnType<typeof aWorld>;

/** Time with a relayer at work. */
async function passFed(
  world: QueueWorld,
  seconds: number,
  options: { withBlocks?: boolean } = {},
): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await pass(world as unknown as World, 1, options);
    await world.queue.feed();
  }
}

const confirmed = (world: QueueWorld): number => Number(world.store.confirmed?.height ?? 0n);
/** Everything that the chain has is on the DA layer, and the queue is empty. */
async function isAllThere(world: QueueWorld): Promise<void> {
  await passFed(world, 40, { withBlocks: false });
  const height = BigInt(world.chain.blocks.length);
  expect(conductorHeight(world as unknown as World)).toBe(Number(height));
  expect(confirmed(world)).toBe(Number(height));
  expect(world.queue.stored.map(({ id }) => id)).toEqual([]);
}

describe('a writer that reads a queue', () => {
  it('posts all that comes, acknowledges what is confirmed and nothing before', async () => {
    const world = aWorld();
    const writer = world.start();
    await passFed(world, 30);
    const below = world.queue.stored.filter(({ name }) => name.height <= confirmed(world));
    expect(below).toEqual([]);
    const held = new Set(world.queue.stored.map(({ name }) => Number(name.height)));
    for (let height = confirmed(world) + 1; height < world.chain.blocks.length; height++)
      expect(held).toContain(height);
    await isAllThere(world);
    expect(new Set(world.queue.demands.map(({ round }) => round))).toEqual(new Set([undefined]));
    await writer.stop();
  });

  it.each<[string, (world: QueueWorld) => void]>([
    ['the stream is deleted', ({ queue }) => queue.deleteStream()],
    ['the stream is emptied', ({ queue }) => queue.purge()],
    ['a section is lost', ({ queue }) => loseOnce(queue, ({ height, part }) => height === 20n && part === 1)],
    ['a header is lost', ({ queue }) => loseOnce(queue, ({ height, part }) => height === 20n && part === 0)],
    [
      'the last heights are lost',
      ({ queue }) => loseOnce(queue, ({ height }) => height >= 20n && height < 30n),
    ],
    [
      'a message is spoilt',
      ({ queue }) => spoilOnce(queue, (message) => ({ ...message, bytes: new Uint8Array(9) })),
    ],
    ['a message has no name', ({ queue }) => spoilOnce(queue, (message) => ({ ...message, id: 'another' }))],
  ])('loses nothing when %s, with its reader killed too or not', async (_, fault) => {
    for (const isKilled of [false, true]) {
      const world = aWorld();
      let writer = world.start();
      await passFed(world, 15);
      fault(world);
      await passFed(world, 3);
      if (isKilled) {
        await writer.stop();
        writer = world.start();
      }
      await passFed(world, 20);
      await isAllThere(world);
      await writer.stop();
    }
  });

  it('asks again for what it was given and does not believe', async () => {
    const world = aWorld();
    const { feeder } = world.queue;
    const writer = world.start();
    await passFed(world, 10);
    feeder.forge = (block) => ({ ...block, commit: { ...block.commit, signatures: [] } });
    await passFed(world, 4);
    expect(writer.status()['sourceProblem']).toBe('DA_WRITER_BLOCK_NOT_BELIEVED');
    feeder.forge = undefined;
    await passFed(world, 30);
    expect(world.queue.demands.some(({ round }) => round !== undefined)).toBe(true);
    await isAllThere(world);
    expect(writer.status()['sourceProblem']).toBeUndefined();
    await writer.stop();
  });

  it('takes what is left of an earlier feeding out of a full stream', async () => {
    const world = aWorld();
    const writer = world.start();
    await passFed(world, 10);
    // The DA layer is away; the stream fills, loses its first messages, and has no room for them any more.
    world.da.isDown = true;
    world.queue.maxMessages = 30;
    await passFed(world, 20);
    await writer.stop();
    expect(world.queue.stored.length).toBe(30);
    world.queue.stored = world.queue.stored.slice(6);
    await passFed(world, 5);
    world.da.isDown = false;
    const second = world.start();
    await passFed(world, 60);
    await isAllThere(world);
    await second.stop();
  });

  it('says that the queue is away, and goes on when it is back', async () => {
    const world = aWorld();
    const writer = world.start();
    await passFed(world, 10);
    world.queue.isDown = true;
    await passFed(world, 20);
    expect(writer.status()).toMatchObject({ sourceProblem: 'QUEUE_AWAY', queue: { problem: 'QUEUE_AWAY' } });
    const before = confirmed(world);
    world.queue.isDown = false;
    await passFed(world, 20);
    expect(confirmed(world)).toBeGreaterThan(before + 15);
    await isAllThere(world);
    await writer.stop();
  });

  it('reads from the relayer what the queue does not give, when that is open to it', async () => {
    const world = aWorld({ relayer: true });
    const writer = world.start();
    await passFed(world, 10);
    expect(writer.status()).toMatchObject({ queue: { via: 'queue' } });
    world.queue.isDown = true;
    await passFed(world, 30);
    expect(confirmed(world)).toBeGreaterThan(25);
    expect(writer.status()).toMatchObject({ queue: { via: 'relayer' } });
    world.queue.isDown = false;
    // Nobody hears that something is missing: what is lost comes from the relayer alone.
    world.queue.isDeaf = true;
    world.queue.lose = ({ height }) => height >= 45n;
    await passFed(world, 30);
    expect(confirmed(world)).toBeGreaterThan(50);
    await writer.stop();
  });

  it('is not misled by a chain that stands still, or says nothing of its height', async () => {
    const world = aWorld();
    const writer = world.start();
    await passFed(world, 10);
    await passFed(world, 60, { withBlocks: false });
    expect(world.queue.demands.every(({ round }) => round === undefined)).toBe(true);
    world.reporter.own = () => Promise.reject(new Unreachable('away'));
    world.queue.lose = () => true;
    await passFed(world, 20);
    expect(world.queue.demands.every(({ round }) => round === undefined)).toBe(true);
    await writer.stop();
  });

  it.each(['consumer.before', 'consumer.after', 'ack.before', 'ack.after'])(
    'loses and repeats nothing when it is killed at %s',
    async (name) => {
      for (const nth of name.startsWith('ack') ? [1, 3] : [1]) {
        const world = aWorld();
        const first = world.start(`da-writer/${name}:${nth}`);
        await passFed(world, 25);
        expect(first.isDead()).toBe(true);
        await first.stop();
        const second = world.start();
        await passFed(world, 30);
        await isAllThere(world);
        expect(Math.max(...world.da.landings(world.chain.chainId))).toBeLessThanOrEqual(2);
        await second.stop();
      }
    },
  );

  it('loses nothing whatever is done to the stream, as a seed has it', { timeout: 60_000 }, async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const world = aWorld();
      const dice = diceOf(seed);
      let writer = world.start();
      for (let step = 0; step < 12; step++) {
        await passFed(world, 2 + dice(6));
        const { queue } = world;
        const faults: readonly (() => void | Promise<void>)[] = [
          () => queue.deleteStream(),
          () => queue.purge(),
          () => {
            queue.isDown = !queue.isDown;
          },
          () => loseOnce(queue, ({ height }) => Number(height) % 3 === dice(3)),
          () => spoilOnce(queue, (message) => ({ ...message, bytes: message.bytes.subarray(1) })),
          () => {
            queue.maxMessages = queue.maxMessages === 20 ? Number.POSITIVE_INFINITY : 20;
          },
          async () => {
            await writer.stop();
            writer = world.start();
          },
        ];
        await faults[dice(faults.length)]?.();
      }
      Object.assign(world.queue, { isDown: false, maxMessages: Number.POSITIVE_INFINITY });
      world.queue.lose = undefined;
      world.queue.spoil = undefined;
      await passFed(world, 90, { withBlocks: false });
      await isAllThere(world);
      await writer.stop();
    }
  });
});

function diceOf(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % sides;
  };
}

/** Each message that the predicate names is lost the first time. */
function loseOnce(queue: FakeQueue, predicate: NonNullable<FakeQueue['lose']>): void {
  const lost = new Set<string>();
  queue.lose = (name) => {
    const key = `${name.height}/${name.part}`;
    if (lost.has(key) || !predicate(name)) return false;
    lost.add(key);
    return true;
  };
}

/** The next message comes otherwise. */
function spoilOnce(queue: FakeQueue, change: NonNullable<FakeQueue['spoil']>): void {
  queue.spoil = (message) => {
    queue.spoil = undefined;
    return change(message);
  };
}
