import { codeOf, faultOf, sha256, toHex } from '@switchyard/primitives';
import {
  type Clock,
  type Failpoints,
  type Logger,
  runTasks,
  type Task,
  Watch,
} from '@switchyard/service-kit';
import type { BoundedSet } from './domain/bounded-set.ts';
import {
  add,
  type BatchLimits,
  dueAt,
  emptyBatch,
  type TransactionBatch,
} from './domain/transaction-batch.ts';
import type { Failpoint } from './failpoints.ts';
import type { RelayerMetrics } from './metrics.ts';
import type { Pool, PoolTransactions, TransactionPublisher, TransactionTopic } from './ports.ts';

/** What it needs. */
export type CarryDeps = {
  readonly pool: Pool;
  readonly publisher: TransactionPublisher;
  /** Ids of transactions that have passed here, either way. */
  readonly passed: BoundedSet;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: RelayerMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** specs/07-gossip.md: a message of transactions leaves when it is this large or this old. */
export const batchLimits: BatchLimits = { maxBytes: 256 * 1024, maxAgeMs: 20 };

const reconnectMs = 500;

/**
 * Carries what this node's clients submitted to the other nodes: reports and sudo at once, the rest in batches. What is
 * lost on the way costs time only: this node proposes it in its turn.
 */
export function carryTransactions(deps: CarryDeps, limits: BatchLimits = batchLimits): Task {
  const { pool, publisher, passed, clock, log, metrics, failpoints } = deps;
  const open = new Watch<TransactionBatch>(emptyBatch);

  const publish = async (
    topic: TransactionTopic,
    transactions: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<void> => {
    failpoints.hit('carry.before');
    try {
      await publisher.publish(topic, transactions, signal);
      metrics.published.inc({ topic });
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) === 'fatal') throw error;
      metrics.errors.inc({ code: codeOf(error) });
    }
    failpoints.hit('carry.after');
  };

  const take = async ({ topic, transactions }: PoolTransactions, signal: AbortSignal): Promise<void> => {
    const fresh = transactions.filter((transaction) => passed.add(transactionKey(transaction)));
    if (fresh.length === 0) return;
    if (topic === 'control') {
      await publish(topic, fresh, signal);
      return;
    }
    for (const transaction of fresh) {
      const { batch, leaving } = add(open.value, transaction, clock.elapsed(), limits);
      open.set(batch);
      for (const full of leaving) await publish('txs', full.transactions, signal);
    }
  };

  const read: Task = async (signal) => {
    for (;;) {
      try {
        for await (const some of pool.admitted(signal)) await take(some, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (faultOf(error) === 'fatal') throw error;
        metrics.retries.inc({ operation: 'pool stream' });
        log.debug({ code: codeOf(error) }, 'pool stream ended');
      }
      await clock.sleep(reconnectMs, signal);
    }
  };

  const flush: Task = async (signal) => {
    for (;;) {
      const { openedAt } = await open.until((batch) => batch.transactions.length > 0, signal);
      const due = dueAt(open.value, limits) ?? openedAt;
      if (clock.elapsed() < due) {
        await clock.sleep(due - clock.elapsed(), signal);
        continue;
      }
      const { transactions } = open.value;
      open.set(emptyBatch);
      await publish('txs', transactions, signal);
    }
  };

  return (signal) => runTasks({ read, flush }, signal);
}

/** The key under which a transaction is remembered as passed. */
export function transactionKey(transaction: Uint8Array): string {
  return toHex(sha256(transaction));
}
