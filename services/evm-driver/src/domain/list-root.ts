import { encodeInteger, encodeRlp, type RlpItem } from './rlp.ts';

type Entry = { readonly path: readonly number[]; readonly value: Uint8Array };

const hashBytes = 32;

/** The root by which a header names a list: a trie of the values by their numbers, as of transactions or receipts. */
export function listRoot(
  values: readonly Uint8Array[],
  keccak256: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const entries = values.map((value, index) => ({
    path: nibblesOf(encodeRlp(encodeInteger(BigInt(index)))),
    value,
  }));
  const encode = (item: RlpItem): RlpItem => {
    const bytes = encodeRlp(item);
    return bytes.length < hashBytes ? item : keccak256(bytes);
  };
  /** No path is the beginning of another, so that a branch has no value of its own. */
  const nodeOf = (within: readonly Entry[], depth: number): RlpItem => {
    const [first, ...others] = within;
    if (first === undefined) return new Uint8Array();
    if (others.length === 0) return [compact(first.path.slice(depth), true), first.value];
    const end = others.reduce((least, { path }) => Math.min(least, common(first.path, path)), Infinity);
    if (end > depth) return [compact(first.path.slice(depth, end), false), encode(nodeOf(within, end))];
    const children = Array.from({ length: 16 }, (_, nibble) => {
      const below = within.filter(({ path }) => path[depth] === nibble);
      return below.length === 0 ? new Uint8Array() : encode(nodeOf(below, depth + 1));
    });
    return [...children, new Uint8Array()];
  };
  return keccak256(encodeRlp(nodeOf(entries, 0)));
}

function nibblesOf(bytes: Uint8Array): readonly number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}

function common(one: readonly number[], other: readonly number[]): number {
  const end = one.findIndex((nibble, index) => nibble !== other[index]);
  return end === -1 ? one.length : end;
}

/** A part of a path in bytes: its first digit says whether it ends in a value, and whether its length is odd. */
function compact(path: readonly number[], isLeaf: boolean): Uint8Array {
  const isOdd = path.length % 2 === 1;
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0);
  const nibbles = isOdd ? [flag, ...path] : [flag, 0, ...path];
  return Uint8Array.from({ length: nibbles.length / 2 }, (_, index) => {
    return ((nibbles[2 * index] ?? 0) << 4) | (nibbles[2 * index + 1] ?? 0);
  });
}
