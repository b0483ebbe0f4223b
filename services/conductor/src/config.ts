import {
  durationMs,
  type Environment,
  list,
  loadConfig,
  logLevel,
  path,
  socketAddress,
} from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  logLevel,
  /** The rollup's name: its id must be that of the execution session. */
  rollup: z.string().min(1),
  mode: z.enum(['soft-and-firm', 'soft-only', 'firm-only']),
  dataDir: path,
  adminAddress: socketAddress,
  anchorFile: path,
  executionAddress: z.string().min(1),
  executionSecretFile: path.optional(),
  relayerAddress: z.string().min(1).optional(),
  p2pListen: z.string().min(1),
  p2pBootstrap: list,
  daUrl: z.url({ protocol: /^https?$/ }),
  daTokenFile: path.optional(),
  daVerify: z.enum(['complete', 'inclusion']),
  daSigners: list,
  daMaxAnchorAge: durationMs.optional(),
});

/** What a conductor is told by its environment. */
export type ConductorConfig = Readonly<z.infer<typeof schema>>;

/** @throws ConfigError with every problem. */
export function conductorConfig(environment: Environment): ConductorConfig {
  return loadConfig('SWITCHYARD_CONDUCTOR', schema, environment);
}
