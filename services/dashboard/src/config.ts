import { type Environment, loadConfig, logLevel, path, socketAddress } from '@switchyard/service-kit';
import { z } from 'zod';

const schema = z.object({
  logLevel,
  adminAddress: socketAddress,
  httpAddress: socketAddress,
  topologyFile: path,
});

/** What the environment says. */
export type DashboardConfig = z.infer<typeof schema>;

/** Parses the environment. @throws ConfigError with every problem. */
export function dashboardConfig(environment: Environment): DashboardConfig {
  return loadConfig('SWITCHYARD_DASHBOARD', schema, environment);
}
