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
} from '@switchyard/service-kit';
import { z } from 'zod';

const account = z.string().regex(/^[0-9a-f]{40}$/, 'expected an account of 40 hex digits');

const schema = z.object({
  logLevel,
  adminAddress: socketAddress,
  dataDir: path,
  anchorFile: path,
  /** Optional with a queue. */
  relayerAddress: z.optional(z.string().min(1)),
  natsUrl: z.optional(z.url({ protocol: /^(nats|tls)$/ })),
  natsKeyFile: z.optional(path),
  natsCaFile: z.optional(path),
  sequencerAddress: z.string().min(1),
  reporterKeyFile: z.optional(path),
  daUrl: z.url({ protocol: /^https?$/ }),
  daTokenFile: z.optional(path),
  daVerify: z.enum(['complete', 'inclusion']),
  daMaxAnchorAge: z.optional(durationMs),
  daSubmitDeadline: durationMs,
  gasPrice: z.optional(z.coerce.number().positive()),
  knownSigners: list.pipe(z.array(account)),
  scanBlocks: integer(1, 200),
  maxBatchAge: durationMs,
  maxInFlight: integer(1, 64),
  maxBacklog: byteSize,
});

/** Every setting of the service; README.md lists the variables. */
export type DaWriterConfig = Readonly<z.infer<typeof schema>>;

/** The configuration in an environment. @throws ConfigError */
export function daWriterConfig(environment: Environment): DaWriterConfig {
  const config = loadConfig('SWITCHYARD_DA_WRITER', schema, environment);
  if (config.relayerAddress === undefined && config.natsUrl === undefined) {
    throw new ConfigError([
      'SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: required without SWITCHYARD_DA_WRITER_NATS_URL',
    ]);
  }
  return config;
}
