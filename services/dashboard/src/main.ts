import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { dashboardConfig } from './config.ts';
import { createDashboard } from './dashboard.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = dashboardConfig(process.env);
  const log = createLogger('dashboard', config.logLevel);
  const dashboard = createDashboard(config, log);
  process.exitCode = await runService(dashboard, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
