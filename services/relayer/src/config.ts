import {
  byteSize,
  durationMs,
  type Environment,
  flag,
  integer,
  list,
  loadConfig,
  logLevel,
  path,
  socketAddress,
} from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  /** The chain to follow; a consensus node of another one is refused. */
  chainId: z.string().min(1).max(50),
  /** CometBFT's RPC, or solo-engine's. */
  consensusUrl: z.url({ protocol: /^https?$/ }),
  consensusDeadline: durationMs,
  /** The app's gRPC: `host:port` or `unix:/path`. */
  appAddress: z.string().min(1),
  grpcAddress: socketAddress,
  adminAddress: socketAddress,
  /** Where gossip listens: a multiaddr. */
  p2pListen: z.string().startsWith('/'),
  /** Multiaddrs of peers to dial, comma-separated. */
  p2pBootstrap: list,
  /** 64 hex digits; made at the first start when it is missing. */
  p2pKeyFile: path,
  dataDir: path,
  /** Where to begin without a cursor. */
  start: z.enum(['head', 'earliest']),
  cacheBytes: byteSize,
  maxStreams: integer(1, 10_000),
  maxStreamsPerConnection: integer(1, 10_000),
  /** Whether blocks are published; false is for tests of the other ways. */
  gossipPublish: flag,
  /** `nats://host:port` or `tls://host:port`; empty: readers come by gRPC alone. */
  natsUrl: z.optional(z.url({ protocol: /^(nats|tls)$/ })),
  /** 64 hex digits: the key of this user at the NATS server; empty: none is shown. */
  natsKeyFile: z.optional(path),
  /** Certificates that vouch for the server, in place of the system's. */
  natsCaFile: z.optional(path),
  /** What the stream may hold. */
  natsMaxBytes: byteSize,
  logLevel,
});

/** The settings of a relayer. */
export type RelayerConfig = ReturnType<typeof relayerConfig>;

/** Reads the environment. @throws ConfigError with every problem. */
export function relayerConfig(environment: Environment) {
  return loadConfig('SWITCHYARD_RELAYER', schema, environment);
}
