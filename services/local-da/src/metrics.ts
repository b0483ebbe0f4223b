import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the service. */
export function localDaMetrics(metrics: Metrics) {
  return {
    height: metrics.gauge('height', { help: 'Highest final block' }),
    blockBytes: metrics.histogram('block_bytes', {
      help: 'Bytes of the blobs of a block',
      buckets: [0, 1e3, 1e4, 1e5, 1e6, 4e6, 8e6, 16e6, 32e6],
    }),
    blockSeconds: metrics.histogram('block_seconds', {
      help: 'Time from choosing transactions to the final block',
    }),
    transactions: metrics.counter('transactions_total', {
      help: 'Submissions by what became of them',
      labels: ['outcome'],
    }),
    pendingBytes: metrics.gauge('pending_bytes', { help: 'Bytes of transactions that wait for a block' }),
    refused: metrics.counter('refused_total', {
      help: 'Messages and connections that got no answer to a call, by reason',
      labels: ['reason'],
    }),
    requests: metrics.counter('requests_total', { help: 'Calls by outcome', labels: ['outcome'] }),
  };
}

export type LocalDaMetrics = ReturnType<typeof localDaMetrics>;
