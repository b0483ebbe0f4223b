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

/** What is done to a file: a flipped bit in its head, middle or tail, half of it cut off, zeros instead of it, no file. */
export function damagesOf(path: string, random: () => number): readonly Damage[] {
  const { size } = statSync(path);
  const gone: Damage = { name: 'deleted', apply: (file) => rmSync(file) };
  if (size === 0) return [gone];
  return [
    ...['head', 'middle', 'tail'].map((name, third) => flip(name, third, random())),
    { name: 'cut in half', apply: (file) => truncateSync(file, size >> 1) },
    { name: 'zeroed', apply: (file) => writeFileSync(file, Buffer.alloc(size)) },
    gone,
  ];
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
