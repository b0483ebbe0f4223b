import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { headerHash } from '@switchyard/light';
import { toHex } from '@switchyard/primitives';
import { type Logger, writeFileAtomic } from '@switchyard/service-kit';
import type { SignedHeader } from '../ports.ts';
import { formatEvidence } from './file-mismatch-store.ts';

/** More than this is the same misbehaviour again. */
const keptFiles = 64;

/** Keeps second verified headers of one height as evidence files, in bounded number. */
export function createFileConflictStore(
  folder: string,
  log: Logger,
): (source: 'soft' | 'firm', second: SignedHeader) => void {
  const seen = new Set<string>();
  return (source, second) => {
    const hash = toHex(headerHash(second.header));
    const { height } = second.header;
    if (seen.has(hash) || seen.size >= keptFiles) return;
    seen.add(hash);
    log.error({ source, height: `${height}`, headerHash: hash }, 'two verified blocks at one height');
    keep(join(folder, 'evidence'), `conflict-${height}-${hash.slice(0, 16)}.json`, second).catch(
      (error: unknown) => log.error({ err: error }, 'evidence could not be written'),
    );
  };
}

async function keep(folder: string, name: string, second: SignedHeader): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length >= 2 * keptFiles) return;
  await writeFileAtomic(join(folder, name), `${JSON.stringify(formatEvidence(second), undefined, 2)}\n`);
}
