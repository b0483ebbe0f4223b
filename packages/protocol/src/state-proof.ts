import {
  concatBytes,
  equalBytes,
  type Hash32,
  hash32,
  MalformedError,
  sha256,
  utf8,
} from '@switchyard/primitives';

/** One step from a leaf towards the root: the bit at which the two sides part, and the other side's hash. */
export type StateProofStep = { readonly bit: number; readonly sibling: Uint8Array };

/**
 * The leaf that the search for a key ends at, with the way from it to the root, lowest step first. In an empty tree
 * there is none. A leaf of another key proves that the key has no value.
 */
export type StateProof =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'leaf';
      readonly keyHash: Uint8Array;
      readonly valueHash: Uint8Array;
      readonly steps: readonly StateProofStep[];
    };

/** The app hash of a state without entries. */
export const emptyStateRoot: Hash32 = hash32(new Uint8Array(32));

/** Where a key is in the tree; specs/05-state-machine.md §2. */
export function stateKeyHash(key: string): Hash32 {
  return sha256(utf8(key));
}

/** The hash of a leaf. */
export function stateLeafHash(keyHash: Uint8Array, valueHash: Uint8Array): Hash32 {
  return sha256(Uint8Array.of(0x00), keyHash, valueHash);
}

/** The hash of two sides that part at a bit. */
export function stateInnerHash(bit: number, left: Uint8Array, right: Uint8Array): Hash32 {
  return sha256(Uint8Array.of(0x01, bit), left, right);
}

/** A bit of a key's hash, the most significant of the first byte being 0. */
export function bitOf(keyHash: Uint8Array, bit: number): 0 | 1 {
  return (((keyHash[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1 ? 1 : 0;
}

/** Whether the state with this app hash has this value under the key, or, for undefined, none. */
export function verifyStateProof({
  appHash,
  key,
  value,
  proof,
}: {
  readonly appHash: Uint8Array;
  readonly key: string;
  readonly value: Uint8Array | undefined;
  readonly proof: StateProof;
}): boolean {
  if (proof.kind === 'empty') return value === undefined && equalBytes(appHash, emptyStateRoot);
  const wanted = stateKeyHash(key);
  const isFound = equalBytes(proof.keyHash, wanted);
  if (value === undefined ? isFound : !isFound || !equalBytes(sha256(value), proof.valueHash)) return false;
  let node = stateLeafHash(proof.keyHash, proof.valueHash);
  let below = 256;
  for (const { bit, sibling } of proof.steps) {
    const side = bitOf(proof.keyHash, bit);
    if (bit >= below || side !== bitOf(wanted, bit)) return false;
    node = side === 0 ? stateInnerHash(bit, node, sibling) : stateInnerHash(bit, sibling, node);
    below = bit;
  }
  return equalBytes(node, appHash);
}

const STEP_BYTES = 33;

/** A proof as bytes: 0x00, or 0x01 ‖ key hash ‖ value hash ‖ (bit ‖ sibling)*. */
export function encodeStateProof(proof: StateProof): Uint8Array {
  if (proof.kind === 'empty') return Uint8Array.of(0x00);
  const steps = proof.steps.map(({ bit, sibling }) => concatBytes(Uint8Array.of(bit), sibling));
  return concatBytes(Uint8Array.of(0x01), proof.keyHash, proof.valueHash, ...steps);
}

/** The proof in these bytes. @throws MalformedError */
export function decodeStateProof(bytes: Uint8Array): StateProof {
  if (bytes.length === 1 && bytes[0] === 0x00) return { kind: 'empty' };
  const stepsLength = bytes.length - 65;
  if (bytes[0] !== 0x01 || stepsLength < 0 || stepsLength % STEP_BYTES !== 0) {
    throw new MalformedError('not a state proof', { length: bytes.length });
  }
  const steps = Array.from({ length: stepsLength / STEP_BYTES }, (_, index) => {
    const start = 65 + index * STEP_BYTES;
    return { bit: bytes[start] ?? 0, sibling: bytes.subarray(start + 1, start + STEP_BYTES) };
  });
  return { kind: 'leaf', keyHash: bytes.subarray(1, 33), valueHash: bytes.subarray(33, 65), steps };
}
