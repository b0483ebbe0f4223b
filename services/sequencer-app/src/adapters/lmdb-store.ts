import { existsSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { bigEndianU64, concatBytes, equalBytes, readBigEndianU64, utf8 } from '@switchyard/primitives';
import { isErrno, type Logger, readInAnotherProcess, UnreadableStoreError } from '@switchyard/service-kit';
import { type Database, open as openDatabase, type RootDatabase } from 'lmdb';
import { CorruptStoreError, StoreWriteError } from '../errors.ts';
import type { BlockWrite, StateStore, StoredHead, TransactionPlace } from '../ports.ts';

/** How many heights the index of transactions goes back. */
const INDEXED_HEIGHTS = 100_000n;

/** A change of the layout; an older folder is refused. */
const FORMAT = 1;
const HEAD = utf8('head');
/** A transaction in the index of a height: id, account, nonce. */
const INDEX_RECORD_BYTES = 60;

type Table = Database<Uint8Array, Uint8Array>;

type Tables = {
  readonly root: RootDatabase<Uint8Array, Uint8Array>;
  /** `head`: format, height, app hash, checksum. */
  readonly meta: Table;
  /** Entries of the state by key. */
  readonly state: Table;
  /** id → height, index, checksum. */
  readonly ids: Table;
  /** account ‖ nonce → id, height, index, checksum. */
  readonly nonces: Table;
  /** height → records, so that old ones can be found. */
  readonly heights: Table;
};

/** The store, and the file that it is in. */
export type LmdbStore = StateStore & AsyncDisposable & { readonly path: string };

/** Who is told that reading the state takes long, and what ends it. */
type Opening = { readonly log: Logger; readonly signal: AbortSignal };

/**
 * Opens the state in a folder, which it makes if need be.
 *
 * LMDB trusts its pages: a damaged one can end the process by a signal, without a word. So another process reads them
 * first. How an earlier opening ended says nothing of the folder: who is killed early has a healthy one.
 *
 * It takes as long as reading the state does, and says so.
 *
 * @throws CorruptStoreError; the signal's reason.
 */
export async function openLmdbStore(folder: string, opening: Opening): Promise<LmdbStore> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'state.mdb');
  await assertWhole(path, folder);
  await assertReadable(path, folder, opening);
  const tables = openTables(path, folder);
  await assertLength(tables.root, path, folder);
  return {
    path,
    head: () => readHead(tables, folder),
    read: (key) => copyOf(tables.state.get(utf8(key))),
    *entries() {
      const decoder = new TextDecoder();
      for (const { key, value } of tables.state.getRange()) yield [decoder.decode(key), copied(value)];
    },
    write: (block) => write(tables, block, folder),
    placeOf: (id) => {
      const value = tables.ids.get(id);
      return value === undefined ? undefined : { id, ...place(checked(value, id, folder), 0) };
    },
    placeOfNonce: (account, nonce) => {
      const key = nonceKey(account, nonce);
      const value = tables.nonces.get(key);
      if (value === undefined) return undefined;
      const record = checked(value, key, folder);
      return { id: record.slice(0, 32), ...place(record, 32) };
    },
    [Symbol.asyncDispose]: () => tables.root.close(),
  };
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
      state: table('state'),
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

function readHead({ meta, state }: Tables, folder: string): StoredHead | undefined {
  const value = meta.get(HEAD);
  if (value === undefined) {
    if (state.getCount() > 0) throw new CorruptStoreError({ folder, what: 'the head is missing' });
    return undefined;
  }
  const record = checked(value, HEAD, folder);
  if (record[0] !== FORMAT)
    throw new CorruptStoreError({ folder, what: `format ${record[0] ?? 0} is not ${FORMAT}` });
  return { height: readBigEndianU64(record, 1), appHash: record.slice(9, 41) };
}

function write(tables: Tables, block: BlockWrite, folder: string): void {
  const { root, meta, state, ids, nonces, heights } = tables;
  const height = bigEndianU64(block.height);
  try {
    root.transactionSync(() => {
      for (const [key, value] of block.changes) {
        if (value === undefined) state.removeSync(utf8(key));
        else state.putSync(utf8(key), value);
      }
      block.transactions.forEach(({ id, account, nonce }, index) => {
        const at = concatBytes(height, bigEndianU64(BigInt(index + 1)));
        ids.putSync(id, withChecksum(at, id));
        const key = nonceKey(account, nonce);
        nonces.putSync(key, withChecksum(concatBytes(id, at), key));
      });
      if (block.transactions.length > 0) heights.putSync(height, indexRecord(block));
      prune(tables, block.height);
      const head = concatBytes(Uint8Array.of(FORMAT), height, block.appHash);
      meta.putSync(HEAD, withChecksum(head, HEAD));
    });
  } catch (error) {
    throw new StoreWriteError(folder, { cause: error });
  }
}

function prune({ ids, nonces, heights }: Tables, height: bigint): void {
  if (height <= INDEXED_HEIGHTS) return;
  const old = bigEndianU64(height - INDEXED_HEIGHTS);
  const records = heights.get(old);
  if (records === undefined) return;
  for (let start = 0; start < records.length; start += INDEX_RECORD_BYTES) {
    ids.removeSync(records.slice(start, start + 32));
    nonces.removeSync(records.slice(start + 32, start + INDEX_RECORD_BYTES));
  }
  heights.removeSync(old);
}

function indexRecord({ transactions }: BlockWrite): Uint8Array {
  return concatBytes(
    ...transactions.map(({ id, account, nonce }) => concatBytes(id, nonceKey(account, nonce))),
  );
}

function nonceKey(account: Uint8Array, nonce: bigint): Uint8Array {
  return concatBytes(account, bigEndianU64(nonce));
}

function place(record: Uint8Array, start: number): Omit<TransactionPlace, 'id'> {
  return { height: readBigEndianU64(record, start), index: Number(readBigEndianU64(record, start + 8)) };
}

/** LMDB has no checksums; each record of ours outside the authenticated state carries one over key and value. */
function withChecksum(value: Uint8Array, key: Uint8Array): Uint8Array {
  return concatBytes(value, checksum(value, key));
}

function checked(value: Uint8Array, key: Uint8Array, folder: string): Uint8Array {
  const record = copied(value.subarray(0, -4));
  if (!equalBytes(checksum(record, key), value.subarray(-4))) {
    throw new CorruptStoreError({ folder, what: 'a record has another checksum' });
  }
  return record;
}

function checksum(value: Uint8Array, key: Uint8Array): Uint8Array {
  return bigEndianU64(BigInt(crc32(value, crc32(key)))).subarray(4);
}

function copyOf(value: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : copied(value);
}

function copied(value: Uint8Array): Uint8Array {
  return Uint8Array.from(value);
}
