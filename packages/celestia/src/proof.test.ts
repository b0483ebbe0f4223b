import { readFileSync } from 'node:fs';
import { equalBytes, MalformedError, type Namespace, namespace } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowTree } from './axis.ts';
import { formatNamespaceRow, formatProof, parseDah, parseNamespaceRows, parseProof } from './json.ts';
import { parityNamespace, reservedPaddingNamespace, userNamespace } from './namespaces.ts';
import { coversNamespace, hashInner, hashLeaf } from './nmt.ts';
import {
  type NamespaceRow,
  type NmtProof,
  proveNamespace,
  proveRange,
  rootFromRange,
  verifyInclusion,
  verifyNamespace,
} from './proof.ts';
import { type Blob, SHARE_SIZE } from './shares.ts';
import { buildSquare, type Square } from './square.ts';

const space = (id: number): Namespace => userNamespace(new Uint8Array([id, 0]));

const aSquare: fc.Arbitrary<Square> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4_000 })), {
    minLength: 1,
    maxLength: 9,
  })
  .map((specs) => {
    const blobs = specs.map(
      ([id, length]): Blob => ({
        namespace: space(id),
        data: new Uint8Array(length).fill(id),
        shareVersion: 0,
      }),
    );
    return buildSquare(blobs).square;
  });

function sharesOf({ width, shares }: Square, row: number, from: number, to: number): readonly Uint8Array[] {
  return Array.from({ length: to - from }, (_, i) => {
    const at = (row * width + from + i) * SHARE_SIZE;
    return shares.subarray(at, at + SHARE_SIZE);
  });
}

function answer(square: Square, row: number, wanted: Namespace): NamespaceRow | undefined {
  const proof = proveNamespace(rowTree(square, row), wanted);
  if (proof === undefined) return undefined;
  return { shares: proof.leafHash === undefined ? sharesOf(square, row, proof.start, proof.end) : [], proof };
}

describe('the real node’s proofs', () => {
  // share.GetNamespaceData.absent and blob.GetCommitmentProof of one block of a celestia-node v0.31.4 devnet
  const recorded = (name: string): { result: unknown } => {
    const url = new URL(`../../../test-e2e/celestia-client/fixtures/${name}.json`, import.meta.url);
    return (JSON.parse(readFileSync(url, 'utf8')) as { response: { result: unknown } }).response;
  };
  const [row] = parseNamespaceRows(recorded('share.GetNamespaceData.absent').result);
  const { row_proof } = recorded('blob.GetCommitmentProof').result as { row_proof: { row_roots: string[] } };
  const roots = row_proof.row_roots.map((root) => new Uint8Array(Buffer.from(root, 'base64')));
  const wanted = namespace(new Uint8Array(Buffer.from('AAAAAAAAAAAAAAAAAAAAAAAAAMw5qtCIr8j9t+E=', 'base64')));

  it('of absence holds for the row that covers the namespace, and for no other', () => {
    if (row === undefined) throw new Error('no row');
    expect(roots.map((root) => verifyNamespace(root, 16, wanted, row))).toEqual([false, false, true]);
    expect(roots.map((root) => coversNamespace(root, wanted))).toEqual([false, false, true]);
  });

  it('is written again as it was read', () => {
    expect(JSON.stringify(row === undefined ? [] : [formatNamespaceRow(row)])).toBe(
      JSON.stringify(recorded('share.GetNamespaceData.absent').result),
    );
    const proofs = recorded('blob.GetProof').result as unknown[];
    expect(JSON.stringify(proofs.map((proof) => formatProof(parseProof(proof))))).toBe(
      JSON.stringify(proofs),
    );
  });
});

