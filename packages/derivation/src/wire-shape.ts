import { MalformedError } from '@switchyard/primitives';

/** What a message may hold, by field number; anything else is malformed. */
export type Shape = ReadonlyMap<number, FieldShape>;

/** A field of a message: a number, or bytes of some length, maybe a message themselves. */
export type FieldShape =
  | 'varint'
  | { readonly minBytes: number; readonly maxBytes?: number; readonly message?: Shape };

/**
 * Checks lengths and field numbers before a decoder makes objects: without it two mebibytes of empty sub-messages would
 * become a million objects.
 *
 * @throws MalformedError
 */
export function assertShape(bytes: Uint8Array, shape: Shape): void {
  walk(bytes, { at: 0, end: bytes.length }, shape);
}

type Range = { readonly at: number; readonly end: number };

function walk(bytes: Uint8Array, range: Range, shape: Shape): void {
  for (let at = range.at; at < range.end; ) {
    const tag = varintAt(bytes, at, range.end);
    const field = shape.get(tag.value >> 3);
    const value = varintAt(bytes, tag.next, range.end);
    at = value.next;
    if (field === 'varint' && (tag.value & 7) === 0) continue;
    if (field === undefined || field === 'varint' || (tag.value & 7) !== 2) {
      throw new MalformedError('message has a field that does not belong', { tag: tag.value });
    }
    const { minBytes, maxBytes = Number.POSITIVE_INFINITY, message } = field;
    if (value.value < minBytes || value.value > maxBytes || at + value.value > range.end) {
      throw new MalformedError('field has an impossible length', { tag: tag.value, length: value.value });
    }
    if (message !== undefined) walk(bytes, { at, end: at + value.value }, message);
    at += value.value;
  }
}

/** Numbers above 2^53 lose digits here, which only lengths would mind, and those are refused. */
function varintAt(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = start, scale = 1; at < end && at < start + 10; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new MalformedError('message is cut');
}
