import { SwitchyardError } from '@switchyard/primitives';
import { z } from 'zod';

/** The exit code of a process whose configuration is wrong (sysexits.h EX_CONFIG). */
export const exitConfig = 78;

/** Every problem of the environment at once; the message lists them. */
export class ConfigError extends SwitchyardError {
  override readonly code = 'CONFIG';
  override readonly fault = 'fatal';

  constructor(problems: readonly string[]) {
    super(`invalid configuration:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** What process.env looks like. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** For the failpoints of crash tests; every service has it, none needs it. */
const everyService = new Set(['FAILPOINT']);

/**
 * Parses the variables `<prefix>_<FIELD>` into the schema's camelCase fields; an empty value counts as absent.
 * @throws ConfigError with every problem: missing, malformed, and names with this prefix that no field has.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  prefix: string,
  schema: z.ZodObject<Shape>,
  environment: Environment,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const variables = new Map(
    Object.keys(schema.shape).map((field) => [`${prefix}_${upperSnake(field)}`, field]),
  );
  const problems: string[] = [];
  const raw: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(`${prefix}_`) || value === undefined) continue;
    const field = variables.get(variable);
    if (field !== undefined) {
      if (value !== '') raw[field] = value;
    } else if (!everyService.has(variable.slice(prefix.length + 1))) {
      problems.push(`${variable}: no such setting`);
    }
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const field = String(issue.path[0]);
      const missing = issue.code === 'invalid_type' && raw[field] === undefined;
      problems.push(`${prefix}_${upperSnake(field)}: ${missing ? 'required' : issue.message}`);
    }
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(parsed.data);
}

/** The variables of a file of NAME=value lines; # begins a comment line. @throws ConfigError for any other line. */
export function parseEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const equals = trimmed.indexOf('=');
    if (equals <= 0) throw new ConfigError([`line ${index + 1}: expected NAME=value`]);
    variables[trimmed.slice(0, equals).trim()] = trimmed.slice(equals + 1).trim();
  }
  return variables;
}

const msPerUnit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const bytesPerUnit = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** `250ms`, `5s`, `1m`, `2h` → milliseconds. */
export const durationMs = z.string().transform((text, context) => {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    context.addIssue({ code: 'custom', message: 'expected a duration such as 250ms, 5s, 1m or 2h' });
    return z.NEVER;
  }
  return Number(amount) * msPerUnit[unit as keyof typeof msPerUnit];
});

/** `512B`, `64KiB`, `8MiB` → bytes. */
export const byteSize = z.string().transform((text, context) => {
  const [, amount, unit] = /^(\d+)(B|KiB|MiB|GiB)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    context.addIssue({ code: 'custom', message: 'expected a size such as 512B, 64KiB or 8MiB' });
    return z.NEVER;
  }
  return Number(amount) * bytesPerUnit[unit as keyof typeof bytesPerUnit];
});

/** Where a server listens. */
export type SocketAddress = { readonly host: string; readonly port: number };

/** `127.0.0.1:9100` → host and port. */
export const socketAddress = z.string().transform((text, context): SocketAddress => {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535) {
    context.addIssue({ code: 'custom', message: 'expected an address such as 127.0.0.1:9100' });
    return z.NEVER;
  }
  return { host, port: Number(port) };
});

/** A whole number within bounds. */
export function integer(min: number, max: number): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> {
  return z.string().transform((text, context) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      context.addIssue({ code: 'custom', message: `expected a whole number from ${min} to ${max}` });
      return z.NEVER;
    }
    return value;
  });
}

/** An unsigned 64-bit integer. */
export const u64 = z.string().transform((text, context) => {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 1n << 64n) {
    context.addIssue({ code: 'custom', message: 'expected an unsigned 64-bit integer' });
    return z.NEVER;
  }
  return BigInt(text);
});

/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error']);

/** Comma-separated; absent is the empty list. */
export const list = z
  .string()
  .default('')
  .transform((text): readonly string[] => text.split(',').filter((item) => item !== ''));

/** The path of a file or folder. */
export const path = z.string().min(1);

function upperSnake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
