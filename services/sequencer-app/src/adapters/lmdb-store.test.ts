import { spawnSync } from 'node:child_process';
import { open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { CorruptStoreError } from '../errors.ts';
import { opening, temporaryFolder } from '../testing/node.ts';
import { openLmdbStore } from './lmdb-store.ts';

const appHash = new Uint8Array(32).fill(9);
const id = new Uint8Array(32).fill(1);
const account = new Uint8Array(20).fill(2);

async function filled(folder: string): Promise<string> {
  await using store = await openLmdbStore(folder, opening);
  for (let height = 1n; height <= 3n; height++) {
    const changes = Array.from(
      { length: 200 },
      (_, n) => [`key/${height}/${n}`, utf8(`value ${n}`)] as const,
    );
    const transactions = height === 2n ? [{ id, account, nonce: 7n }] : [];
    store.write({ height, appHash, changes, transactions });
  }
  return join(folder, 'state.mdb');
}

it('has what was written when it is opened again', async () => {
  await using folder = await temporaryFolder();
  await filled(folder.path);
  await using store = await openLmdbStore(folder.path, opening);
  expect(store.head()).toEqual({ height: 3n, appHash });
  expect(store.read('key/1/7')).toEqual(utf8('value 7'));
  expect(store.read('absent')).toBeUndefined();
  expect([...store.entries()].length).toBe(600);
  expect(store.placeOfNonce(account, 7n)).toEqual({ id, height: 2n, index: 1 });
  store.write({ height: 4n, appHash, changes: [['key/1/7', undefined]], transactions: [] });
  expect(store.read('key/1/7')).toBeUndefined();
});

it('is empty at first', async () => {
  await using folder = await temporaryFolder();
  await using store = await openLmdbStore(folder.path, opening);
  expect(store.head()).toBeUndefined();
});

it.each([
  ['emptied', async (path: string) => truncate(path, 0)],
  [
    'cut to a half',
    async (path: string) => truncate(path, Math.floor((await stat(path)).size / 2 / 4_096) * 4_096),
  ],
  ['zeroed', async (path: string) => writeFile(path, new Uint8Array((await stat(path)).size))],
  ['something else', async (path: string) => writeFile(path, 'not a database')],
])('refuses a file that was %s, with the remedy', async (_name, damage) => {
  await using folder = await temporaryFolder();
  await damage(await filled(folder.path));
  const opened = openLmdbStore(folder.path, opening);
  await expect(opened).rejects.toBeInstanceOf(CorruptStoreError);
  await expect(opened).rejects.toHaveProperty('context.remedy');
});

it('never answers with a flipped bit of a place', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder.path);
  const bytes = await readFile(path);
  const file = await open(path, 'r+');
  try {
    for (
      let index = bytes.indexOf(Buffer.from(account));
      index >= 0;
      index = bytes.indexOf(Buffer.from(account), index + 1)
    ) {
      // The value follows the key: id, then height and index.
      const place = index + 28 + 32 + 7;
      await file.write(Uint8Array.of((bytes[place] ?? 0) ^ 1), 0, 1, place);
    }
  } finally {
    await file.close();
  }
  await using store = await openLmdbStore(folder.path, opening);
  expect(() => store.placeOfNonce(account, 7n)).toThrow(CorruptStoreError);
});

const slow = 120_000;

it('is not condemned by openings that were ended early', { timeout: slow }, async () => {
  await using folder = await temporaryFolder();
  await filled(folder.path);
  const store = new URL('./lmdb-store.ts', import.meta.url).href;
  const program = `
    const { openLmdbStore } = await import(${JSON.stringify(store)});
    await openLmdbStore(${JSON.stringify(folder.path)}, { signal: new AbortController().signal });
    process.kill(process.pid, 'SIGKILL');`;
  for (let n = 0; n < 4; n++) {
    const { signal } = spawnSync(process.execPath, [
      '--conditions=@switchyard/source',
      '--input-type=module',
      '-e',
      program,
    ]);
    expect(signal).toBe('SIGKILL');
  }
  await using again = await openLmdbStore(folder.path, opening);
  expect(again.head()).toEqual({ height: 3n, appHash });
});
