import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command, Context } from './command.ts';
import { diagnose } from './commands/doctor.ts';
import { dump } from './commands/dump.ts';
import { failpointList } from './commands/failpoints.ts';
import { fund } from './commands/fund.ts';
import { logs } from './commands/logs.ts';
import { rollup } from './commands/rollup.ts';
import { start, supervise } from './commands/start.ts';
import { status } from './commands/status.ts';
import { stop } from './commands/stop.ts';
import { traffic } from './commands/traffic.ts';
import { version } from './commands/version.ts';
import { why } from './commands/why.ts';
import { CommandError, exitCodes } from './errors.ts';
import { layoutOf } from './network/layout.ts';

const shown: readonly Command[] = [
  start,
  stop,
  status,
  rollup,
  why,
  traffic,
  fund,
  logs,
  diagnose,
  dump,
  failpointList,
  version,
];

/** `supervise` is what a detached start runs; nobody types it. */
const commands = new Map([...shown, supervise].map((command) => [command.name, command]));

const shutdown = new AbortController();
let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second time, whoever waits has had enough of an orderly stop.
    if (++asked > 1) process.exit(130);
    shutdown.abort(new CommandError('notAvailable', `stopped by ${signal}`));
  });
}
process.stdout.on('error', () =>
  shutdown.abort(new CommandError('notAvailable', 'nobody reads the output any more')),
);

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const yard = process.env['SWITCHYARD_DIR'];
const context: Context = {
  layout: yard === undefined ? layoutOf(root) : layoutOf(root, yard),
  environment: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
  signal: shutdown.signal,
};

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    for (const line of overview()) context.say(line);
    return exitCodes.ok;
  }
  const command = commands.get(name);
  try {
    if (command === undefined) {
      throw new CommandError('badInput', `no command '${name}'; see \`./switchyard --help\``);
    }
    if (args.includes('--help') || args.includes('-h')) {
      context.say(command.summary);
      for (const line of command.usage) context.say(`  ${line}`);
      return exitCodes.ok;
    }
    await command.run(args, context);
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommandError) {
      process.stderr.write(`${error.message}\n`);
      return exitCodes[error.reason];
    }
    process.stderr.write(
      `this is a bug of switchyard: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return exitCodes.bug;
  }
}

function overview(): readonly string[] {
  const width = Math.max(...shown.map((command) => command.name.length));
  return [
    'switchyard: a shared sequencer network on this machine',
    '',
    ...shown.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'Each command has --help. Exit codes: 0 done, 64 bad input, 66 unknown name, 69 not available, 70 a bug,',
    '73 conflict, 75 timed out, 78 configuration.',
  ];
}
