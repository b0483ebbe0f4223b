import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes, equalBytes, rollupNumber, sha256 } from '@switchyard/primitives';
import { type Failpoints, readFileIfPresent, syncFolder, writeFileAtomic } from '@switchyard/service-kit';
import { evmHash } from '../domain/names.ts';
import type { Failpoint } from '../failpoints.ts';
import type { DumpName, DumpStore } from '../ports.ts';

const NAME = /^(\d+)-(0x[0-9a-f]{64})\.dump$/;

/** Dumps as files `<number>-<hash>.dump`: the SHA-256 of the content, then the content; each replaced atomically. */
export async function openDumpFiles(folder: string, failpoints: Failpoints<Failpoint>): Promise<DumpStore> {
  await mkdir(folder, { recursive: true });
  let names = (await readdir(folder)).flatMap((file): DumpName[] => {
    const [, number, hash] = NAME.exec(file) ?? [];
    return number === undefined || hash === undefined
      ? []
      : [{ number: rollupNumber(BigInt(number)), hash: evmHash(hash) }];
  });
  const fileOf = ({ number, hash }: DumpName): string => join(folder, `${number}-${hash}.dump`);

  return {
    fileOf,
    list: () => names.toSorted((a, b) => (a.number < b.number ? 1 : -1)),
    save: async (name, content) => {
      failpoints.hit('dump.before');
      await writeFileAtomic(fileOf(name), concatBytes(sha256(content), content));
      names = [...names.filter(({ hash }) => hash !== name.hash), name];
      failpoints.hit('dump.after');
    },
    load: async (name) => {
      const file = await readFileIfPresent(fileOf(name));
      if (file === undefined || file.length < 32) return undefined;
      const content = new Uint8Array(file.subarray(32));
      return equalBytes(sha256(content), file.subarray(0, 32)) ? content : undefined;
    },
    remove: async (name) => {
      names = names.filter(({ hash }) => hash !== name.hash);
      await rm(fileOf(name), { force: true });
      await syncFolder(folder);
    },
  };
}
