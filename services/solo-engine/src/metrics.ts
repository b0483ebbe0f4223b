import type { Metrics } from '@switchyard/service-kit';

export type EngineMetrics = ReturnType<typeof createEngineMetrics>;

/** Every metric of this service. */
export function createEngineMetrics(metrics: Metrics, lastProgressAgeSeconds: () => number) {
  return {
    rpcCut: metrics.onCut('rpc'),
    height: metrics.gauge('height', { help: 'Last height whose block is decided, executed and committed' }),
    progress: metrics.gauge('last_progress_seconds', {
      help: 'Age of the last committed height',
      collect: (set) => set(lastProgressAgeSeconds()),
    }),
    blocks: metrics.counter('blocks_total', { help: 'Blocks decided by this process' }),
    replayed: metrics.counter('replayed_blocks_total', {
      help: 'Blocks that the application executed again',
    }),
    blockBytes: metrics.histogram('block_bytes', {
      help: 'Sizes of decided blocks',
      buckets: [1_024, 16_384, 262_144, 1_048_576, 4_194_304, 16_777_216],
    }),
    heightSeconds: metrics.histogram('height_seconds', {
      help: 'From asking for a proposal to the saved state',
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    }),
    applicationLost: metrics.counter('application_lost_total', { help: 'Times the application went away' }),
    rpcRequests: metrics.counter('rpc_requests_total', {
      help: 'RPC calls by how they were answered',
      labels: ['outcome'] as const,
    }),
    rpcClients: metrics.gauge('rpc_websockets', { help: 'Open WebSockets' }),
    rpcDropped: metrics.counter('rpc_dropped_total', {
      help: 'Requests refused and connections ended because a peer did not read, sent or asked too much',
    }),
  };
}
