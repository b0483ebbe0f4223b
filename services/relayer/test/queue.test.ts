import { SwitchyardError, sequencerHeight } from '@switchyard/primitives';
import { decodeQueuedHeader, decodeSection, type QueueDemand } from '@switchyard/protocol';
import {
  createFacts,
  createFailpoints,
  createLogger,
  createMetrics,
  createTrace,
  Watch,
} from '@switchyard/service-kit';
import { describe, expect, it } from 'vitest';
import { WrongHeightError } from '../src/block-source.ts';
import type { FeedCursor } from '../src/domain/feed-cursor.ts';
import { failpoints as failpointNames } from '../src/failpoints.ts';
import { createQueueFeeding, type QueueFeeding } from '../src/feed-queue.ts';
import { createRelayerMetrics } from '../src/metrics.ts';
import type { BlockQueue } from '../src/ports.ts';
import { aConsensus, type FakeConsensus, startRelay } from './world.ts';

class Refused extends SwitchyardError {
  override readonly code: string;
  override readonly fault = 'transient';

  constructor(code: string) {
    super('refused', {});
    this.code = code;
  }
}

/** A stream in memory that takes each message once, and its reader. */
class FakeQueue implements BlockQueue {
  identity = 'a';
  refuses: string | undefined;
  maxMessages = Number.POSITIVE_INFINITY;
  messages: {
    readonly height: bigint;
    readonly part: number;
    readonly round: string;
    readonly bytes: Uint8Array;
  }[] = [];
  readonly #demand = new Watch<QueueDemand | undefined>(undefined);

  readonly open: BlockQueue['open'] = async () => {
    this.#assertWilling();
    return { identity: this.identity, messages: this.messages.length, bytes: 0 };
  };

  readonly put: BlockQueue['put'] = async ({ height, part, round }, bytes) => {
    this.#assertWilling();
    if (this.messages.some((m) => m.height === height && m.part === part && m.round === round)) return;
    if (this.messages.length >= this.maxMessages) throw new Refused('QUEUE_FULL');
    this.messages.push({ height, part, round, bytes });
  };

  async *demands(signal: AbortSignal): AsyncGenerator<QueueDemand> {
    for await (const demand of this.#demand.changes(signal)) if (demand !== undefined) yield demand;
  }

  say(confirmed: bigint, round?: string): void {
    this.#demand.set({ confirmed: sequencerHeight(confirmed), round });
  }

  /** Heights of which all three parts of the test's blocks are there. */
  heights(round = '0'): readonly number[] {
    const mine = this.messages.filter((message) => message.round === round);
    const parts = Map.groupBy(mine, ({ height }) => Number(height));
    return [...parts].flatMap(([height, all]) => (all.length === 3 ? [height] : []));
  }

  #assertWilling(): void {
    if (this.refuses !== undefined) throw new Refused(this.refuses);
  }
}

class Killed extends Error {}

/** A relayer's feeding beside its relay loop, on a disk that outlives it. */
function startFeeding(
  consensus: FakeConsensus,
  queue: FakeQueue,
  { disk = { saved: undefined as FeedCursor | undefined }, armed = undefined as string | undefined } = {},
) {
  const relay = startRelay(consensus);
  const death = new AbortController();
  const failpoints = createFailpoints('relayer', failpointNames, armed, {
    log: undefined,
    kill: () => {
      death.abort(new Killed('killed'));
      throw new Killed('killed');
    },
  });
  const log = createLogger('relayer', 'error', { write: () => undefined });
  const trace = createTrace();
  const feeding: QueueFeeding = createQueueFeeding({
    queue,
    store: {
      load: async () => disk.saved,
      save: async (cursor) => {
        disk.saved = cursor;
      },
    },
    chain: relay.chain,
    lookup: relay.lookup,
    sets: relay.sets,
    clock: relay.clock,
    facts: createFacts({ service: 'relayer', log, trace, clock: relay.clock }),
    log,
    metrics: createRelayerMetrics(createMetrics('relayer')),
    failpoints,
  });
  const ended = feeding.task(death.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    relay,
    feeding,
    disk,
    trace,
    isDead: () => death.signal.aborted,
    pass: async (seconds = 5) => {
      for (let i = 0; i < seconds * 5; i++) await relay.clock.advance(200);
    },
    end: async () => {
      death.abort(new Error('end'));
      await ended;
      await relay.crash();
    },
  };
}

