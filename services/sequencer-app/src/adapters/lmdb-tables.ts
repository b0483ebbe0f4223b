import { existsSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isErrno, type Logger, readInAnotherProcess, UnreadableStoreError } from '@switchyard/service-kit';
import { type Database, open as openDatabase, type RootDatabase } from 'lmdb';
import { CorruptStoreError } from '../errors.ts';

/** A table of the store. */
export type Table = Database<Uint8Array, Uint8Array>;

/** All tables of a store, which are in one file. */
export type Tables = {
  readonly root: RootDatabase<Uint8Array, Uint8Array>;
  /**
   * `head`: format, height, app hash, checksum. `states`: which of the two is the state, and the first height of the
   * index; absent as long as no snapshot was restored.
   */
  readonly meta: Table;
  /** Entries of the state by key: one is in use, a snapshot is restored into the other. */
  readonly states: readonly [Table, Table];
  /** id → height, index, checksum. */
  readonly ids: Table;
  /** account ‖ nonce → id, height, index, checksum. */
  readonly nonces: Table;
  /** height → records, so that old ones can be found. */
  readonly heights: Table;
};

/** Who is told that reading the state takes long, and what ends it. */
export type Opening = { readonly log: Logger; readonly signal: AbortSignal };

/**
 * Opens the tables in a folder, which it makes if need be.
 *
 * LMDB trusts its pages: a damaged one can end the process by a signal, without a word. So another process reads them
 * first. How an earlier opening ended says nothing of the folder: who is killed early has a healthy one.
 *
 * It takes as long as reading the state does, and says so.
 *
 * @throws CorruptStoreError; the signal's reason.
 */
export async function openWholeTables(
  folder: string,
  opening: Opening,
): Promise<{ readonly path: string; readonly tables: Tables }> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'state.mdb');
  await assertWhole(path, folder);
  await assertReadable(path, folder, opening);
  const tables = openTables(path, folder);
  await assertLength(tables.root, path, folder);
  return { path, tables };
}

function openTables(path: string, folder: string): Tables {
  try {
    const root = openDatabase<Uint8Array, Uint8Array>({
      path,
      noSubdir: true,
      encoding: 'binary',
      keyEncoding: 'binary',
      maxDbs: 8,
    });
    const table = (name: string): Table =>
      root.openDB<Uint8Array, Uint8Array>({ name, encoding: 'binary', keyEncoding: 'binary' });
    return {
      root,
      meta: table('meta'),
      states: [table('state'), table('state-2')],
      ids: table('ids'),
      nonces: table('nonces'),
      heights: table('heights'),
    };
  } catch (error) {
    throw new CorruptStoreError({ folder, what: 'it does not open' }, { cause: error });
  }
}

const META_MAGIC = 0xbeefc0de;
/** In each of the first two pages, which LMDB writes by turns. */
const META_MAGIC_OFFSETS = [24, 4_096 + 24];

/** LMDB takes an empty file for a new database, and does not survive one without its first page. */
async function assertWhole(path: string, folder: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw new CorruptStoreError({ folder, what: 'state.mdb cannot be read' }, { cause: error });
  });
  if (file === undefined) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8_192), 0, 8_192, 0);
    const isDatabase =
      bytesRead === 8_192 && META_MAGIC_OFFSETS.every((offset) => buffer.readUInt32LE(offset) === META_MAGIC);
    if (!isDatabase) {
      throw new CorruptStoreError({ folder, what: 'state.mdb is not a database' });
    }
  } finally {
    await file.close();
  }
}

/** Lets another process read the file first: what a damaged one does to its reader is not an error but the end. */
async function assertReadable(path: string, folder: string, { log, signal }: Opening): Promise<void> {
  if (!existsSync(path)) return;
  const program = join(import.meta.dirname, `probe-store${extname(import.meta.filename)}`);
  const onWaiting = (sinceMs: number): void =>
    log.info({ file: path, sinceMs }, 'the state is being read before it is used');
  try {
    await readInAnotherProcess({ program, path, onWaiting }, signal);
  } catch (error) {
    if (!(error instanceof UnreadableStoreError)) throw error;
    throw new CorruptStoreError({ folder, what: 'state.mdb cannot be read' }, { cause: error });
  }
}

/** Pages beyond the end of a truncated file would end the process by a signal when they are read. */
async function assertLength(root: Tables['root'], path: string, folder: string): Promise<void> {
  const { pageSize, lastPageNumber } = root.getStats() as { pageSize?: number; lastPageNumber?: number };
  const { size } = await stat(path);
  if (pageSize !== undefined && lastPageNumber !== undefined && size < (lastPageNumber + 1) * pageSize) {
    throw new CorruptStoreError({ folder, what: 'state.mdb is shorter than its tables' });
  }
}
