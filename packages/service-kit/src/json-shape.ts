/** How large a JSON text becomes when it is parsed. */
export type JsonLimits = {
  /** Nested arrays and objects. */
  readonly depth: number;
  /** Items of arrays and of objects: parsed, they are many times their text. */
  readonly values: number;
};

/** What of a JSON text is over its limits, or undefined. It takes no memory, and ends at the first excess. */
export function jsonExcess(
  text: string | Uint8Array,
  { depth: maxDepth, values: maxValues }: JsonLimits,
): keyof JsonLimits | undefined {
  let values = 0;
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const char = typeof text === 'string' ? text.charCodeAt(at) : text[at];
    if (isString) {
      if (char === 0x5c) at++;
      else if (char === 0x22) isString = false;
      continue;
    }
    if (char === 0x22) isString = true;
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > maxDepth) return 'depth';
      // An empty one has no comma, and yet is a value.
      if (++values > maxValues) return 'values';
    } else if (char === 0x5d || char === 0x7d) depth--;
    else if (char === 0x2c && ++values > maxValues) return 'values';
  }
  return undefined;
}
