import { createMetrics } from '@switchyard/service-kit';

/** Every metric of the service. */
export function createSequencerAppMetrics() {
  const metrics = createMetrics('sequencer-app');
  return {
    kit: metrics,
    height: metrics.gauge('height', { help: 'Last committed height' }),
    lastCommit: metrics.gauge('last_progress_seconds', { help: 'Unix time of the last Commit' }),
    transactions: metrics.counter('transactions_total', { help: 'Committed transactions' }),
    rollupBytes: metrics.counter('rollup_bytes_total', { help: 'Committed bytes of ordinary transactions' }),
    blockBytes: metrics.histogram('block_bytes', {
      help: 'Length of the items of a block',
      buckets: [1e3, 1e4, 1e5, 1e6, 2e6, 4e6, 8e6, 3.2e7],
    }),
    admissions: metrics.counter('admissions_total', {
      help: 'Answers to submitted transactions, by code; ok when admitted or known',
      labels: ['outcome'],
    }),
    departures: metrics.counter('pool_departures_total', {
      help: 'Transactions that left the pool, by reason',
      labels: ['reason'],
    }),
    poolTransactions: metrics.gauge('pool_transactions', {
      help: 'Ordinary transactions in the pool, ready or waiting',
      labels: ['readiness'],
    }),
    poolBytes: metrics.gauge('pool_bytes', {
      help: 'Bytes of ordinary transactions in the pool, ready or waiting',
      labels: ['readiness'],
    }),
    feedDropped: metrics.counter('feed_dropped_total', {
      help: 'Transactions that a slow pool stream lost',
    }),
    rejectedProposals: metrics.counter('rejected_proposals_total', {
      help: 'Proposals that broke a rule, by rule',
      labels: ['rule'],
    }),
    budgetBytes: metrics.gauge('budget_bytes', { help: 'What the next block may carry by the backlog law' }),
    backlogBytes: metrics.gauge('backlog_bytes', { help: 'Rollup bytes above the effective DA report' }),
    price: metrics.gauge('price_per_byte', { help: 'Price of the next block' }),
    reportedHeight: metrics.gauge('reported_height', { help: 'Sequencer height of the effective DA report' }),
    calls: metrics.histogram('abci_call_seconds', {
      help: 'Duration of the calls of consensus',
      labels: ['call'],
    }),
    snapshots: metrics.counter('snapshots_total', {
      help: 'Snapshots that were due: made, failed, or skipped since one was being made',
      labels: ['outcome'],
    }),
    snapshotHeight: metrics.gauge('snapshot_height', { help: 'Height of the newest snapshot made' }),
    abciRejected: metrics.counter('abci_rejected_total', {
      help: 'ABCI connections closed for what they sent, by code',
      labels: ['code'],
    }),
  };
}

/** The service's metrics. */
export type SequencerAppMetrics = ReturnType<typeof createSequencerAppMetrics>;
