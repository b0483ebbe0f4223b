import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the driver. */
export type DriverMetrics = ReturnType<typeof createDriverMetrics>;

/** Registers them. */
export function createDriverMetrics(metrics: Metrics) {
  let lastProgressMs = performance.now();
  return {
    progressed: (nowMs: number): void => {
      lastProgressMs = nowMs;
    },
    lastProgress: metrics.gauge('last_progress_seconds', {
      help: 'Seconds since the soft head last moved',
      collect: (set) => set((performance.now() - lastProgressMs) / 1_000),
    }),
    softNumber: metrics.gauge('soft_number', { help: 'Number of the soft block' }),
    firmNumber: metrics.gauge('firm_number', { help: 'Number of the firm block' }),
    executeSeconds: metrics.histogram('execute_seconds', { help: 'Duration of ExecuteBlock' }),
    buildSeconds: metrics.histogram('build_seconds', { help: 'Duration of making one block in the node' }),
    admitted: metrics.counter('transactions_admitted_total', { help: 'Transactions that are in a block' }),
    skipped: metrics.counter<'reason'>('transactions_skipped_total', {
      help: 'Items of sections that are in no block, by reason',
      labels: ['reason'],
    }),
    refused: metrics.counter('transactions_refused_total', {
      help: 'Transactions that the profile admits and the node refuses: a bug, see the files in refused/',
    }),
    rewinds: metrics.counter('rewinds_total', { help: 'Blocks or reloads undone in the node' }),
    replayed: metrics.counter('blocks_replayed_total', {
      help: 'Blocks made again after the node lost them',
    }),
    dumps: metrics.counter('dumps_total', { help: 'Dumps of the node saved' }),
    errors: metrics.counter<'code'>('errors_total', { help: 'Failed operations by code', labels: ['code'] }),
    unauthenticated: metrics.counter('execution_unauthenticated_total', {
      help: 'Calls of the execution API without its secret, or with a wrong one',
    }),
    accepted: metrics.counter('transactions_accepted_total', { help: 'User transactions taken in durably' }),
    rejected: metrics.counter<'reason'>('transactions_rejected_total', {
      help: 'User transactions refused, by reason',
      labels: ['reason'],
    }),
    pending: metrics.gauge('pending_transactions', { help: 'User transactions that wait for a block' }),
    pendingBytes: metrics.gauge('pending_bytes', {
      help: 'Bytes of user transactions that wait for a block',
    }),
    requests: metrics.counter<'outcome'>('front_requests_total', {
      help: 'Calls of users by outcome',
      labels: ['outcome'],
    }),
    refusals: metrics.counter<'reason'>('front_refused_total', {
      help: 'Messages and calls of users that got an error, by reason',
      labels: ['reason'],
    }),
    frontCut: metrics.onCut('front'),
    sockets: metrics.gauge('front_sockets', { help: 'Open WebSockets' }),
    droppedSockets: metrics.counter<'why'>('front_sockets_dropped_total', {
      help: 'WebSockets that were closed on their users',
      labels: ['why'],
    }),
  };
}
