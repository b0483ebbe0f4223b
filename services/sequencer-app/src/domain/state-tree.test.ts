import { readFileSync } from 'node:fs';
import { fromHex, sha256, toHex, utf8 } from '@switchyard/primitives';
import { emptyStateRoot, stateKeyHash, verifyStateProof } from '@switchyard/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStateTree, type TreeChange } from './state-tree.ts';

type Vectors = {
  readonly cases: readonly {
    readonly entries: readonly { readonly key: string; readonly value: string }[];
    readonly root: string;
  }[];
};

const vectors = JSON.parse(
  readFileSync(new URL('../../../../specs/vectors/state-tree.json', import.meta.url), 'utf8'),
) as Vectors;

function change(key: string, value: Uint8Array | undefined): TreeChange {
  return { keyHash: stateKeyHash(key), valueHash: value === undefined ? undefined : sha256(value) };
}

function treeOf(entries: ReadonlyMap<string, Uint8Array>) {
  const tree = createStateTree();
  tree.apply([...entries].map(([key, value]) => change(key, value)));
  return tree;
}

it.each(vectors.cases.map((vector) => [vector.entries.length, vector] as const))(
  'has the root of the vector for %i entries',
  (_count, { entries, root }) => {
    const tree = treeOf(new Map(entries.map(({ key, value }) => [key, fromHex(value)])));
    expect(toHex(tree.root())).toBe(root);
    expect(tree.size()).toBe(entries.length);
  },
);

const steps = fc.array(fc.tuple(fc.nat(40), fc.option(fc.uint8Array({ maxLength: 3 }), { nil: undefined })), {
  maxLength: 120,
});

describe('the tree', () => {
  it('depends on what it holds alone, not on how it came there', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const grown = createStateTree();
        const model = new Map<string, Uint8Array>();
        for (const [n, value] of changes) {
          const key = `key/${n}`;
          grown.apply([change(key, value)]);
          if (value === undefined) model.delete(key);
          else model.set(key, value);
        }
        expect(grown.root()).toEqual(treeOf(model).root());
        expect(grown.size()).toBe(model.size);
      }),
    );
  });

  it('proves what is there and what is not, and nothing else', () => {
    fc.assert(
      fc.property(steps, fc.nat(60), fc.uint8Array({ maxLength: 3 }), (changes, n, lie) => {
        const model = new Map<string, Uint8Array>();
        for (const [k, value] of changes) if (value !== undefined) model.set(`key/${k}`, value);
        const tree = treeOf(model);
        const key = `key/${n}`;
        const value = model.get(key);
        const proof = tree.prove(stateKeyHash(key));
        const appHash = tree.root();
        expect(verifyStateProof({ appHash, key, value, proof })).toBe(true);
        const isTrue = value !== undefined && toHex(value) === toHex(lie);
        expect(verifyStateProof({ appHash, key, value: lie, proof })).toBe(isTrue);
        expect(verifyStateProof({ appHash, key, value: undefined, proof })).toBe(value === undefined);
      }),
    );
  });

  it('goes back to an earlier root by the reverse changes', () => {
    const before = new Map(Array.from({ length: 50 }, (_, n) => [`key/${n}`, utf8(`${n}`)]));
    const tree = treeOf(before);
    const root = tree.root();
    tree.apply([change('key/3', undefined), change('key/4', utf8('x')), change('new', utf8('y'))]);
    expect(tree.root()).not.toEqual(root);
    tree.apply([change('key/3', utf8('3')), change('key/4', utf8('4')), change('new', undefined)]);
    expect(tree.root()).toEqual(root);
  });

  it('grows past its first arrays and forgets what was removed', () => {
    const tree = createStateTree();
    const keys = Array.from({ length: 5_000 }, (_, n) => `key/${n}`);
    tree.apply(keys.map((key) => change(key, utf8(key))));
    const root = tree.root();
    expect(root).toEqual(treeOf(new Map(keys.map((key) => [key, utf8(key)]))).root());
    tree.apply(keys.map((key) => change(key, undefined)));
    expect(tree.root()).toEqual(emptyStateRoot);
    expect(tree.size()).toBe(0);
    tree.apply([change('absent', undefined)]);
    tree.apply(keys.map((key) => change(key, utf8(key))));
    expect(tree.root()).toEqual(root);
    tree.apply([change('absent', undefined)]);
    expect(tree.root()).toEqual(root);
  });
});
