import { codeOf, faultOf, type SequencerHeight } from '@switchyard/primitives';
import { encodeQueuedHeader, encodeSection, type SignedBlock } from '@switchyard/protocol';
import {
  asError,
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  mapConcurrent,
  retrying,
  runTasks,
  type Task,
  Watch,
} from '@switchyard/service-kit';
import type { BlockLookup } from './block-lookup.ts';
import type { FollowedChain } from './chain.ts';
import { type FeedCursor, fed, heard, opened } from './domain/feed-cursor.ts';
import type { Failpoint } from './failpoints.ts';
import type { RelayerMetrics } from './metrics.ts';
import type { BlockQueue, FeedCursorStore, QueueStream } from './ports.ts';
import type { ValidatorSets } from './validator-sets.ts';

/** What feeding needs. */
export type FeedDeps = {
  readonly queue: BlockQueue;
  readonly store: FeedCursorStore;
  readonly chain: FollowedChain;
  readonly lookup: BlockLookup;
  readonly sets: ValidatorSets;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly log: Logger;
  readonly metrics: RelayerMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** The queue as this relayer sees it. Nothing else of the relayer waits for it. */
export type QueueFeeding = {
  readonly task: Task;
  readonly cursor: () => FeedCursor | undefined;
  readonly stream: () => QueueStream | undefined;
  /** Why nothing is fed, when nothing is. */
  readonly problem: () => string | undefined;
};

/** So often it is looked whether the stream is still the one that was fed. */
const lookMs = 5_000;
/** A cursor on disk that is older by this costs messages that the stream has, which it takes once. */
const saveMs = 1_000;
const doubtMs = 5_000;
const putsAtOnce = 8;

/** Feeds each block of the followed chain into the queue, from where its reader wants it, at the queue's own pace. */
export function createQueueFeeding(deps: FeedDeps): QueueFeeding {
  const { queue, store, chain, lookup, sets, clock, facts, log, metrics, failpoints } = deps;
  const cursor = new Watch<FeedCursor | undefined>(undefined);
  let stream: QueueStream | undefined;
  let problem: string | undefined;
  let saved: FeedCursor | undefined;
  let savedAtMs = 0;

  const save = async (): Promise<void> => {
    const { value } = cursor;
    if (value === undefined || value === saved) return;
    failpoints.hit('feed-cursor.before');
    await store.save(value);
    failpoints.hit('feed-cursor.after');
    saved = value;
    savedAtMs = clock.elapsed();
  };

  const move = (to: FeedCursor, why: string): void => {
    const from = cursor.value;
    if (to === from) return;
    cursor.set(to);
    if (from === undefined || to.next >= from.next) return;
    metrics.feedRewinds.inc();
    log.warn({ why, next: to.next, before: from.next, round: to.round }, 'blocks are fed to the queue again');
  };

  const hear = async (signal: AbortSignal): Promise<void> => {
    for await (const demand of queue.demands(signal)) move(heard(cursor.value, demand), 'the reader asks');
  };

  const validatorsOf = async ({ header }: SignedBlock, signal: AbortSignal) =>
    sets.get(header.validatorsHash) ??
    (await sets.require(header.validatorsHash, header.height as SequencerHeight, signal));

  const put = async (at: FeedCursor, signal: AbortSignal): Promise<void> => {
    const block = await lookup.get(at.next, signal);
    const name = { height: at.next, round: at.round };
    const header = encodeQueuedHeader({ block, validators: await validatorsOf(block, signal) });
    const sections = block.sections.map(encodeSection);
    failpoints.hit('feed.before');
    await queue.put({ ...name, part: 0 }, header, signal);
    await mapConcurrent(
      sections.entries(),
      putsAtOnce,
      ([index, bytes], s) => queue.put({ ...name, part: index + 1 }, bytes, s),
      signal,
    );
    failpoints.hit('feed.after');
    const bytes = sections.reduce((sum, { length }) => sum + length, header.length);
    facts.record(
      [`height:${at.next}`],
      { height: at.next, messages: sections.length + 1, bytes },
      'block queued',
    );
    metrics.feedHeight.set(Number(at.next));
    metrics.feedMessages.inc(sections.length + 1);
    metrics.feedBytes.inc(bytes);
    const now = cursor.value;
    if (now !== undefined) cursor.set(fed(now, at));
  };

  /** The cursor when its height is there to be fed; undefined when nothing came in this time. */
  const nextToFeed = async (ms: number, signal: AbortSignal): Promise<FeedCursor | undefined> => {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const quietly = (waiting: Promise<unknown>): Promise<unknown> => waiting.catch(() => undefined);
    const known = cursor.value;
    const height = known?.next;
    await Promise.race([
      quietly(chain.head.until((head) => height !== undefined && head.height >= height, either)),
      quietly(cursor.until((value) => value !== known, either)),
      quietly(clock.sleep(ms, either)),
    ]);
    over.abort(new Error('no longer awaited'));
    signal.throwIfAborted();
    const { value } = cursor;
    return value !== undefined && chain.head.value.height >= value.next ? value : undefined;
  };

  const feedSome = async (signal: AbortSignal): Promise<void> => {
    stream = await queue.open(signal);
    metrics.feedStreamBytes.set(stream.bytes);
    if (cursor.value !== undefined) move(opened(cursor.value, stream.identity), 'the stream is another one');
    if (problem !== 'QUEUE_FULL') problem = undefined;
    for (const until = clock.elapsed() + lookMs; clock.elapsed() < until; ) {
      const at = await nextToFeed(Math.max(1, until - clock.elapsed()), signal);
      if (at === undefined) continue;
      await put(at, signal);
      if (problem !== undefined) log.info({ height: at.next, problem }, 'the queue takes blocks again');
      problem = undefined;
      metrics.feedFull.set(0);
      if (clock.elapsed() - savedAtMs >= saveMs) await save();
    }
    await save();
  };

  const note = (error: unknown): void => {
    const code = codeOf(error);
    metrics.retries.inc({ operation: 'feed queue' });
    metrics.errors.inc({ code });
    if (code === 'QUEUE_FULL') metrics.feedFull.set(1);
    if (problem !== code)
      log.warn({ code, err: error, next: cursor.value?.next }, 'the queue takes no blocks');
    problem = code;
  };

  const feed: Task = async (signal) => {
    for (;;) {
      try {
        await retrying({ clock, operation: 'feed queue', onRetry: note }, feedSome, signal);
      } catch (error) {
        // A block that cannot be made, or a disk: blocks are relayed all the same.
        if (signal.aborted) throw asError(error);
        note(error);
        if (faultOf(error) === 'fatal') throw error;
        await clock.sleep(doubtMs, signal);
      }
    }
  };

  const listen: Task = async (signal) => {
    for (;;) {
      await retrying({ clock, operation: 'hear the queue' }, hear, signal);
      await clock.sleep(saveMs, signal);
    }
  };

  return {
    task: async (signal) => {
      saved = await store.load();
      if (saved !== undefined && cursor.value === undefined) cursor.set(saved);
      await runTasks({ feed, listen }, signal);
    },
    cursor: () => cursor.value,
    stream: () => stream,
    problem: () => problem,
  };
}
