import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { concatBytes, fromHex, MalformedError } from '@switchyard/primitives';

const pkcs8Prefix = fromHex('302e020100300506032b657004220420');
const spkiPrefix = fromHex('302a300506032b6570032100');

/** The Ed25519 private key of a 32-byte seed. @throws MalformedError for another length. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new MalformedError('a seed has 32 bytes', { length: seed.length });
  return createPrivateKey({ key: Buffer.from(concatBytes(pkcs8Prefix, seed)), format: 'der', type: 'pkcs8' });
}

/** The 32-byte public key of a 32-byte seed. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(-32));
}

/** The key as node:crypto takes it. */
export function keyObjectOf(publicKey: Uint8Array): KeyObject {
  return createPublicKey({
    key: Buffer.from(concatBytes(spkiPrefix, publicKey)),
    format: 'der',
    type: 'spki',
  });
}
