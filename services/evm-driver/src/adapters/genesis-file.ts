import { readFile } from 'node:fs/promises';
import { sha256, toHex } from '@switchyard/primitives';
import { UnusableFileError } from '@switchyard/service-kit';

/**
 * Checks that the node's genesis file is the one that the rollup began with: the node's genesis hash does not cover its
 * accounts, so that a change would show only as blocks that come out different. @throws UnusableFileError
 */
export async function checkGenesisFile(file: string, digest: string): Promise<void> {
  const remedy =
    'with the local network: `npm run stop`, then `npm start` writes it anew; else restore it from a copy, and start the node again';
  let found: string;
  try {
    found = toHex(sha256(new Uint8Array(await readFile(file))));
  } catch (error) {
    throw new UnusableFileError({ file, problem: 'it cannot be read', remedy }, { cause: error });
  }
  if (found !== digest) {
    throw new UnusableFileError({ file, problem: `it was changed: its SHA-256 is not ${digest}`, remedy });
  }
}
