import {
  byteSize,
  durationMs,
  type Environment,
  loadConfig,
  logLevel,
  path,
  socketAddress,
} from '@switchyard/service-kit';
import { z } from 'zod';

const chainName = z.string().regex(/^[a-z0-9-]{1,32}$/, 'expected up to 32 of a-z, 0-9 and -');

const schema = z.object({
  logLevel,
  rpcAddress: socketAddress,
  adminAddress: socketAddress,
  dataDir: path,
  chainName,
  blockInterval: durationMs,
  maxPending: byteSize,
  tokenSecretFile: z.optional(path),
});

/** Every setting of the service; README.md lists the variables. */
export type LocalDaConfig = Readonly<z.infer<typeof schema>>;

/** The configuration in an environment. @throws ConfigError */
export function localDaConfig(environment: Environment): LocalDaConfig {
  return loadConfig('SWITCHYARD_LOCAL_DA', schema, environment);
}
