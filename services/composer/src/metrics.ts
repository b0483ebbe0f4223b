import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the composer. */
export function composerMetrics(metrics: Metrics) {
  return {
    taken: metrics.counter('transactions_taken_total', { help: 'Transactions taken out of the mempool' }),
    refused: metrics.counter('transactions_refused_total', {
      help: 'Transactions left in the mempool, by reason',
      labels: ['reason'],
    }),
    bundles: metrics.counter('bundles_submitted_total', { help: 'Bundles accepted by a sequencer node' }),
    included: metrics.counter('bundles_included_total', { help: 'Bundles found in the sequence' }),
    outcomes: metrics.counter('transactions_settled_total', {
      help: 'Sequenced transactions by what the rollup did',
      labels: ['outcome'],
    }),
    retries: metrics.counter('retries_total', { help: 'Retries by operation', labels: ['operation'] }),
    queued: metrics.gauge('queue_transactions', { help: 'Transactions not yet done' }),
    queueBytes: metrics.gauge('queue_size_bytes', { help: 'Bytes of transactions not yet done' }),
    inFlight: metrics.gauge('bundles_in_flight', { help: 'Bundles sent and not yet in the sequence' }),
    height: metrics.gauge('sequencer_height', { help: 'Highest sequencer height seen committed' }),
  };
}

export type ComposerMetrics = ReturnType<typeof composerMetrics>;
