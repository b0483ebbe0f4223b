import { concatBytes, utf8 } from '@switchyard/primitives';

const nothing = new Uint8Array();

/** A base-128 varint; negative integers as their 64-bit two's complement. */
export function varint(value: bigint | number): Uint8Array {
  if (typeof value === 'number' && value >= 0 && value < 0x80) return Uint8Array.of(value);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** An integer field; zero is left out, as proto3 does. */
export function integerField(field: number, value: bigint | number): Uint8Array {
  return BigInt(value) === 0n ? nothing : concatBytes(varint(field << 3), varint(value));
}

/** An sfixed64 field; zero is left out. */
export function fixed64Field(field: number, value: bigint): Uint8Array {
  if (value === 0n) return nothing;
  const bytes = new Uint8Array(9);
  bytes[0] = (field << 3) | 1;
  new DataView(bytes.buffer).setBigInt64(1, value, true);
  return bytes;
}

/** A bytes field; an empty one is left out. */
export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? nothing : messageField(field, value);
}

/** A string field; an empty one is left out. */
export function textField(field: number, value: string): Uint8Array {
  return bytesField(field, utf8(value));
}

/** A field that is there even when empty: an embedded message that gogoproto calls non-nullable, or a repeated item. */
export function messageField(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(varint((field << 3) | 2), delimited(...parts));
}

/** A message behind its length. */
export function delimited(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  return concatBytes(varint(length), ...parts);
}
