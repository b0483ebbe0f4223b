import {
  durationMs,
  type Environment,
  loadConfig,
  logLevel,
  path,
  socketAddress,
} from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  logLevel,
  home: path,
  abciAddress: z.string().regex(/^(unix:.+|(tcp:\/\/)?.+:\d+)$/, 'expected unix:/path or host:port'),
  rpcAddress: socketAddress,
  adminAddress: socketAddress,
  blockInterval: durationMs,
});

export type SoloEngineConfig = Readonly<z.infer<typeof schema>>;

/** The configuration in SWITCHYARD_SOLO_ENGINE_*. @throws ConfigError */
export function soloEngineConfig(environment: Environment): SoloEngineConfig {
  return loadConfig('SWITCHYARD_SOLO_ENGINE', schema, environment);
}
