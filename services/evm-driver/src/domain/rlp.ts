import { concatBytes } from '@switchyard/primitives';

/** A decoded RLP value. Byte strings are views of the input. */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** Deeper than any transaction: an access list is at depth 4. */
const MAX_DEPTH = 6;

/**
 * The one value that the bytes encode, or undefined when they are not the canonical RLP of exactly one value: for what
 * it returns, `encodeRlp` gives the same bytes back.
 */
export function decodeRlp(bytes: Uint8Array): RlpItem | undefined {
  const decoded = decodeAt(bytes, 0, bytes.length, 0);
  return decoded !== undefined && decoded.end === bytes.length ? decoded.item : undefined;
}

/** The canonical RLP of a value. */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (isBytes(item)) {
    const [only] = item;
    if (item.length === 1 && only !== undefined && only < 0x80) return item;
    return concatBytes(prefix(0x80, item.length), item);
  }
  const content = concatBytes(...item.map(encodeRlp));
  return concatBytes(prefix(0xc0, content.length), content);
}

/** The minimal big-endian bytes of a number; zero is empty. */
export function encodeInteger(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, index) =>
    Number.parseInt(even.slice(2 * index, 2 * index + 2), 16),
  );
}

/** The number of minimal big-endian bytes, or undefined when a zero leads. */
export function decodeInteger(bytes: Uint8Array): bigint | undefined {
  if (bytes[0] === 0) return undefined;
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** Whether an item is a byte string. */
export function isBytes(item: RlpItem): item is Uint8Array {
  return item instanceof Uint8Array;
}

type Decoded = { readonly item: RlpItem; readonly end: number };

function decodeAt(bytes: Uint8Array, offset: number, limit: number, depth: number): Decoded | undefined {
  const first = offset < limit ? bytes[offset] : undefined;
  if (first === undefined || depth > MAX_DEPTH) return undefined;
  if (first < 0x80) return { item: bytes.subarray(offset, offset + 1), end: offset + 1 };
  const base = first < 0xc0 ? 0x80 : 0xc0;
  const span = spanAt(bytes, offset, limit, base);
  if (span === undefined) return undefined;
  if (base === 0x80) {
    const item = bytes.subarray(span.start, span.end);
    const [only] = item;
    if (item.length === 1 && only !== undefined && only < 0x80) return undefined;
    return { item, end: span.end };
  }
  const items: RlpItem[] = [];
  for (let at = span.start; at < span.end; ) {
    const decoded = decodeAt(bytes, at, span.end, depth + 1);
    if (decoded === undefined) return undefined;
    items.push(decoded.item);
    at = decoded.end;
  }
  return { item: items, end: span.end };
}

/** Where the content of the string or list at an offset is; undefined unless its length is minimal and fits. */
function spanAt(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  base: number,
): { readonly start: number; readonly end: number } | undefined {
  const short = (bytes[offset] ?? 0) - base;
  if (short <= 55) {
    const end = offset + 1 + short;
    return end <= limit ? { start: offset + 1, end } : undefined;
  }
  const width = short - 55;
  const start = offset + 1 + width;
  if (start > limit || width > 4 || bytes[offset + 1] === 0) return undefined;
  let length = 0;
  for (const byte of bytes.subarray(offset + 1, start)) length = length * 256 + byte;
  if (length <= 55 || start + length > limit) return undefined;
  return { start, end: start + length };
}

function prefix(base: number, length: number): Uint8Array {
  if (length <= 55) return Uint8Array.of(base + length);
  const width = encodeInteger(BigInt(length));
  return concatBytes(Uint8Array.of(base + 55 + width.length), width);
}
