import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { createConductor } from './conductor.ts';
import { conductorConfig } from './config.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = conductorConfig(process.env);
  const log = createLogger('conductor', config.logLevel);
  const conductor = createConductor(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(conductor, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
