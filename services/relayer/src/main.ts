import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { relayerConfig } from './config.ts';
import { createRelayer } from './relayer.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = relayerConfig(process.env);
  const log = createLogger('relayer', config.logLevel);
  const relayer = createRelayer(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(relayer, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
