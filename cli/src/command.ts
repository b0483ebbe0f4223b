import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { CommandError, causedBy } from './errors.ts';
import type { Layout } from './network/layout.ts';

/** Where a command runs. */
export type Context = {
  readonly layout: Layout;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A line to stdout. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** One command of the CLI. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  /** Shown by --help, one line each. */
  readonly usage: readonly string[];
  readonly run: (args: readonly string[], context: Context) => Promise<void>;
};

/** Parses a command's options. @throws CommandError that names the command's help. */
export function parseOptions<const Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; args: string[] }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : 'wrong options';
    throw causedBy(error, 'badInput', `${reason}; see \`./switchyard ${command} --help\``);
  }
}

/** The positional argument at an index. @throws CommandError when it is missing. */
export function requiredArgument(
  command: string,
  positionals: readonly string[],
  index: number,
  what: string,
): string {
  const value = positionals[index];
  if (value === undefined)
    throw new CommandError('badInput', `${what} is missing; see \`./switchyard ${command} --help\``);
  return value;
}

/** A whole number within bounds. @throws CommandError */
export function wholeNumber(text: string, what: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new CommandError('badInput', `${what} is a whole number from ${min} to ${max}, not '${text}'`);
  }
  return value;
}

/** `500ms`, `6s`, `1m` → milliseconds. @throws CommandError */
export function durationOption(text: string, what: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  if (amount === undefined)
    throw new CommandError('badInput', `${what} is a duration such as 500ms, 6s or 1m, not '${text}'`);
  return Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000);
}
