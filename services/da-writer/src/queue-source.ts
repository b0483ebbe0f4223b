import { randomBytes } from 'node:crypto';
import { validatorsHash } from '@switchyard/light';
import {
  codeOf,
  faultOf,
  type SequencerHeight,
  SwitchyardError,
  sequencerHeight,
  toHex,
} from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
import { asError, type Clock, type Failpoints, type Logger, type Task, Watch } from '@switchyard/service-kit';
import { createJoiner, type Joiner } from './domain/join-block.ts';
import type { Failpoint } from './failpoints.ts';
import type { DaWriterMetrics } from './metrics.ts';
import type { BlockQueue, BlockSource, OpenQueue, QueueMessage } from './ports.ts';
import { createTokens } from './queue-tokens.ts';
import { createKnownSets } from './state.ts';

/** What the source needs. */
export type QueueSourceDeps = {
  readonly queue: BlockQueue;
  /** Where blocks are read that the queue does not give; without it the queue is fed again. */
  readonly relayer: Pick<BlockSource, 'blocksFrom' | 'validatorSet'> | undefined;
  /** The height of the chain. @throws transient errors */
  readonly chainHeight: (signal: AbortSignal) => Promise<bigint>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly failpoints: Failpoints<Failpoint>;
  readonly metrics: DaWriterMetrics;
};

/** Blocks from the queue. */
export type QueueSource = BlockSource & {
  /** Tells those who feed what is wanted. */
  readonly task: Task;
  readonly status: () => object;
};

/** What is asked for again is looked for in vain so long. */
const patienceMs = 5_000;
const maxPatienceMs = 60_000;
/** A relayer that stands still is left. */
const relayerMs = 10_000;
const demandMs = 1_000;

/** No set with this hash came with the blocks, and there is no relayer to ask. */
export class SetNotQueuedError extends SwitchyardError {
  override readonly code = 'DA_WRITER_SET_NOT_QUEUED';
  override readonly fault = 'transient';

  constructor(hash: Uint8Array) {
    super('no block of the queue has brought this validator set', { hash: toHex(hash) });
  }
}

type Want = { readonly confirmed: SequencerHeight; readonly round: string | undefined };

/**
 * Blocks from the queue, which is a cache: what it has lost is read from the relayer when that is there, else asked for
 * again. A message leaves the queue when its block is confirmed.
 */
