import { ConfigError, createLogger, exitConfig, runService } from '@switchyard/service-kit';
import { sequencerAppConfig } from './config.ts';
import { createSequencerApp } from './sequencer-app.ts';

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = sequencerAppConfig(process.env);
  const log = createLogger('sequencer-app', config.logLevel);
  const app = createSequencerApp(config, log, process.env['SWITCHYARD_FAILPOINT']);
  process.exitCode = await runService(app, log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
