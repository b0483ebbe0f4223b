import { readFileSync } from 'node:fs';
import { concatBytes, equalBytes, fromHex, sha256, toHex, utf8 } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  innerHash,
  leafHash,
  merklePath,
  merklePaths,
  merkleRoot,
  merkleTree,
  rootFromPath,
  rootOfFirstLeaf,
  verifyMerklePath,
} from './index.ts';

type Vectors = {
  readonly trees: readonly { readonly leaves: readonly string[]; readonly roots: readonly string[] }[];
  readonly roots: readonly {
    readonly cases: readonly { readonly leaves: readonly string[]; readonly root: string }[];
  }[];
  readonly hashes: {
    readonly leaf: { readonly leaf: string; readonly hash: string };
    readonly node: { readonly left: string; readonly right: string; readonly hash: string };
  };
};

const vectors = JSON.parse(
  readFileSync(new URL('../../../specs/vectors/merkle.json', import.meta.url), 'utf8'),
) as Vectors;

const numRuns = 300;
const aTree = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 40 });
const aTreeAndIndex = aTree.chain((leaves) =>
  fc.record({ leaves: fc.constant(leaves), index: fc.nat(leaves.length - 1) }),
);

/** The definition of RFC 6962 §2.1, word by word. */
function rfc6962(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return sha256(new Uint8Array([0]), first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(new Uint8Array([1]), rfc6962(leaves.slice(0, split)), rfc6962(leaves.slice(split)));
}

describe('merkleRoot', () => {
  it('gives the roots of the certificate transparency tree at each of its sizes', () => {
    for (const { leaves, roots } of vectors.trees) {
      roots.forEach((root, size) => {
        expect(toHex(merkleRoot(leaves.slice(0, size).map(fromHex)))).toBe(root);
      });
    }
  });

  it('gives the roots of CometBFT', () => {
    for (const { leaves, root } of vectors.roots.flatMap(({ cases }) => cases)) {
      expect(toHex(merkleRoot(leaves.map(fromHex)))).toBe(root);
    }
  });

  it('hashes leaves and nodes apart', () => {
    const { leaf, node } = vectors.hashes;
    expect(toHex(leafHash(fromHex(leaf.leaf)))).toBe(leaf.hash);
    expect(toHex(innerHash(fromHex(node.left), fromHex(node.right)))).toBe(node.hash);
    const [a, b] = [leafHash(utf8('Hello')), leafHash(utf8('World'))];
    expect(equalBytes(innerHash(a, b), leafHash(concatBytes(a, b)))).toBe(false);
    expect(equalBytes(innerHash(a, b), innerHash(b, a))).toBe(false);
  });

  it('is that of the RFC for every list', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (leaves) => equalBytes(merkleRoot(leaves), rfc6962(leaves))),
      { numRuns },
    );
  });
});

describe('merklePath', () => {
  it('proves each leaf at its index and at no other', () => {
    fc.assert(
      fc.property(aTreeAndIndex, fc.nat(40), ({ leaves, index }, other) => {
        const leaf = leaves[index] ?? new Uint8Array();
        const claim = { root: merkleRoot(leaves), leaf, index, total: leaves.length };
        const path = merklePath(leaves, index);
        expect(verifyMerklePath({ ...claim, path })).toBe(true);
        expect(merklePaths(leaves)[index]).toEqual(path);
        const isSameLeaf = leaves[other] !== undefined && equalBytes(leaves[other], leaf);
        if (!isSameLeaf) expect(verifyMerklePath({ ...claim, index: other, path })).toBe(false);
      }),
      { numRuns },
    );
  });

  it('proves nothing after any change of leaf, root or path', () => {
    fc.assert(
      fc.property(
        aTreeAndIndex,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        ({ leaves, index }, at, flip) => {
          const claim = {
            root: merkleRoot(leaves),
            leaf: concatBytes(leaves[index] ?? new Uint8Array()),
            index,
            total: leaves.length,
            path: merklePath(leaves, index).map((node) => concatBytes(node)),
          };
          const parts = [claim.leaf, claim.root, ...claim.path].filter((part) => part.length > 0);
          const part = parts[at % parts.length] ?? claim.root;
          const place = at % part.length;
          part[place] = (part[place] ?? 0) ^ flip;
          expect(verifyMerklePath(claim)).toBe(false);
        },
      ),
      { numRuns },
    );
  });

  it.each([-1, 3, 0.5, Number.NaN])('has no leaf %s of three', (index) => {
    expect(() => merklePath([utf8('a'), utf8('b'), utf8('c')], index)).toThrow(RangeError);
  });

  it('has no paths in an empty tree', () => {
    expect(merklePaths([])).toEqual([]);
    expect(merkleTree([])).toEqual({ root: merkleRoot([]), leafHashes: [], paths: [] });
  });

  it('comes with root and leaf hashes in one pass', () => {
    const leaves = ['a', 'b', 'c'].map(utf8);
    expect(merkleTree(leaves)).toEqual({
      root: merkleRoot(leaves),
      leafHashes: leaves.map(leafHash),
      paths: merklePaths(leaves),
    });
  });
});

describe('rootFromPath', () => {
  const leaves = ['a', 'b', 'c', 'd', 'e'].map(utf8);
  const claim = { leaf: utf8('c'), index: 2, total: 5, path: merklePath(leaves, 2) };

  it('leads to the root', () => {
    expect(rootFromPath(claim)).toEqual(merkleRoot(leaves));
    expect(rootFromPath({ leaf: utf8('e'), index: 4, total: 5, path: merklePath(leaves, 4) })).toEqual(
      merkleRoot(leaves),
    );
  });

  it.each([
    ['a path that is too long', { path: [...claim.path, new Uint8Array(32)] }],
    ['a path that is too short', { path: claim.path.slice(1) }],
    ['a node of 31 bytes', { path: [new Uint8Array(31), ...claim.path.slice(1)] }],
    ['an index past the end', { index: 5 }],
    ['a negative index', { index: -1 }],
    ['a broken index', { index: 1.5 }],
    ['no leaves', { index: 0, total: 0 }],
    ['a total that is no integer', { total: Number.POSITIVE_INFINITY }],
    ['a total of another depth', { total: 9 }],
    ['a total beyond 2^53', { total: 2 ** 53 }],
  ])('has no root for %s', (_, change) => {
    expect(rootFromPath({ ...claim, ...change })).toBeUndefined();
    expect(verifyMerklePath({ root: merkleRoot(leaves), ...claim, ...change })).toBe(false);
  });
});

describe('rootOfFirstLeaf', () => {
  it.each([1, 2, 3, 5, 8])('needs no total with %i items, and refuses the leaf elsewhere', (count) => {
    const items = Array.from({ length: count }, (_, i) => utf8(`item ${i}`));
    const [first = new Uint8Array()] = items;
    expect(rootOfFirstLeaf(first, merklePath(items, 0))).toEqual(merkleRoot(items));
    const swapped = [utf8('other'), ...items];
    expect(equalBytes(rootOfFirstLeaf(first, merklePath(swapped, 1)), merkleRoot(swapped))).toBe(false);
  });
});
