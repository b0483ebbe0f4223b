import { fromHex, utf8 } from '@switchyard/primitives';
import { invalidParams } from './errors.ts';

/** The arguments of a call, as text of a URL or as JSON. Absent ones are undefined. */
export type Arguments = {
  readonly integer: (name: string) => bigint | undefined;
  readonly bytes: (name: string) => Uint8Array | undefined;
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean | undefined;
};

const MAX_INTEGER_DIGITS = 19;

/** Arguments of a GET: numbers bare or quoted, strings quoted, bytes as 0x hex or as a quoted string. */
export function urlArguments(query: URLSearchParams): Arguments {
  const refuse = (problem: string): never => {
    throw invalidParams(`error converting http params to arguments: ${problem}`);
  };
  const raw = (name: string): string | undefined => {
    const value = query.get(name);
    return value === null || value === '' ? undefined : value;
  };
  const unquoted = (value: string): string | undefined => /^"(.*)"$/s.exec(value)?.[1];
  return {
    integer: (name) => {
      const value = raw(name);
      return value === undefined ? undefined : integerOf(unquoted(value) ?? value, refuse);
    },
    bytes: (name) => {
      const value = raw(name);
      if (value === undefined) return undefined;
      const text = unquoted(value);
      return text === undefined ? hexOf(value, refuse) : utf8(text);
    },
    text: (name) => {
      const value = raw(name);
      if (value === undefined) return undefined;
      if (value.startsWith('0x')) return new TextDecoder().decode(hexOf(value, refuse));
      return unquoted(value) ?? refuse('expected a quoted string');
    },
    flag: (name) => {
      const value = raw(name);
      if (value === undefined) return undefined;
      if (value === 'true' || value === 'false') return value === 'true';
      return refuse('expected true or false');
    },
  };
}

/** Arguments of a POST or WebSocket message: by name, or by position in the order of `names`. */
export function jsonArguments(params: unknown, names: readonly string[]): Arguments {
  const refuse = (problem: string): never => {
    throw invalidParams(`error converting json params to arguments: ${problem}`);
  };
  const values = new Map<string, unknown>();
  if (Array.isArray(params)) {
    if (params.length > names.length) refuse(`expected ${names.length} parameters, got ${params.length}`);
    for (const [index, value] of params.entries()) values.set(names[index] ?? '', value);
  } else if (typeof params === 'object' && params !== null) {
    for (const name of names) values.set(name, (params as Readonly<Record<string, unknown>>)[name]);
  } else if (params !== undefined && params !== null) {
    refuse('unknown type for JSON params');
  }
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : refuse(`${name} must be a string`);
  };
  return {
    text,
    integer: (name) => {
      const value = values.get(name);
      if (typeof value === 'number') {
        return refuse(`invalid 64-bit integer encoding "${value}", expected string`);
      }
      const digits = text(name);
      return digits === undefined ? undefined : integerOf(digits, refuse);
    },
    bytes: (name) => {
      const hex = text(name);
      return hex === undefined ? undefined : hexOf(hex, refuse);
    },
    flag: (name) => {
      const value = values.get(name);
      if (value === undefined || value === null) return undefined;
      return typeof value === 'boolean' ? value : refuse(`${name} must be a boolean`);
    },
  };
}

type Refuse = (problem: string) => never;

function integerOf(text: string, refuse: Refuse): bigint {
  const digits = text.replace(/^-/, '');
  if (!/^\d+$/.test(digits) || digits.length > MAX_INTEGER_DIGITS) {
    return refuse(`invalid 64-bit integer encoding ${JSON.stringify(text.slice(0, 40))}, expected string`);
  }
  return BigInt(text);
}

function hexOf(text: string, refuse: Refuse): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    return refuse('expected hex');
  }
}