describe('namespace proofs', () => {
  it('show all of a namespace or its absence, for every namespace and row', () => {
    fc.assert(
      fc.property(aSquare, (square) => {
        for (let row = 0; row < square.width; row++) {
          const { root, width } = rowTree(square, row);
          for (let id = 0; id <= 10; id++) {
            const told = answer(square, row, space(id));
            expect(told === undefined).toBe(!coversNamespace(root, space(id)));
            if (told === undefined) continue;
            expect(verifyNamespace(root, width, space(id), told)).toBe(true);
            expect(verifyInclusion(root, width, space(id), told)).toBe(told.shares.length > 0);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('fail when a share is left out at either end, or another namespace is claimed', () => {
    fc.assert(
      fc.property(aSquare, fc.nat(), (square, pick) => {
        const row = pick % square.width;
        const tree = rowTree(square, row);
        for (let id = 1; id <= 9; id++) {
          const told = answer(square, row, space(id));
          if (told === undefined || told.shares.length < 2) continue;
          const { start, end } = told.proof;
          for (const [from, to] of [
            [start + 1, end],
            [start, end - 1],
          ] as const) {
            const cut = { shares: sharesOf(square, row, from, to), proof: proveRange(tree, from, to) };
            expect(verifyInclusion(tree.root, tree.width, space(id), cut)).toBe(true);
            expect(verifyNamespace(tree.root, tree.width, space(id), cut)).toBe(false);
          }
          expect(verifyNamespace(tree.root, tree.width, space(id + 1), told)).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('fail when any bit of them changes', () => {
    fc.assert(
      fc.property(aSquare, fc.nat(), fc.nat(), (square, pick, at) => {
        const row = pick % square.width;
        const tree = rowTree(square, row);
        const told = [1, 2, 3, 4, 5, 6, 7, 8, 9]
          .map((id) => ({ id, row: answer(square, row, space(id)) }))
          .find(({ row: found }) => found !== undefined);
        if (told?.row === undefined) return;
        const { proof, shares } = told.row;
        const flip = (bytes: Uint8Array): Uint8Array => {
          const changed = bytes.slice();
          changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
          return changed;
        };
        const forged: NamespaceRow[] = [
          ...proof.nodes.map((_, i) => ({
            shares,
            proof: { ...proof, nodes: proof.nodes.map((node, k) => (k === i ? flip(node) : node)) },
          })),
          ...shares.map((_, i) => ({
            shares: shares.map((share, k) => (k === i ? flip(share) : share)),
            proof,
          })),
          { shares, proof: { ...proof, start: proof.start + 1 } },
          { shares, proof: { ...proof, end: proof.end + 1 } },
          {
            shares,
            proof: { ...proof, nodes: [...proof.nodes, hashLeaf(space(9), new Uint8Array(SHARE_SIZE))] },
          },
          { shares, proof: { ...proof, nodes: proof.nodes.slice(1) } },
          { shares, proof: { ...proof, leafHash: flip(proof.leafHash ?? tree.node(proof.start, 1)) } },
        ];
        for (const row of forged)
          expect(verifyNamespace(tree.root, tree.width, space(told.id), row)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('of absence fail for a namespace that is there', () => {
    const { square } = buildSquare([
      { namespace: space(2), data: new Uint8Array(900), shareVersion: 0 },
      { namespace: space(5), data: new Uint8Array(900), shareVersion: 0 },
    ]);
    const tree = rowTree(square, 0);
    const start = 1;
    const lie: NmtProof = { ...proveRange(tree, start, start + 1), leafHash: tree.node(start, 1) };
    expect(verifyNamespace(tree.root, tree.width, space(2), { shares: [], proof: lie })).toBe(false);
    expect(verifyNamespace(tree.root, tree.width, space(1), { shares: [], proof: lie })).toBe(true);
    const withShares = { shares: sharesOf(square, 0, 1, 2), proof: lie };
    expect(verifyNamespace(tree.root, tree.width, space(1), withShares)).toBe(false);
    expect(verifyInclusion(tree.root, tree.width, space(1), withShares)).toBe(false);
  });

  it('refuse ranges that are none', () => {
    const tree = rowTree(buildSquare([]).square, 0);
    for (const [start, end] of [
      [0, 0],
      [1, 3],
      [-1, 1],
      [0.5, 1],
      [0, Number.NaN],
    ] as const) {
      expect(() => proveRange(tree, start, end)).toThrow(MalformedError);
      expect(() => rootFromRange({ start, end, nodes: [] }, [], 2)).toThrow(MalformedError);
    }
  });

  it('lead from all leaves to the root', () => {
    const { square } = buildSquare([{ namespace: space(1), data: new Uint8Array(9_000), shareVersion: 0 }]);
    const tree = rowTree(square, 1);
    const leaves = Array.from({ length: tree.width }, (_, i) => tree.node(i, 1));
    const whole = proveRange(tree, 0, tree.width);
    expect(whole.nodes).toEqual([]);
    expect(equalBytes(rootFromRange(whole, leaves, tree.width), tree.root)).toBe(true);
    expect(equalBytes(tree.node(0, tree.width), tree.root)).toBe(true);
  });
});

describe('hashInner', () => {
  const leaf = (id: number): Uint8Array => hashLeaf(space(id), new Uint8Array(SHARE_SIZE));
  const parity = hashLeaf(parityNamespace, new Uint8Array(SHARE_SIZE));

  it('ignores parity on the right, and only there', () => {
    expect(hashInner(leaf(1), parity).subarray(29, 58)).toEqual(new Uint8Array(space(1)));
    expect(hashInner(parity, parity).subarray(29, 58)).toEqual(new Uint8Array(parityNamespace));
    expect(hashInner(leaf(1), leaf(2)).subarray(29, 58)).toEqual(new Uint8Array(space(2)));
  });

  it('refuses what is out of order or no node', () => {
    expect(() => hashInner(leaf(2), leaf(1))).toThrow(MalformedError);
    expect(() => hashInner(leaf(2), leaf(2).subarray(1))).toThrow(MalformedError);
    expect(() => hashInner(leaf(1).subarray(1), leaf(2))).toThrow(MalformedError);
    const upsideDown = leaf(3);
    upsideDown.set(reservedPaddingNamespace, 29);
    expect(() => hashInner(leaf(1), upsideDown)).toThrow(MalformedError);
    expect(() => hashInner(upsideDown, leaf(4))).toThrow(MalformedError);
  });
});

describe('JSON', () => {
  it('is a value or a MalformedError, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const parse of [parseProof, parseNamespaceRows, parseDah]) {
          try {
            parse(json);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedError);
          }
        }
      }),
    );
  });

  it.each([
    { start: '0', end: 1, nodes: [] },
    { end: '1', nodes: [] },
    { end: 1, nodes: {} },
    { end: 1, nodes: [3] },
    { end: 1, nodes: [], leaf_hash: 3 },
  ])('refuses the proof %j', (json) => {
    expect(() => parseProof(json)).toThrow(MalformedError);
  });

  it('takes null for an empty list, as Go writes it', () => {
    expect(parseProof({ end: 1, nodes: null, leaf_hash: '' })).toEqual({ start: 0, end: 1, nodes: [] });
    expect(parseNamespaceRows(null)).toEqual([]);
  });
});
