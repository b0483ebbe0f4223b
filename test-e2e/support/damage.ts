import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** One way in which a disk, or a person, spoils a file. */
export type Damage = { readonly name: string; readonly apply: (path: string) => void };

/** A file with less in it than this names a process, and is read by one function of all services. */
const TINY_BYTES = 32;

/**
 * What is done to a file: a flipped bit in its head, middle or tail, half of it cut off, zeros instead of it, nothing at
 * all. Only `every` flips in all three places, and does all to a tiny file.
 */
export function damagesOf(
  path: string,
  random: () => number,
  { every }: { readonly every: boolean },
): readonly Damage[] {
  const { size } = statSync(path);
  const flips = ['head', 'middle', 'tail'].map((name, third) => flip(name, third, random()));
  const others: readonly Damage[] = [
    { name: 'cut in half', apply: (file) => truncateSync(file, size >> 1) },
    { name: 'zeroed', apply: (file) => writeFileSync(file, Buffer.alloc(size)) },
    { name: 'deleted', apply: (file) => rmSync(file) },
  ];
  const flipped = size === 0 ? [] : every ? flips : [chosen(flips, random())];
  return every || size >= TINY_BYTES ? [...flipped, ...others] : [chosen([...flipped, ...others], random())];
}

function chosen(from: readonly Damage[], at: number): Damage {
  const one = from[Math.floor(at * from.length)];
  if (one === undefined) throw new Error('there is nothing to choose from');
  return one;
}

function flip(name: string, third: number, at: number): Damage {
  return {
    name: `bit in its ${name}`,
    apply: (path) => {
      const bytes = readFileSync(path);
      const bit = Math.floor(((third + at) / 3) * 8 * bytes.length);
      const file = openSync(path, 'r+');
      try {
        writeSync(file, Uint8Array.of((bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))), 0, 1, bit >> 3);
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
