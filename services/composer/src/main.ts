import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { createComposer } from './composer.ts';
import { composerConfig } from './config.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = composerConfig(process.env);
  const log = createLogger('composer', config.logLevel);
  const composer = createComposer(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(composer, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
