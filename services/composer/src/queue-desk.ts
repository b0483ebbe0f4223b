import {
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  Mutex,
  retrying,
  Watch,
} from '@switchyard/service-kit';
import {
  applyEvent,
  emptyQueue,
  type Queue,
  type QueueEvent,
  type QueueLimits,
  snapshotOf,
} from './domain/queue.ts';
import type { ComposerFailpoint } from './failpoints.ts';
import type { ComposerMetrics } from './metrics.ts';
import type { AccountView, QueueLog, RollupNode, Sequencer, Signer } from './ports.ts';

/** What the loops need. */
export type ComposeDeps = {
  readonly log: Logger;
  readonly facts: Facts;
  readonly clock: Clock;
  readonly metrics: ComposerMetrics;
  readonly failpoints: Failpoints<ComposerFailpoint>;
  readonly queueLog: QueueLog;
  readonly sequencer: Sequencer;
  readonly rollup: RollupNode;
  readonly sign: Signer;
};

/** Numbers of this deployment. */
export type ComposeOptions = {
  readonly limits: QueueLimits;
  /** A bundle leaves at most so long after its first transaction came. */
  readonly maxBundleAgeMs: number;
  readonly pollIntervalMs: number;
  readonly sweepIntervalMs: number;
  /** The sequencer height of the rollup's block 1. */
  readonly sequencerStartHeight: bigint;
};

/** The one queue that all loops work on. */
export type QueueDesk = {
  /** Read by all, changed by `commit` alone. */
  readonly queue: Queue;
  /** Logs the events that `decide` makes from the state, then applies them. One writer at a time. */
  readonly commit: (decide: () => readonly QueueEvent[]) => Promise<readonly QueueEvent[]>;
  /** Our account as the sequencer last showed it. */
  readonly account: Watch<AccountView | undefined>;
  /** Grows whenever there may be something to bundle or to send. */
  readonly work: Watch<number>;
  /** When a bundle was last accepted by a node, by nonce; forgotten at a restart, so that it is sent again. */
  readonly sentAt: Map<bigint, bigint>;
  readonly attempts: Map<bigint, number>;
  /** Why a bundle was refused last, by nonce; forgotten when it is accepted. */
  readonly refusals: Map<bigint, string>;
  /** Bundles whose content a node called never admissible. */
  readonly neverAdmissible: Set<bigint>;
  /** Tries again, with growing distance, what fails for now. */
  readonly tryFor: <T>(
    operation: string,
    fn: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ) => Promise<T>;
};

/** The queue as its log tells it. */
export function openQueueDesk({ log, clock, metrics, queueLog }: ComposeDeps): QueueDesk {
  const queue = emptyQueue();
  for (const event of queueLog.load()) applyEvent(queue, event);
  const writing = new Mutex();
  return {
    queue,
    account: new Watch<AccountView | undefined>(undefined),
    work: new Watch(0),
    sentAt: new Map(),
    attempts: new Map(),
    refusals: new Map(),
    neverAdmissible: new Set(),
    tryFor: (operation, fn, signal) =>
      retrying({ clock, log, operation, onRetry: () => metrics.retries.inc({ operation }) }, fn, signal),
    commit: (decide) =>
      writing.run(async () => {
        const events = decide();
        if (events.length === 0) return events;
        await queueLog.append(events);
        for (const event of events) applyEvent(queue, event);
        await queueLog.compact(() => snapshotOf(queue));
        metrics.queued.set(queue.entries.size);
        metrics.queueBytes.set(queue.bytes);
        metrics.inFlight.set(queue.bundles.size);
        return events;
      }),
  };
}
