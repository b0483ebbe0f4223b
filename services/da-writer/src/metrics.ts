import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the da-writer. */
export function daWriterMetrics(metrics: Metrics) {
  return {
    confirmedHeight: metrics.gauge('confirmed_height', { help: 'Newest height that the reader passed' }),
    readHeight: metrics.gauge('read_da_height', { help: 'Newest DA height that was read' }),
    receivedHeight: metrics.gauge('received_height', {
      help: 'Newest height received from the block source',
    }),
    reportedHeight: metrics.gauge('reported_height', { help: 'Newest height that the chain was told of' }),
    backlog: metrics.gauge('backlog_bytes', { help: 'Uncompressed bytes of blocks that are not confirmed' }),
    inFlight: metrics.gauge('submissions_in_flight', { help: 'Submissions that wait for the DA node' }),
    queueBlocks: metrics.counter('queue_blocks_total', {
      help: 'Blocks received with a queue in use, by where they came from',
      labels: ['via'],
    }),
    queueMessages: metrics.counter('queue_messages_total', {
      help: 'Messages of the queue by what became of them',
      labels: ['verdict'],
    }),
    queueRounds: metrics.counter('queue_rounds_total', {
      help: 'Times that lost blocks were asked for again',
    }),
    queueHeld: metrics.gauge('queue_unacknowledged', {
      help: 'Messages of blocks that are not confirmed yet',
    }),
    submissions: metrics.counter('submissions_total', {
      help: 'Attempts to post a batch, by how they ended',
      labels: ['outcome'],
    }),
    postedBytes: metrics.counter('posted_bytes_total', { help: 'Bytes of blobs that the DA node accepted' }),
    submitSeconds: metrics.histogram('submit_seconds', {
      help: 'How long the DA node takes to accept a submission',
      buckets: [0.5, 1, 2, 3, 5, 8, 13, 30, 60],
    }),
    confirmSeconds: metrics.histogram('confirm_seconds', {
      help: 'From the receipt of a batch’s first block until the reader passed its last',
      buckets: [1, 2, 3, 5, 8, 13, 30, 60, 300],
    }),
    retries: metrics.counter('retries_total', { help: 'Calls tried again', labels: ['operation'] }),
    ignored: metrics.counter('ignored_blobs_total', {
      help: 'Blobs of the DA layer that changed nothing',
      labels: ['reason'],
    }),
    conflicts: metrics.counter('conflicts_total', {
      help: 'Validly signed headers that contradict verified ones; each is evidence of a broken chain',
    }),
    rewinds: metrics.counter('rewinds_total', { help: 'Times that DA blocks were read again' }),
    reports: metrics.counter('reports_total', { help: 'Reports to the chain', labels: ['outcome'] }),
  };
}

/** The metrics of one da-writer. */
export type DaWriterMetrics = ReturnType<typeof daWriterMetrics>;
