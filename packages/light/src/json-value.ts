import { fromHex, MalformedError, toHex } from '@switchyard/primitives';

/** An object of JSON whose members are still to be checked. */
export type JsonObject = { readonly [name: string]: unknown };

/** The object, or MalformedError naming what it should have been. */
export function jsonObject(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what, 'an object');
  return value as JsonObject;
}

/** The array; null, which Go writes for an absent list, is empty. */
export function jsonArray(value: unknown, what: string): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(what, 'an array');
  return value as readonly unknown[];
}

/** The text. */
export function jsonText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw malformed(what, 'a string');
  return value;
}

/** A 64-bit integer: decimal text as CometBFT writes it, or a number as plain Go does. */
export function jsonInteger(value: unknown, what: string): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value !== 'string' || !/^(0|-?[1-9]\d{0,19})$/.test(value))
    throw malformed(what, 'a decimal integer');
  return BigInt(value);
}

/** An integer of 0 or more that fits its 64 bits with sign. */
export function jsonHeight(value: unknown, what: string): bigint {
  const height = jsonInteger(value, what);
  if (height < 0n || height > MAX_I64) throw malformed(what, 'a height');
  return height;
}

/** A small integer of 0 or more, as a number. */
export function jsonCount(value: unknown, what: string): number {
  const count = jsonInteger(value, what);
  if (count < 0n || count > 0xffff_ffffn) throw malformed(what, 'a count');
  return Number(count);
}

/** The bytes in hex; absent is empty. */
export function jsonHex(value: unknown, what: string): Uint8Array {
  const text = jsonText(value ?? '', what);
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw malformed(what, 'hex');
  return fromHex(text);
}

/** The bytes in base64 with padding; null, which Go writes for absent bytes, is empty. */
export function jsonBase64(value: unknown, what: string): Uint8Array {
  const text = jsonText(value ?? '', what);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw malformed(what, 'base64');
  return new Uint8Array(bytes);
}

/** Hex as CometBFT writes it: upper case. */
export function formatHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}

/** Base64 with padding. */
export function formatBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** The error for a member that is not what it should be. */
export function malformed(what: string, expected: string): MalformedError {
  return new MalformedError('JSON is not what it should be', { what, expected });
}

const MAX_I64 = (1n << 63n) - 1n;
