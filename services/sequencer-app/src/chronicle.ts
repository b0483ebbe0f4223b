import { toHex } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';
import { type Clock, createFacts, type Facts, type Logger, type Trace } from '@switchyard/service-kit';
import type { CommittedBlock } from './consensus.ts';
import { backlogOf, blockBudgetOf } from './domain/chain-state.ts';
import type { Departed, Pool } from './domain/pool.ts';
import type { SequencerAppMetrics } from './metrics.ts';

/** Tells the world what happened: log lines, traces, metrics. */
export type Chronicle = {
  readonly admitted: (transaction: Transaction) => void;
  readonly departed: (departed: readonly Departed[]) => void;
  readonly committed: (block: CommittedBlock, pool: Pool) => void;
};

/** What it writes to. */
export type ChronicleDeps = {
  readonly service: string;
  readonly log: Logger;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly metrics: SequencerAppMetrics;
};

/** So many admissions of a second are logged; the rest are in the trace alone. */
const LOGGED_PER_SECOND = 50;

/** The chronicle of one process. */
export function createChronicle({ service, log, trace, clock, facts, metrics }: ChronicleDeps): Chronicle {
  let second = 0;
  let logged = 0;
  const write: Facts['record'] = (ids, fields, msg) => {
    const now = Math.floor(clock.elapsed() / 1_000);
    if (now !== second) {
      second = now;
      logged = 0;
    }
    if (logged++ < LOGGED_PER_SECOND) facts.record(ids, fields, msg);
    else facts.note(ids, fields, msg);
  };
  return {
    admitted: ({ id, bytes, lane }) => {
      write([bundleId(id)], { id: toHex(id), bytes: bytes.length, lane }, 'transaction admitted');
    },
    departed: (departed) => {
      for (const { entry, reason } of departed) {
        metrics.departures.inc({ reason });
        if (reason === 'committed' || reason === 'nonceUsed') continue;
        const { id } = entry.transaction;
        write([bundleId(id)], { id: toHex(id), reason }, 'transaction left the pool');
      }
    },
    committed: (block, pool) => {
      const { height, items, transactions } = block;
      const bytes = items.reduce((sum, item) => sum + item.length, 0);
      const txs = transactions.length;
      // One moment for the line and for every trace event of the block.
      const at = clock.now();
      const frozen = createFacts({ service, log, trace, clock: { ...clock, now: () => at } });
      frozen.record(
        [`height:${height}`],
        { height, txs, rollups: rollupsOf(transactions), bytes },
        'block committed',
      );
      transactions.forEach(({ id }, index) => {
        frozen.note([bundleId(id)], { height, index: index + 1 }, 'block committed');
      });
      metrics.height.set(Number(height));
      metrics.lastCommit.set(at / 1_000);
      metrics.transactions.inc(txs);
      metrics.rollupBytes.inc(
        transactions.reduce((sum, tx) => (tx.lane === 'ordinary' ? sum + tx.bytes.length : sum), 0),
      );
      metrics.blockBytes.observe(bytes);
      observeState(block, pool, metrics);
    },
  };
}

function observeState({ state }: CommittedBlock, pool: Pool, metrics: SequencerAppMetrics): void {
  metrics.budgetBytes.set(Number(blockBudgetOf(state).budget));
  metrics.backlogBytes.set(Number(backlogOf(state.progress)));
  metrics.price.set(Number(state.progress.price));
  metrics.reportedHeight.set(Number(state.progress.sequencerHeight));
  for (const readiness of ['ready', 'waiting'] as const) {
    const { bytes, count } = pool[readiness].total();
    metrics.poolBytes.set({ readiness }, bytes);
    metrics.poolTransactions.set({ readiness }, count);
  }
}

function bundleId(id: Uint8Array): string {
  return `bundle:${toHex(id)}`;
}

function rollupsOf(transactions: readonly Transaction[]): number {
  const rollups = new Set<string>();
  for (const { body } of transactions) {
    for (const action of body.actions) {
      if (action.kind === 'submitRollupData') rollups.add(toHex(action.rollupId));
    }
  }
  return rollups.size;
}
