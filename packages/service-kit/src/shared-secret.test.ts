import { Metadata } from '@grpc/grpc-js';
import { toHex } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { credentialsOf, knowsSecret } from './index.ts';

const secret = new Uint8Array(32).fill(7);

it('takes whoever sends the secret, and nobody else', () => {
  expect(knowsSecret(credentialsOf(secret), secret)).toBe(true);
  expect(knowsSecret(credentialsOf(undefined), secret)).toBe(false);
  expect(knowsSecret(credentialsOf(new Uint8Array(32)), secret)).toBe(false);
  for (const sent of ['', 'Bearer', `bearer ${toHex(secret)}`, toHex(secret), `Bearer ${toHex(secret)}0`]) {
    const metadata = new Metadata();
    metadata.set('authorization', sent);
    expect(knowsSecret(metadata, secret)).toBe(false);
  }
});