const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('feeding the queue', () => {
  it('waits for what the reader wants, feeds all above it, and follows the head', async () => {
    const queue = new FakeQueue();
    const consensus = aConsensus(5);
    const one = startFeeding(consensus, queue);
    await one.pass();
    expect(queue.messages).toEqual([]);
    queue.say(2n);
    await one.pass();
    expect(queue.heights()).toEqual([3, 4, 5]);
    consensus.produce(2);
    await one.pass();
    expect(queue.heights()).toEqual([3, 4, 5, 6, 7]);
    expect(one.trace.of('height:7')).toMatchObject([{ msg: 'block queued', fields: { messages: 3 } }]);
    const [header, first] = queue.messages;
    const { block, validators } = decodeQueuedHeader(header?.bytes ?? new Uint8Array());
    expect(block.headerHash).toEqual(consensus.chain.blocks[2]?.headerHash);
    expect(validators).toEqual(consensus.chain.anchor().sequencer.nextValidators);
    expect(decodeSection(first?.bytes ?? new Uint8Array()).rollupId).toBeDefined();
    await one.end();
  });

  it('holds nothing up when the queue is full or away, and goes on when it is not', async () => {
    for (const hindrance of ['QUEUE_FULL', 'QUEUE_AWAY']) {
      const queue = new FakeQueue();
      const consensus = aConsensus(1);
      const one = startFeeding(consensus, queue);
      queue.say(0n);
      await one.pass();
      if (hindrance === 'QUEUE_FULL') queue.maxMessages = 4;
      else queue.refuses = hindrance;
      consensus.produce(10);
      await one.pass(20);
      expect(one.relay.relayed().length).toBe(11);
      expect(one.feeding.problem()).toBe(hindrance);
      expect(queue.heights()).toEqual([1]);
      Object.assign(queue, { maxMessages: Number.POSITIVE_INFINITY, refuses: undefined });
      await one.pass();
      expect(queue.heights()).toEqual(upTo(1, 11));
      expect(one.feeding.problem()).toBeUndefined();
      await one.end();
    }
  });

  it('feeds another stream, and each new round, all that is not confirmed', async () => {
    const queue = new FakeQueue();
    const one = startFeeding(aConsensus(6), queue);
    queue.say(0n);
    await one.pass();
    queue.say(3n);
    await one.pass();
    queue.identity = 'b';
    queue.messages = [];
    await one.pass(12);
    expect(queue.heights()).toEqual([4, 5, 6]);
    queue.messages = [];
    await one.pass(12);
    expect(queue.heights()).toEqual([]);
    queue.say(4n, 'again');
    await one.pass();
    expect(queue.heights('again')).toEqual([5, 6]);
    await one.end();
  });

  it('goes on without its reader after a restart, and without its cursor when the reader speaks', async () => {
    const queue = new FakeQueue();
    const consensus = aConsensus(3);
    const first = startFeeding(consensus, queue);
    queue.say(0n);
    await first.pass(12);
    await first.end();
    const silent = new FakeQueue();
    consensus.produce(2);
    const second = startFeeding(consensus, silent, { disk: first.disk });
    await second.pass();
    expect(silent.heights()).toEqual([4, 5]);
    await second.end();
    const third = startFeeding(consensus, silent);
    await third.pass();
    silent.say(1n);
    await third.pass();
    expect(silent.heights()).toEqual([4, 5, 2, 3]);
    await third.end();
  });

  it('tries on when a block cannot be made, and feeds the others then', async () => {
    const queue = new FakeQueue();
    const consensus = aConsensus(3);
    const one = startFeeding(consensus, queue);
    await one.pass();
    const get = one.relay.lookup.get.bind(one.relay.lookup);
    let failures = 2;
    one.relay.lookup.get = (height, signal) =>
      failures-- > 0 ? Promise.reject(new WrongHeightError(height, 0n)) : get(height, signal);
    queue.say(0n);
    await one.pass(30);
    expect(queue.heights()).toEqual([1, 2, 3]);
    await one.end();
  });

  it.each(['feed.before', 'feed.after', 'feed-cursor.before', 'feed-cursor.after'])(
    'loses and repeats nothing when it is killed at %s',
    async (name) => {
      for (const nth of [1, 3]) {
        const queue = new FakeQueue();
        const consensus = aConsensus(2);
        const first = startFeeding(consensus, queue, { armed: `relayer/${name}:${nth}` });
        queue.say(0n);
        for (let i = 0; i < 10; i++) {
          consensus.produce();
          await first.pass(2);
        }
        expect(first.isDead()).toBe(true);
        await first.end();
        const second = startFeeding(consensus, queue, { disk: first.disk });
        await second.pass(10);
        expect(queue.heights()).toEqual(upTo(1, 12));
        expect(queue.messages.length).toBe(36);
        await second.end();
      }
    },
  );
});
