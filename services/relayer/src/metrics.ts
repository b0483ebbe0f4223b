import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the relayer. */
export function createRelayerMetrics(metrics: Metrics) {
  return {
    height: metrics.gauge('height', { help: 'Last height relayed' }),
    consensusHeight: metrics.gauge('consensus_height', { help: 'Head of the consensus node as last heard' }),
    lastProgress: metrics.gauge('last_progress_seconds', { help: 'Unix time of the last height relayed' }),
    relayed: metrics.histogram('relay_seconds', { help: 'From hearing of a height to having relayed it' }),
    errors: metrics.counter('errors_total', { help: 'Failures by code', labels: ['code'] }),
    retries: metrics.counter('retries_total', { help: 'Tries again by operation', labels: ['operation'] }),
    itemReads: metrics.counter('item_reads_total', {
      help: 'Blocks by where their items came from',
      labels: ['source'],
    }),
    published: metrics.counter('published_total', {
      help: 'Messages published by kind of topic',
      labels: ['topic'],
    }),
    publishedBytes: metrics.counter('published_bytes_total', {
      help: 'Bytes published by kind of topic',
      labels: ['topic'],
    }),
    judged: metrics.counter('judged_total', {
      help: 'Gossip messages by kind of topic, verdict and reason',
      labels: ['topic', 'verdict', 'reason'],
    }),
    admissions: metrics.counter('admissions_total', {
      help: 'Gossiped transactions by what became of them',
      labels: ['admission'],
    }),
    evidence: metrics.counter('evidence_total', { help: 'Pairs of verified blocks of one height' }),
    gossipDropped: metrics.counter('gossip_dropped_total', {
      help: 'Messages dropped before their verdict',
      labels: ['reason'],
    }),
    peers: metrics.gauge('peers', { help: 'Gossip peers connected' }),
    cacheBytes: metrics.gauge('cache_bytes', { help: 'Bytes of blocks in the cache' }),
    rebuilds: metrics.counter('rebuilds_total', { help: 'Blocks made again from the block store on demand' }),
    streams: metrics.gauge('streams', { help: 'Block streams open' }),
    refusals: metrics.counter('refusals_total', { help: 'Refused requests by code', labels: ['code'] }),
    feedHeight: metrics.gauge('queue_height', { help: 'Last height fed to the queue' }),
    feedMessages: metrics.counter('queue_messages_total', { help: 'Messages fed to the queue' }),
    feedBytes: metrics.counter('queue_bytes_total', { help: 'Bytes fed to the queue' }),
    feedRewinds: metrics.counter('queue_rewinds_total', {
      help: 'Times that the queue was fed again from an earlier height',
    }),
    feedFull: metrics.gauge('queue_full', { help: 'Whether the queue is full and blocks wait for it' }),
    feedStreamBytes: metrics.gauge('queue_stream_bytes', {
      help: 'Bytes in the stream of the queue when last looked',
    }),
    peerRequests: metrics.counter('peer_requests_total', {
      help: 'Requests of gossip peers by kind',
      labels: ['kind'],
    }),
  };
}

/** The metrics as parts take them. */
export type RelayerMetrics = ReturnType<typeof createRelayerMetrics>;
