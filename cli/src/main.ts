import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFailureOf, exitDisk, refusalOf } from '@switchyard/service-kit';
import type { Command, Context } from './command.ts';
import { CommandError, exitCodes } from './errors.ts';
import { layoutOf } from './network/layout.ts';

/** In the order of the overview. Loaded when asked for: a command that fails on its arguments answers at once. */
const shown: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  stop: async () => (await import('./commands/stop.ts')).stop,
  status: async () => (await import('./commands/status.ts')).status,
  rollup: async () => (await import('./commands/rollup.ts')).rollup,
  why: async () => (await import('./commands/why.ts')).why,
  traffic: async () => (await import('./commands/traffic.ts')).traffic,
  fund: async () => (await import('./commands/fund.ts')).fund,
  logs: async () => (await import('./commands/logs.ts')).logs,
  doctor: async () => (await import('./commands/doctor.ts')).diagnose,
  dump: async () => (await import('./commands/dump.ts')).dump,
  failpoints: async () => (await import('./commands/failpoints.ts')).failpointList,
  version: async () => (await import('./commands/version.ts')).version,
};

/** `supervise` is what a detached start runs; nobody types it. */
const commands = new Map(
  Object.entries({ ...shown, supervise: async () => (await import('./commands/start.ts')).supervise }),
);

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
    for (const line of await overview()) context.say(line);
    return exitCodes.ok;
  }
  try {
    const command = await commands.get(name)?.();
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
    const trouble = diskFailureOf(error) ?? refusalOf(error);
    if (trouble !== undefined) {
      process.stderr.write(`${trouble.file}: ${trouble.problem}; ${trouble.remedy}\n`);
      return diskFailureOf(error) === undefined ? exitCodes.configuration : exitDisk;
    }
    process.stderr.write(
      `this is a bug of switchyard: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return exitCodes.bug;
  }
}

async function overview(): Promise<readonly string[]> {
  const all = await Promise.all(Object.values(shown).map((load) => load()));
  const width = Math.max(...all.map((command) => command.name.length));
  return [
    'switchyard: a shared sequencer network on this machine',
    '',
    ...all.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'Each command has --help. Exit codes: 0 done, 64 bad input, 66 unknown name, 69 not available, 70 a bug,',
    '73 conflict, 74 a disk does not take writes, 75 timed out, 78 configuration.',
  ];
}
