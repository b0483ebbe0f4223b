import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { soloEngineConfig } from './config.ts';
import { createSoloEngine } from './solo-engine.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = soloEngineConfig(process.env);
  const log = createLogger('solo-engine', config.logLevel);
  const service = createSoloEngine(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(service, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
