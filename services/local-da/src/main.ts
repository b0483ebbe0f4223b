import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { localDaConfig } from './config.ts';
import { createLocalDa } from './local-da.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = localDaConfig(process.env);
  const log = createLogger('local-da', config.logLevel);
  const service = createLocalDa(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(service, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
