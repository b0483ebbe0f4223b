import { concatBytes } from '@switchyard/primitives';

/** A value to be encoded as RLP; `raw` is put in as it is, so that anything wrong can be made. */
export type Rlp = Uint8Array | { readonly raw: Uint8Array } | readonly Rlp[];

/** RLP of a value. */
export function rlp(value: Rlp): Uint8Array {
  if (value instanceof Uint8Array) {
    return value.length === 1 && (value[0] ?? 0) < 0x80
      ? value
      : concatBytes(head(0x80, value.length), value);
  }
  if ('raw' in value) return value.raw;
  const content = concatBytes(...value.map(rlp));
  return concatBytes(head(0xc0, content.length), content);
}

/** A string or list head with the length written in `width` bytes, minimal or not. */
export function longHead(base: 0x80 | 0xc0, length: number, width: number): Uint8Array {
  return Uint8Array.of(base + 55 + width, ...bigEndian(BigInt(length), width));
}

/** The minimal big-endian bytes of a number, or so many of them. */
export function bigEndian(value: bigint, width?: number): Uint8Array {
  const hex = value === 0n ? '' : value.toString(16);
  const digits = hex.padStart(2 * (width ?? Math.ceil(hex.length / 2)), '0');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The number that bytes are, big-endian. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function head(base: 0x80 | 0xc0, length: number): Uint8Array {
  if (length <= 55) return Uint8Array.of(base + length);
  return longHead(base, length, bigEndian(BigInt(length)).length);
}
