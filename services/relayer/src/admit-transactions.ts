import { faultOf } from '@switchyard/primitives';
import { decodeTransaction, laneOf } from '@switchyard/protocol';
import { type Failpoints, mapConcurrent, withDeadline } from '@switchyard/service-kit';
import { transactionKey } from './carry-transactions.ts';
import { type BoundedSet, createBoundedSet } from './domain/bounded-set.ts';
import { type Admission, judgeTransactions } from './domain/transaction-verdict.ts';
import type { Verdict } from './domain/verdict.ts';
import type { Failpoint } from './failpoints.ts';
import { BusyError, createGate } from './gate.ts';
import type { RelayerMetrics } from './metrics.ts';
import type { Pool, TransactionTopic } from './ports.ts';

/** What it needs. */
export type AdmitDeps = {
  readonly pool: Pool;
  readonly passed: BoundedSet;
  readonly metrics: RelayerMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

const batchesAtOnce = 2;
const batchesWaiting = 16;
const offersAtOnce = 16;
const deadlineMs = 5_000;
const invalidRemembered = 4_096;

/** Judges gossiped transactions by offering them to the app's pool. */
export type Admit = (
  topic: TransactionTopic,
  transactions: readonly Uint8Array[],
  signal: AbortSignal,
) => Promise<Verdict>;

/** No transaction is offered twice; a batch with one that is wrong everywhere is not offered at all. */
export function createAdmit({ pool, passed, metrics, failpoints }: AdmitDeps): Admit {
  const gate = createGate({ atOnce: batchesAtOnce, waiting: batchesWaiting });
  const invalid = createBoundedSet(invalidRemembered);

  const offer = async (transaction: Uint8Array, signal: AbortSignal): Promise<Admission> => {
    const key = transactionKey(transaction);
    if (!passed.add(key)) return invalid.has(key) ? 'invalid' : 'unwanted';
    let admission: Admission = 'unknown';
    try {
      failpoints.hit('offer.before');
      admission = await pool.offer(transaction, signal);
      failpoints.hit('offer.after');
    } finally {
      if (admission === 'unknown') passed.delete(key);
      if (admission === 'invalid') invalid.add(key);
    }
    return admission;
  };

  const offerAll = (transactions: readonly Uint8Array[], signal: AbortSignal): Promise<Admission[]> =>
    withDeadline(
      { ms: deadlineMs, what: 'offer of gossiped transactions' },
      (deadline) => mapConcurrent(transactions, offersAtOnce, offer, deadline),
      signal,
    );

  const judged = (topic: TransactionTopic, verdict: Verdict, reason: string): Verdict => {
    metrics.judged.inc({ topic, verdict, reason });
    return verdict;
  };

  return async (topic, transactions, signal) => {
    if (transactions.length === 0 || !transactions.every((bytes) => isOf(topic, bytes))) {
      return judged(topic, 'reject', 'malformed');
    }
    try {
      const admissions = await gate.run(() => offerAll(transactions, signal), signal);
      for (const admission of admissions) metrics.admissions.inc({ admission });
      const verdict = judgeTransactions(admissions);
      return judged(
        topic,
        verdict,
        verdict === 'accept' ? 'new' : verdict === 'reject' ? 'unproven' : 'unwanted',
      );
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) === 'fatal') throw error;
      return judged(topic, 'ignore', error instanceof BusyError ? 'busy' : 'unknown');
    }
  };
}

function isOf(topic: TransactionTopic, bytes: Uint8Array): boolean {
  try {
    const lane = laneOf(decodeTransaction(bytes).body.actions);
    return (lane === 'ordinary') === (topic === 'txs');
  } catch (error) {
    if (faultOf(error) === 'rejected') return false;
    throw error;
  }
}
