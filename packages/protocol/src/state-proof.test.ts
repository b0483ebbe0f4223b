import { MalformedError, sha256, utf8 } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import {
  bitOf,
  decodeStateProof,
  emptyStateRoot,
  encodeStateProof,
  type StateProof,
  stateInnerHash,
  stateKeyHash,
  stateLeafHash,
  verifyStateProof,
} from './state-proof.ts';

const value = utf8('one');
const [a, b] = ['a', 'b'].map((key) => ({ keyHash: stateKeyHash(key), valueHash: sha256(utf8('one')) }));
if (a === undefined || b === undefined) throw new RangeError('two leaves are needed');

const parting = [...Array(256).keys()].find((bit) => bitOf(a.keyHash, bit) !== bitOf(b.keyHash, bit)) ?? 0;
const leafA = stateLeafHash(a.keyHash, a.valueHash);
const leafB = stateLeafHash(b.keyHash, b.valueHash);
const appHash =
  bitOf(a.keyHash, parting) === 0
    ? stateInnerHash(parting, leafA, leafB)
    : stateInnerHash(parting, leafB, leafA);
const proofOfA: StateProof = { kind: 'leaf', ...a, steps: [{ bit: parting, sibling: leafB }] };
const proofOfB: StateProof = { kind: 'leaf', ...b, steps: [{ bit: parting, sibling: leafA }] };

/** A key that is not in the tree and is searched for on the side of `a`. */
const onSideOfA =
  [...Array(64).keys()]
    .map((n) => `absent/${n}`)
    .find((key) => bitOf(stateKeyHash(key), parting) === bitOf(a.keyHash, parting)) ?? '';

describe('verifyStateProof', () => {
  it('accepts presence on both sides', () => {
    expect(verifyStateProof({ appHash, key: 'a', value, proof: proofOfA })).toBe(true);
    expect(verifyStateProof({ appHash, key: 'b', value, proof: proofOfB })).toBe(true);
  });

  it('accepts absence by the leaf where the search ends', () => {
    expect(verifyStateProof({ appHash, key: onSideOfA, value: undefined, proof: proofOfA })).toBe(true);
  });

  it.each([
    ['another value', 'a', utf8('two'), proofOfA],
    ['absence of what is there', 'a', undefined, proofOfA],
    ['another key’s leaf for presence', 'a', value, proofOfB],
    ['a leaf from the other side for absence', onSideOfA, undefined, proofOfB],
    ['a proof without steps', 'a', value, { ...proofOfA, steps: [] }],
    ['steps out of order', 'a', value, { ...proofOfA, steps: [...proofOfA.steps, ...proofOfA.steps] }],
    ['another sibling', 'a', value, { ...proofOfA, steps: [{ bit: parting, sibling: leafA }] }],
    ['an empty tree for presence', 'a', value, { kind: 'empty' as const }],
    ['an empty tree for absence in a full one', 'c', undefined, { kind: 'empty' as const }],
  ])('refuses %s', (_name, key, claimed, proof) => {
    expect(verifyStateProof({ appHash, key, value: claimed, proof })).toBe(false);
  });

  it('accepts absence in an empty tree', () => {
    const proof = { kind: 'empty' as const };
    expect(verifyStateProof({ appHash: emptyStateRoot, key: 'a', value: undefined, proof })).toBe(true);
    expect(verifyStateProof({ appHash: emptyStateRoot, key: 'a', value, proof })).toBe(false);
  });
});

it.each([[proofOfA], [{ ...proofOfB, steps: [] }], [{ kind: 'empty' as const }]])(
  'gives back a proof',
  (proof) => {
    expect(decodeStateProof(encodeStateProof(proof))).toEqual(proof);
  },
);

it.each([[[]], [[0, 0]], [[2]], [[1, 2, 3]], [[1, ...new Uint8Array(65)]]])('refuses %j', (bytes) => {
  expect(() => decodeStateProof(Uint8Array.from(bytes))).toThrow(MalformedError);
});
