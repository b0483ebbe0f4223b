import { fromHex, type RollupId, rollupId, rollupIdOf } from '@switchyard/primitives';
import {
  byteSize,
  ConfigError,
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

/** A rollup's name, or its 64 hex digits after `id:`. */
const rollup = z.string().transform((text, context): RollupId => {
  if (!text.startsWith('id:')) return rollupIdOf(text);
  if (/^id:[0-9a-f]{64}$/i.test(text)) return rollupId(fromHex(text.slice(3)));
  context.addIssue({ code: 'custom', message: 'expected a name, or id: and 64 hex digits' });
  return z.NEVER;
});

const schema = z.object({
  logLevel,
  adminAddress: socketAddress,
  grpcAddress: z.string().min(1),
  executionSecretFile: z.optional(path),
  frontAddress: socketAddress,
  frontOrigins: list,
  nodeKind: z.enum(['anvil', 'geth']),
  nodeUrl: z.url({ protocol: /^https?$/ }),
  nodeIpc: path,
  nodeDeadline: durationMs,
  dataDir: path,
  genesisFile: z.optional(path),
  genesisSha256: z.optional(z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits')),
  chainId: u64,
  gasLimit: u64,
  rollup,
  rollupStartNumber: u64,
  rollupEndNumber: u64,
  sequencerChainId: z.string().min(1),
  sequencerStartHeight: u64,
  daChainId: z.string().min(1),
  daStartHeight: u64,
  daLookAhead: u64,
  maxReplay: durationMs,
  pendingBytes: byteSize,
  pendingPerAccount: integer(1, 100_000),
});

/** Everything that can be set. */
export type DriverConfig = ReturnType<typeof driverConfig>;

/** An address that only processes of this machine reach. */
const isLocal = (address: string): boolean =>
  /^(unix:|(127(\.\d{1,3}){3}|localhost|\[::1\]):\d+$)/.test(address);

/** The settings in the environment. @throws ConfigError with every problem. */
export function driverConfig(environment: Environment) {
  const config = loadConfig('SWITCHYARD_EVM_DRIVER', schema, environment);
  if ((config.genesisFile === undefined) !== (config.genesisSha256 === undefined)) {
    throw new ConfigError(['SWITCHYARD_EVM_DRIVER_GENESIS_FILE, _GENESIS_SHA256: both or neither']);
  }
  if (config.executionSecretFile === undefined && !isLocal(config.grpcAddress)) {
    throw new ConfigError([
      'SWITCHYARD_EVM_DRIVER_GRPC_ADDRESS: without EXECUTION_SECRET_FILE it must be a loopback address or unix:/path',
    ]);
  }
  return config;
}
