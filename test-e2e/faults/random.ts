/** Numbers that a seed fixes. */
export type Random = {
  /** 0 up to and without 1. */
  readonly next: () => number;
  /** An integer from..to, both included. */
  readonly integer: (from: number, to: number) => number;
  readonly chance: (share: number) => boolean;
  /** @throws RangeError for nothing to choose from. */
  readonly pick: <T>(of: readonly T[]) => T;
  readonly shuffled: <T>(of: readonly T[]) => readonly T[];
  /** A generator of its own for a part, so that one part's draws do not move another's. */
  readonly part: (name: string) => Random;
};

/** mulberry32: 32 bits of state, the same sequence on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: (of) => {
      const [one] = of.slice(integer(0, of.length - 1));
      if (one === undefined) throw new RangeError('nothing to choose from');
      return one;
    },
    shuffled: (of) => {
      const keyed = of.map((value) => ({ value, key: next() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
    },
    part: (name) => createRandom(hashOf(`${seed}/${name}`)),
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
