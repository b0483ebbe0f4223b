import { watch } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, durationOption, parseOptions } from '../command.ts';
import { CommandError } from '../errors.ts';
import { logFile } from '../network/layout.ts';

const options = {
  follow: { type: 'boolean', short: 'f' },
  since: { type: 'string' },
  grep: { type: 'string' },
} as const;

export const logs: Command = {
  name: 'logs',
  summary: 'the log lines of one service, or of all',
  usage: [
    '[service]          such as relayer or conductor@demo',
    '-f                 go on as lines come',
    '--since <5m>       only lines of the last so much time',
    '--grep <text>      only lines with this text',
  ],
  run: async (args, context) => {
    const { values, positionals } = parseOptions('logs', args, options);
    const { layout, say, signal } = context;
    const known = (await readdir(layout.logs).catch(() => []))
      .filter((file) => file.endsWith('.log'))
      .map((file) => file.slice(0, -4));
    const wanted = positionals[0];
    if (wanted !== undefined && !known.includes(wanted)) {
      throw new CommandError(
        'unknownName',
        `no service '${wanted}' has logged here (${known.join(', ') || 'none has'})`,
      );
    }
    const since = values.since === undefined ? 0 : Date.now() - durationOption(values.since, '--since');
    const names = wanted === undefined ? known : [wanted];
    const isShown = (line: string): boolean =>
      (values.grep === undefined || line.includes(values.grep)) && timeOf(line) >= since;
    const print = (name: string, line: string): void => {
      if (isShown(line)) say(wanted === undefined ? `${name} ${line}` : line);
    };
    const tails = await Promise.all(names.map((name) => openTail(logFile(layout, name))));
    const readAll = async (): Promise<void> => {
      for (const [index, tail] of tails.entries())
        for (const line of await tail.lines()) print(names[index] ?? '', line);
    };
    try {
      await readAll();
      if (values.follow !== true) return;
      await whileChanging(layout.logs, readAll, signal);
    } finally {
      await Promise.all(tails.map((tail) => tail.close()));
    }
  },
};

/** Lines without a time of their own, such as a stack, are always of now. */
function timeOf(line: string): number {
  const [, time] = /"time":"([^"]+)"/.exec(line) ?? [];
  return time === undefined ? Number.POSITIVE_INFINITY : Date.parse(time);
}

async function openTail(
  path: string,
): Promise<{ lines: () => Promise<string[]>; close: () => Promise<void> }> {
  const file = await open(path, 'r');
  let offset = 0;
  let rest = '';
  return {
    lines: async () => {
      const { size } = await file.stat();
      if (size < offset) offset = 0;
      const chunk = Buffer.alloc(size - offset);
      const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
      offset += bytesRead;
      const lines = (rest + chunk.subarray(0, bytesRead).toString()).split('\n');
      rest = lines.pop() ?? '';
      return lines;
    },
    close: () => file.close(),
  };
}

async function whileChanging(folder: string, act: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let wake = Promise.withResolvers<void>();
  const watcher = watch(join(folder), { signal }, () => wake.resolve());
  watcher.on('error', () => wake.resolve());
  // What the signal does to a watcher.
  watcher.on('close', () => wake.resolve());
  while (!signal.aborted) {
    await wake.promise;
    wake = Promise.withResolvers<void>();
    await act();
  }
}
