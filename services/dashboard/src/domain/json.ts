/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The value at a path of names, or undefined. */
export function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  let here = value;
  for (const name of names) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined;
    here = (here as { readonly [name: string]: Json })[name];
  }
  return here;
}

/** A height or an amount as a decimal string; null when it is not there. */
export function decimalAt(value: Json | undefined, ...names: readonly string[]): string | null {
  const found = at(value, ...names);
  if (typeof found === 'number' && Number.isSafeInteger(found)) return found.toString();
  return typeof found === 'string' && /^\d+$/.test(found) ? found : null;
}

/** A text; null when it is not there. */
export function textAt(value: Json | undefined, ...names: readonly string[]): string | null {
  const found = at(value, ...names);
  return typeof found === 'string' ? found : null;
}
