import { mapConcurrent, type Task } from '@switchyard/service-kit';
import { refusalOf, replacedBy } from './domain/decide.ts';
import type { QueueEvent, RollupTransaction } from './domain/queue.ts';
import type { ComposeDeps, ComposeOptions, QueueDesk } from './queue-desk.ts';

/** A gas limit over this many times the node's own estimate reserves block space for nothing. */
const maxGasOverEstimate = 8n;

/** Below this nobody's reservation matters. */
const smallGasLimit = 1_000_000n;

/** So many estimates are asked for at a time: one that is slow holds up few. */
const maxEstimates = 16;

/** So many, or of so many bytes, are taken in one step. */
const maxPortion = 1_000;
const maxPortionBytes = 1024 * 1024;

/** Takes transactions out of the mempool: `take` as they come, `sweep` what is there already. */
export function takeTransactions(
  { clock, facts, metrics, failpoints, rollup }: ComposeDeps,
  { queue, commit, work, tryFor }: QueueDesk,
  options: ComposeOptions,
): Readonly<Record<'take' | 'sweep', Task>> {
  const isReasonable = async (transaction: RollupTransaction, signal: AbortSignal): Promise<boolean> => {
    if (transaction.gasLimit <= smallGasLimit) return true;
    const estimate = await rollup.estimateGas(transaction, signal);
    return estimate === undefined || transaction.gasLimit <= maxGasOverEstimate * estimate;
  };

  const takeIn = async (transactions: readonly RollupTransaction[], signal: AbortSignal): Promise<void> => {
    for (const some of portionsOf(transactions)) await takePortion(some, signal);
  };

  const takePortion = async (
    transactions: readonly RollupTransaction[],
    signal: AbortSignal,
  ): Promise<void> => {
    const fresh = transactions.filter(({ hash }) => !queue.entries.has(hash));
    const hoarding = new Set<string>();
    const check = async (transaction: RollupTransaction): Promise<void> => {
      if (!(await isReasonable(transaction, signal))) hoarding.add(transaction.hash);
    };
    await mapConcurrent(fresh, maxEstimates, check, signal);
    failpoints.hit('take.before');
    const taken = await commit(() => {
      const events: QueueEvent[] = [];
      const here = new Set<string>();
      for (const transaction of transactions) {
        const refusal = here.has(transaction.hash) ? 'known' : refusalOf(queue, transaction, options.limits);
        if (refusal !== undefined) {
          if (refusal !== 'known') metrics.refused.inc({ reason: refusal });
          continue;
        }
        here.add(transaction.hash);
        const replaced = replacedBy(queue, transaction);
        if (replaced !== undefined) events.push({ kind: 'done', hash: replaced });
        events.push({ kind: 'taken', transaction, ...(hoarding.has(transaction.hash) && { hoards: true }) });
      }
      return events;
    });
    failpoints.hit('take.after');
    const hashes = taken.flatMap((event) => (event.kind === 'taken' ? [event.transaction.hash] : []));
    metrics.taken.inc(hashes.length);
    if (hashes.length > 0) {
      facts.record(
        hashes.map((hash) => `tx:${hash}`),
        { txs: hashes.length },
        'transactions taken',
      );
    }
    const gone = taken.flatMap((event) => (event.kind === 'done' ? [event.hash] : []));
    if (gone.length > 0) {
      facts.record(
        gone.map((hash) => `tx:${hash}`),
        { txs: gone.length },
        'transactions replaced',
      );
    }
    if (taken.length > 0) work.set(work.value + 1);
  };

  const take: Task = (signal) =>
    tryFor(
      'pending transactions',
      async () => {
        for await (const news of rollup.pending(signal)) {
          // What came before the subscription is swept up.
          await takeIn(news.kind === 'announced' ? news.transactions : await rollup.sweep(signal), signal);
        }
      },
      signal,
    );

  const sweep: Task = async (signal) => {
    for (;;) {
      const pending = await tryFor('sweep', (s) => rollup.sweep(s), signal);
      await takeIn(pending, signal);
      await clock.sleep(options.sweepIntervalMs, signal);
    }
  };

  return { take, sweep };
}

/** Cut so that what is taken in one step fits one record of the log, and the queue's limits are passed by little. */
function* portionsOf(
  transactions: readonly RollupTransaction[],
): Generator<readonly RollupTransaction[], void, undefined> {
  let portion: RollupTransaction[] = [];
  let bytes = 0;
  for (const transaction of transactions) {
    portion.push(transaction);
    bytes += transaction.raw.length;
    if (portion.length < maxPortion && bytes < maxPortionBytes) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}