export function createQueueSource(deps: QueueSourceDeps): QueueSource {
  const { queue, relayer, chainHeight, clock, log, failpoints, metrics } = deps;
  const want = new Watch<Want | undefined>(undefined);
  const sets = createKnownSets();
  const tokens = createTokens();
  let open: OpenQueue | undefined;
  let problem: string | undefined;
  let via: 'queue' | 'relayer' | undefined;
  /** When a block came last, by whatever way, or nothing was missing. */
  let heardAtMs = clock.elapsed();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let patience = patienceMs;
  /** The height that was given last from the queue: one that is wanted again was not believed. */
  let given = { height: 0n, times: 0 };

  const ask = (joiner: Joiner | undefined, why: string): void => {
    const { value } = want;
    if (value === undefined || clock.elapsed() - askedAtMs < patience) return;
    const round = randomBytes(8).readBigUInt64LE().toString(36);
    askedAtMs = clock.elapsed();
    patience = Math.min(maxPatienceMs, 2 * patience);
    metrics.queueRounds.inc();
    log.warn(
      { why, next: joiner?.next, confirmed: value.confirmed, round },
      'the queue lacks blocks: they are asked for again',
    );
    joiner?.restart(round);
    want.set({ ...value, round });
  };

  const come = (by: 'queue' | 'relayer'): void => {
    heardAtMs = clock.elapsed();
    via = by;
    metrics.queueBlocks.inc({ via: by });
    if (by === 'queue') patience = patienceMs;
  };

  /** @returns a block when one is whole; what is of no more use is added to `done`. */
  const take = (message: QueueMessage, joiner: Joiner, done: string[]): SignedBlock | undefined => {
    const name = queue.nameOf(message);
    const confirmed = want.value?.confirmed ?? 0n;
    const joined =
      name === undefined ? ({ kind: 'malformed' } as const) : joiner.take({ ...name, bytes: message.bytes });
    metrics.queueMessages.inc({ verdict: joined.kind });
    const isHeld = joined.kind === 'block' || joined.kind === 'kept' || joined.kind === 'known';
    if (name !== undefined && isHeld && name.height > confirmed) tokens.add(name.height, message);
    else done.push(message.token);
    if (joined.kind === 'gap' || joined.kind === 'malformed') ask(joiner, joined.kind);
    if (joined.kind !== 'block') return undefined;
    sets.add(validatorsHash(joined.validators), joined.validators);
    return joined.block;
  };

  async function* fromRelayer(
    from: SequencerHeight,
    to: bigint,
    signal: AbortSignal,
  ): AsyncGenerator<SignedBlock> {
    if (relayer === undefined) return;
    const late = AbortSignal.timeout(relayerMs);
    try {
      for await (const block of relayer.blocksFrom(from, AbortSignal.any([signal, late]))) {
        come('relayer');
        yield block;
        if (block.header.height >= to) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!late.aborted && faultOf(error) !== 'transient') throw asError(error);
      log.debug({ from, to, err: error }, 'the relayer does not give what the queue lacks');
    }
  }

  /** Compares with the chain when nothing has come for long: what it has and the queue does not give was lost. */
  async function* reconcile(
    from: SequencerHeight,
    joiner: Joiner | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<SignedBlock> {
    if (clock.elapsed() - heardAtMs < patienceMs) return;
    const height = await chainHeight(signal).catch((error: unknown) => {
      if (signal.aborted) throw asError(error);
      return undefined;
    });
    if (height === undefined) return;
    if (height < from) {
      heardAtMs = clock.elapsed();
      return;
    }
    const before = heardAtMs;
    yield* fromRelayer(from, height, signal);
    if (heardAtMs === before) ask(joiner, 'silence');
  }

  async function* blocksFrom(from: SequencerHeight, signal: AbortSignal): AsyncGenerator<SignedBlock> {
    open = undefined;
    tokens.clear();
    let opened: OpenQueue;
    try {
      failpoints.hit('consumer.before');
      opened = await queue.open(signal);
      failpoints.hit('consumer.after');
    } catch (error) {
      problem = codeOf(error);
      // It goes on by the other way before the queue is tried again.
      yield* reconcile(from, undefined, signal);
      throw error;
    }
    open = opened;
    problem = undefined;
    const joiner = createJoiner(from, want.value?.round);
    if (given.height >= from && given.times > 1) ask(joiner, 'what was given is not believed');
    for (;;) {
      const done: string[] = [];
      for await (const message of opened.messages(signal)) {
        const block = take(message, joiner, done);
        if (block === undefined) continue;
        const { height } = block.header;
        given = { height, times: given.height === height ? given.times + 1 : 1 };
        come('queue');
        yield block;
        heardAtMs = clock.elapsed();
      }
      if (done.length > 0) await opened.acknowledge(done, signal);
      for await (const block of reconcile(joiner.next, joiner, signal)) {
        yield block;
        joiner.skipTo(sequencerHeight(block.header.height + 1n));
      }
    }
  }

  const release = async (height: SequencerHeight, signal: AbortSignal): Promise<void> => {
    want.set({ confirmed: height, round: want.value?.round });
    const done = tokens.take(height);
    metrics.queueHeld.set(tokens.size());
    if (open === undefined || done.length === 0) return;
    failpoints.hit('ack.before');
    try {
      await open.acknowledge(done, signal);
    } catch (error) {
      // They are given again, and acknowledged then.
      if (signal.aborted || faultOf(error) !== 'transient') throw asError(error);
      problem = codeOf(error);
      return;
    }
    failpoints.hit('ack.after');
  };

  const tell: Task = async (signal) => {
    for (;;) {
      const { value } = want;
      if (value !== undefined) {
        await queue.demand(value, signal).catch((error: unknown) => {
          if (signal.aborted || faultOf(error) !== 'transient') throw asError(error);
        });
      }
      const over = new AbortController();
      const either = AbortSignal.any([signal, over.signal]);
      const quietly = (waiting: Promise<unknown>): Promise<unknown> => waiting.catch(() => undefined);
      await Promise.race([
        quietly(clock.sleep(demandMs, either)),
        quietly(
          want.until(
            (now) => now?.round !== value?.round || (now === undefined) !== (value === undefined),
            either,
          ),
        ),
      ]);
      over.abort(new Error('no longer awaited'));
      signal.throwIfAborted();
    }
  };

  return {
    blocksFrom,
    validatorSet: async (hash, signal) => {
      const known = sets.get(hash);
      if (known !== undefined) return known;
      if (relayer === undefined) throw new SetNotQueuedError(hash);
      return relayer.validatorSet(hash, signal);
    },
    release,
    task: tell,
    status: () => ({
      problem,
      via,
      round: want.value?.round,
      unacknowledged: tokens.size(),
      unsafe: queue.unsafe(),
    }),
  };
}
