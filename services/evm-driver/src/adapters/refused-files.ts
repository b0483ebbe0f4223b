import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '@switchyard/primitives';
import { writeFileAtomic } from '@switchyard/service-kit';
import type { RefusedStore } from '../ports.ts';

/** Enough to find the bug, and a bound for whoever provokes it. */
const maxFiles = 256;

/** One JSON file per refused transaction. */
export function createRefusedFiles(folder: string): RefusedStore {
  return {
    file: async ({ number, hash, why, bytes }) => {
      await mkdir(folder, { recursive: true });
      if ((await readdir(folder)).length >= maxFiles) return;
      const content = { number: `${number}`, hash, why, transaction: `0x${toHex(bytes)}` };
      await writeFileAtomic(join(folder, `${number}-${hash}.json`), `${JSON.stringify(content)}\n`);
    },
  };
}
