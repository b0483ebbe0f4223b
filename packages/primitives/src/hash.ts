import { hash as nodeHash } from 'node:crypto';
import type { Brand } from './brand.ts';
import { concatBytes } from './bytes.ts';
import { MalformedError } from './errors.ts';

/** 32 bytes of a SHA-256 or of a block. */
export type Hash32 = Brand<Uint8Array, 'Hash32'>;

/** The checked hash. @throws MalformedError unless it has 32 bytes. */
export function hash32(bytes: Uint8Array): Hash32 {
  if (bytes.length !== 32) throw new MalformedError('a hash has 32 bytes', { length: bytes.length });
  return bytes as Hash32;
}

/** SHA-256 of the concatenation. */
export function sha256(...parts: readonly Uint8Array[]): Hash32 {
  const [only] = parts;
  const input = parts.length === 1 && only !== undefined ? only : concatBytes(...parts);
  const digest = nodeHash('sha256', input, 'buffer');
  return hash32(new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength));
}
