import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, addressOf, fromHex, toHex } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import { writeFileAtomic } from '@switchyard/service-kit';
import { readText } from './state.ts';

/** An Ed25519 key of the local network. */
export type Key = {
  readonly path: string;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly address: Address;
};

/** The key of this name, made at the first call: a file of 64 hex digits that only its owner can read. */
export async function ensureKey(folder: string, name: string): Promise<Key> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.key`);
  const known = await readText(path);
  const seed = known === undefined ? new Uint8Array(randomBytes(32)) : fromHex(known.trim());
  if (known === undefined) await writeFileAtomic(path, `${toHex(seed)}\n`);
  const publicKey = publicKeyOf(seed);
  return { path, seed, publicKey, address: addressOf(publicKey) };
}
