import { MalformedError, sha256, toHex } from '@switchyard/primitives';
import { stateKeyHash } from '@switchyard/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_BYTES,
  createChunkCutter,
  decodeChunk,
  decodeManifest,
  encodeManifest,
  MAX_CHUNKS,
  MAX_ENTRIES,
  type StateEntry,
  snapshotHash,
} from './snapshot.ts';
import { createStateTree } from './state-tree.ts';

const manifest = {
  height: 7n,
  appHash: sha256(Uint8Array.of(1)),
  entries: 3,
  chunks: [sha256(Uint8Array.of(2)), sha256(Uint8Array.of(3))],
};

function cut(entries: readonly StateEntry[]): readonly Uint8Array[] {
  const cutter = createChunkCutter();
  return [...entries.map(cutter.add), cutter.end()].filter((chunk) => chunk !== undefined);
}

function rootOf(entries: readonly StateEntry[]): string {
  const tree = createStateTree();
  tree.apply(entries.map(([key, value]) => ({ keyHash: stateKeyHash(key), valueHash: sha256(value) })));
  return toHex(tree.root());
}

const someState = fc
  .dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.uint8Array({ maxLength: 400_000 }),
    {
      minKeys: 1,
      maxKeys: 12,
    },
  )
  .map((entries) =>
    Object.entries(entries).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );

describe('a snapshot', () => {
  it('has the state that it was cut from, whatever that is', () => {
    fc.assert(
      fc.property(someState, (entries) => {
        const chunks = cut(entries);
        const again = chunks.flatMap((chunk) => decodeChunk(chunk));
        expect(rootOf(again)).toBe(rootOf(entries));
        expect(again.map(([key]) => key)).toEqual(entries.map(([key]) => key));
        for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(CHUNK_BYTES);
      }),
      { numRuns: 30 },
    );
  });

  it('gives a value that is longer than a chunk a chunk of its own', () => {
    const entries: StateEntry[] = [
      ['a', Uint8Array.of(1)],
      ['b', new Uint8Array(CHUNK_BYTES + 1)],
      ['c', Uint8Array.of(3)],
    ];
    expect(cut(entries).map((chunk) => decodeChunk(chunk).map(([key]) => key))).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
    expect(cut([])).toEqual([]);
  });

  it('is never read as another state when a bit of a chunk is flipped', () => {
    const small = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 40 }), {
      minKeys: 1,
      maxKeys: 6,
    });
    fc.assert(
      fc.property(small, fc.nat(), (dictionary, where) => {
        const entries = Object.entries(dictionary).sort(([a], [b]) => (a < b ? -1 : 1));
        const [chunk = new Uint8Array()] = cut(entries);
        const flipped = chunk.slice();
        const bit = where % (chunk.length * 8);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        let root: string | undefined;
        try {
          root = rootOf(decodeChunk(flipped));
        } catch (error) {
          if (!(error instanceof MalformedError)) throw error;
        }
        expect(root).not.toBe(rootOf(entries));
      }),
    );
  });

  it.each([
    ['inside a length', Uint8Array.of(0, 1, 0)],
    ['inside a value', Uint8Array.of(0, 1, 0, 0, 0, 2, 0x61, 1)],
    ['with a key that is no text', Uint8Array.of(0, 1, 0, 0, 0, 0, 0xff)],
    ['with a key twice', Uint8Array.of(0, 1, 0, 0, 0, 0, 0x61, 0, 1, 0, 0, 0, 0, 0x61)],
    ['with keys that descend', Uint8Array.of(0, 1, 0, 0, 0, 0, 0x62, 0, 1, 0, 0, 0, 0, 0x61)],
  ])('is not made of a chunk that ends %s', (_name, chunk) => {
    expect(() => decodeChunk(chunk)).toThrow(MalformedError);
  });
});

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(decodeManifest(encodeManifest(manifest))).toEqual(manifest);
  });

  it('has the hash that is written down', () => {
    expect(toHex(snapshotHash(encodeManifest(manifest)))).toMatchInlineSnapshot(
      `"2e5582b5b870539f15e91492201c710bb7f5e76c907101ec12c2826772e4449f"`,
    );
  });

  it.each([
    ['without chunks', { chunks: [] }],
    ['with too many chunks', { chunks: new Array<Uint8Array>(MAX_CHUNKS + 1).fill(new Uint8Array(32)) }],
    ['without entries', { entries: 0 }],
    ['with too many entries', { entries: MAX_ENTRIES + 1 }],
  ])('%s is refused', (_name, change) => {
    expect(() => decodeManifest(encodeManifest({ ...manifest, ...change }))).toThrow(MalformedError);
  });

  it('of another length is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        fc.pre(bytes.length < 80 || (bytes.length - 48) % 32 !== 0);
        expect(() => decodeManifest(bytes)).toThrow(MalformedError);
      }),
    );
  });
});
