/** A value with one field changed, and the path of that field. */
export type Flip = { readonly field: string; readonly value: unknown };

/** Every field of a value with one bit of it flipped, the first and the last element of a list each. */
export function flips(value: unknown, field: string): readonly Flip[] {
  if (value instanceof Uint8Array) {
    if (value.length === 0) return [{ field, value: new Uint8Array(1) }];
    const flipped = Uint8Array.from(value);
    flipped[value.length >> 1] = (flipped[value.length >> 1] ?? 0) ^ 1;
    return [{ field, value: flipped }];
  }
  if (typeof value === 'bigint') return [{ field, value: value ^ 1n }];
  if (typeof value === 'number') return [{ field, value: value ^ 1 }];
  if (value === 'commit') return [{ field, value: 'nil' }];
  if (typeof value === 'string') return [{ field, value: `${value.slice(0, -1)}!` }];
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return [...new Set([0, list.length - 1])]
      .filter((index) => index in list)
      .flatMap((index) =>
        flips(list[index], `${field}[${index}]`).map((flip) => ({
          field: flip.field,
          value: list.map((item, at) => (at === index ? flip.value : item)),
        })),
      );
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => name !== 'headerHash')
    .flatMap(([name, part]) =>
      flips(part, `${field}.${name}`).map((flip) => ({
        field: flip.field,
        value: { ...value, [name]: flip.value },
      })),
    );
}
