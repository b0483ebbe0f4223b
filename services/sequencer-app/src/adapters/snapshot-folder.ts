import { mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, MalformedError, sha256 } from '@switchyard/primitives';
import { readFileIfPresent, syncFolder } from '@switchyard/service-kit';
import { decodeManifest, snapshotHash } from '../domain/snapshot.ts';
import type { SnapshotFolder, StoredSnapshot } from '../ports.ts';

/** Two, so that who is fetching one is not left without when the next is there. */
const KEPT = 2;
const MANIFEST = 'manifest';
const UNFINISHED = '.unfinished';

/**
 * Snapshots below a folder, each a folder of its height with its manifest and its chunks. It is written under another
 * name: what has its own name is whole. What an earlier process left unfinished is removed.
 */
export async function openSnapshotFolder(folder: string): Promise<SnapshotFolder> {
  await mkdir(folder, { recursive: true });
  let kept: readonly StoredSnapshot[] = [];
  for (const name of await readdir(folder)) {
    const snapshot = /^\d{1,20}$/.test(name) ? await readSnapshot(join(folder, name)) : undefined;
    if (snapshot?.manifest.height === BigInt(/^\d+$/.test(name) ? name : -1)) kept = [...kept, snapshot];
    else await remove(join(folder, name));
  }
  kept = kept.toSorted(byHeight);

  const forget = async (gone: StoredSnapshot): Promise<void> => {
    kept = kept.filter((snapshot) => snapshot !== gone);
    await remove(join(folder, `${gone.manifest.height}`));
  };

  return {
    list: () => kept,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    begin: async (height) => {
      const place = join(folder, `${height}${UNFINISHED}`);
      await remove(place);
      await mkdir(place);
      let chunks = 0;
      return {
        add: (chunk) => writeDurably(join(place, `${chunks++}`), chunk),
        publish: async (bytes) => {
          await writeDurably(join(place, MANIFEST), bytes);
          await syncFolder(place);
          await remove(join(folder, `${height}`));
          await rename(place, join(folder, `${height}`));
          await syncFolder(folder);
          const manifest = decodeManifest(bytes);
          const fresh = { manifest, bytes, hash: snapshotHash(bytes) };
          kept = [...kept.filter((known) => known.manifest.height !== height), fresh].toSorted(byHeight);
          for (const old of kept.slice(0, -KEPT)) await forget(old);
        },
        discard: () => remove(place),
      };
    },
    chunk: async (height, index) => {
      const snapshot = kept.find(({ manifest }) => manifest.height === height);
      const hash = snapshot?.manifest.chunks[index];
      if (snapshot === undefined || hash === undefined) return undefined;
      const chunk = await readFileIfPresent(join(folder, `${height}`, `${index}`));
      if (chunk !== undefined && equalBytes(sha256(chunk), hash)) return chunk;
      // Who got it from here would take this node for a liar.
      await forget(snapshot);
      return undefined;
    },
  };
}

async function readSnapshot(place: string): Promise<StoredSnapshot | undefined> {
  const bytes = await readFileIfPresent(join(place, MANIFEST));
  if (bytes === undefined) return undefined;
  try {
    return { manifest: decodeManifest(bytes), bytes, hash: snapshotHash(bytes) };
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

function byHeight(a: StoredSnapshot, b: StoredSnapshot): number {
  return a.manifest.height < b.manifest.height ? -1 : 1;
}
