import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Address, addressOf, fromHex, toHex } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import { writeFileAtomic } from '@switchyard/service-kit';
import { CommandError } from '../errors.ts';
import { readText } from './state.ts';

/** An Ed25519 key of the local network. */
export type Key = {
  readonly path: string;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly address: Address;
};

/** The key of this name, made at the first call. @throws CommandError when its file is damaged. */
export async function ensureKey(folder: string, name: string): Promise<Key> {
  const path = join(folder, `${name}.key`);
  const seed = await ensureSecret(path);
  const publicKey = publicKeyOf(seed);
  return { path, seed, publicKey, address: addressOf(publicKey) };
}

/** The secret of an execution API; another serves as well, so that a damaged file is replaced. */
export async function ensureExecutionSecret(path: string): Promise<'kept' | 'made' | 'mended'> {
  const known = await readText(path);
  if (known !== undefined && isSecret(known.trim())) return 'kept';
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeSecret(path);
  return known === undefined ? 'made' : 'mended';
}

/**
 * 32 random bytes in a file of 64 hex digits that only its owner can read, made at the first call.
 * @throws CommandError when the file is damaged.
 */
async function ensureSecret(path: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const known = (await readText(path))?.trim();
  if (known === undefined) return writeSecret(path);
  if (!isSecret(known)) {
    throw new CommandError(
      'configuration',
      `${path} is damaged: it is not 64 hex digits; restore it from a copy, or start with --fresh (this wipes the chains)`,
    );
  }
  return fromHex(known);
}

async function writeSecret(path: string): Promise<Uint8Array> {
  const made = new Uint8Array(randomBytes(32));
  await writeFileAtomic(path, `${toHex(made)}\n`);
  return made;
}

function isSecret(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}
