import { equalBytes, MalformedError } from '@switchyard/primitives';

/** How one message is read and written: `parse` makes our value of the wire's, `format` the reverse. */
export type MessageCodec<Wire, Value> = {
  readonly what: string;
  readonly decode: (bytes: Uint8Array) => Wire;
  readonly parse: (wire: Wire) => Value;
  readonly encode: (value: Value) => Uint8Array;
};

/**
 * Decodes a message that has exactly one encoding: what does not re-encode to the same bytes is refused, so unknown and
 * doubled fields, explicit defaults, overlong varints and other orders never enter.
 *
 * @throws MalformedError
 */
export function decodeStrictly<Wire, Value>(bytes: Uint8Array, codec: MessageCodec<Wire, Value>): Value {
  const input = plainBytes(bytes);
  let value: Value;
  try {
    value = codec.parse(codec.decode(input));
  } catch (error) {
    if (error instanceof MalformedError) throw error;
    throw undecodable(codec.what, error);
  }
  if (!equalBytes(codec.encode(value), input)) {
    throw new MalformedError('message is not canonical', { what: codec.what });
  }
  return value;
}

/** What a failed decoder's error becomes. */
export function undecodable(what: string, cause: unknown): MalformedError {
  return new MalformedError('message does not decode', { what }, { cause });
}

/** The same memory as a plain Uint8Array: slices of it are plain as well. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const noBytes = new Uint8Array();

/** The bytes of a wire field; an absent one is empty. */
export function bytesField(bytes: Uint8Array | null | undefined): Uint8Array {
  return bytes === undefined || bytes === null || bytes.length === 0 ? noBytes : plainBytes(bytes);
}

/** The sub-message, which must be there. @throws MalformedError */
export function required<T>(value: T | null | undefined, field: string): T {
  if (value === undefined || value === null) throw new MalformedError('field is missing', { field });
  return value;
}
