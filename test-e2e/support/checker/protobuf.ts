/** One field of a message, as it stands in the bytes. */
export type Field = { readonly number: number; readonly value: bigint | Uint8Array };

/** The fields of a message in their order. @throws when the bytes are no message. */
export function fields(message: Uint8Array): readonly Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('message ends within a varint');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('varint is too long');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw new Error('message ends within a field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) found.push({ number, value: varint() });
    else if (wireType === 1) found.push({ number, value: take(8) });
    else if (wireType === 2) found.push({ number, value: take(Number(varint())) });
    else if (wireType === 5) found.push({ number, value: take(4) });
    else throw new Error(`unknown wire type ${wireType}`);
  }
  return found;
}

/** All values of a repeated field of bytes or messages. */
export function allBytes(of: readonly Field[], number: number): readonly Uint8Array[] {
  return of.flatMap((field) =>
    field.number === number && field.value instanceof Uint8Array ? [field.value] : [],
  );
}

/** The value of a field of bytes, empty when it is absent. */
export function oneBytes(of: readonly Field[], number: number): Uint8Array {
  return allBytes(of, number).at(-1) ?? new Uint8Array();
}

/** The value of an integer field, 0 when it is absent. */
export function oneInteger(of: readonly Field[], number: number): bigint {
  const value = of.findLast((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? value : 0n;
}

/** A field of bytes, encoded. */
export function bytesField(number: number, value: Uint8Array): Uint8Array {
  const header: number[] = [(number << 3) | 2];
  let length = value.length;
  for (; length >= 0x80; length >>>= 7) header.push((length & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...header, length]), value]);
}

/** An integer field, encoded; nothing for 0. */
export function integerField(number: number, value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const encoded: number[] = [number << 3];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) encoded.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...encoded, Number(rest)]);
}
