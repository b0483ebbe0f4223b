import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { driverConfig } from './config.ts';
import { createEvmDriver } from './evm-driver.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = driverConfig(process.env);
  const log = createLogger('evm-driver', config.logLevel);
  const failpoint = process.env['SWITCHYARD_FAILPOINT'];
  process.exitCode = await runService(createEvmDriver(config, log, failpoint), log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
