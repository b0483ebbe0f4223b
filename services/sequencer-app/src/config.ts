import {
  byteSize,
  type Environment,
  integer,
  loadConfig,
  logLevel,
  path,
  socketAddress,
} from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  logLevel,
  adminAddress: socketAddress,
  /** Where the consensus engine connects: `unix:/path` or `host:port`. */
  abciAddress: z.string().min(1),
  grpcAddress: socketAddress,
  httpAddress: socketAddress,
  dataDir: path,
  /** A snapshot for state sync at each n-th height; 0 makes none. */
  snapshotInterval: integer(0, 1_000_000),
  poolMaxBytes: byteSize,
  poolMaxTransactions: integer(64, 1_000_000),
});

/** The settings of a sequencer app. */
export type SequencerAppConfig = z.infer<typeof schema>;

/** Reads the settings. @throws ConfigError */
export function sequencerAppConfig(environment: Environment): Readonly<SequencerAppConfig> {
  return loadConfig('SWITCHYARD_SEQUENCER_APP', schema, environment);
}
