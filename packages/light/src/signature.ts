import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, fromHex, toHex } from '@switchyard/primitives';

/**
 * Whether a signature is one by the rules of ZIP-215, which are CometBFT's.
 *
 * What the native check accepts, ZIP-215 accepts too: it demands a canonical R and the equation without cofactor. The
 * slow check (about a millisecond) decides only what the native one refused.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verifyStrictly(publicKey, message, signature) || verifyZip215(publicKey, message, signature);
}

/** The native check alone: true is final, false is not. */
export function verifyStrictly(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return verify(null, message, keyObject(publicKey), signature);
}

/** The check by the letter of ZIP-215, in JavaScript. */
export function verifyZip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: true });
}

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const spkiPrefix = fromHex('302a300506032b6570032100');

/** Importing a key costs as much as a fifth of a verification, and a chain has few. */
const keyObjects = new Map<string, KeyObject>();
const MAX_KEY_OBJECTS = 4_096;

function keyObject(publicKey: Uint8Array): KeyObject {
  const id = toHex(publicKey);
  const known = keyObjects.get(id);
  if (known !== undefined) return known;
  const key = createPublicKey({
    key: Buffer.from(concatBytes(spkiPrefix, publicKey)),
    format: 'der',
    type: 'spki',
  });
  if (keyObjects.size >= MAX_KEY_OBJECTS) keyObjects.clear();
  keyObjects.set(id, key);
  return key;
}
