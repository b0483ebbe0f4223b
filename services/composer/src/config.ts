import {
  byteSize,
  durationMs,
  type Environment,
  integer,
  list,
  loadConfig,
  logLevel,
  path,
  socketAddress,
  u64,
} from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  logLevel,
  adminAddress: socketAddress,
  rollupName: z.string().min(1),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  wsUrl: z.url({ protocol: /^wss?$/ }),
  sequencerEndpoints: list.refine((endpoints) => endpoints.length > 0, 'expected at least one host:port'),
  sequencerStartHeight: u64,
  keyFile: path,
  dataDir: path,
  maxBundleAge: durationMs,
  maxBundleSize: byteSize,
  maxBundleGas: u64,
  maxInFlight: integer(1, 16),
  maxQueueTransactions: integer(1, 1_000_000),
  maxQueueSize: byteSize,
  pollInterval: durationMs,
  sweepInterval: durationMs,
});

/** What the environment says. */
export type ComposerConfig = z.infer<typeof schema>;

/** Parses the environment. @throws ConfigError with every problem. */
export function composerConfig(environment: Environment): ComposerConfig {
  return loadConfig('SWITCHYARD_COMPOSER', schema, environment);
}
