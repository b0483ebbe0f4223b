import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { daWriterConfig } from './config.ts';
import { createDaWriter } from './da-writer.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = daWriterConfig(process.env);
  const log = createLogger('da-writer', config.logLevel);
  const service = createDaWriter(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(service, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
