import { crc32 } from 'node:zlib';
import { bigEndianU64, concatBytes, equalBytes, readBigEndianU64, utf8 } from '@switchyard/primitives';
import type { StateEntry } from '../domain/snapshot.ts';
import { CorruptStoreError, StoreWriteError } from '../errors.ts';
import type { BlockWrite, FrozenState, StateStore, StoredHead, TransactionPlace } from '../ports.ts';
import { type Opening, openWholeTables, type Table, type Tables } from './lmdb-tables.ts';

/** How many heights the index of transactions goes back. */
const INDEXED_HEIGHTS = 100_000n;

/** A change of the layout; an older folder is refused. */
const FORMAT = 1;
const HEAD = utf8('head');
const STATES = utf8('states');
/** A transaction in the index of a height: id, account, nonce. */
const INDEX_RECORD_BYTES = 60;

/** The store, and the file that it is in. */
export type LmdbStore = StateStore & AsyncDisposable & { readonly path: string };

/** Opens the state in a folder, which it makes if need be. @throws CorruptStoreError; the signal's reason. */
export async function openLmdbStore(folder: string, opening: Opening): Promise<LmdbStore> {
  const { path, tables } = await openWholeTables(folder, opening);
  let use = readUse(tables, folder);
  const spare = (): Table => tables.states[1 - use.table] as Table;
  return {
    path,
    head: () => readHead(tables, use, folder),
    read: (key) => copyOf(stateOf(tables, use).get(utf8(key))),
    *entries() {
      for (const { key, value } of stateOf(tables, use).getRange()) yield entryOf(key, value);
    },
    write: (block) => write(tables, use, block, folder),
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
    indexedFrom: () => {
      const oldest = (readHead(tables, use, folder)?.height ?? 0n) - INDEXED_HEIGHTS + 1n;
      return oldest > use.indexedFrom ? oldest : use.indexedFrom;
    },
    freeze: () => freeze(tables, use, folder),
    restoring: {
      begin: () => durably(tables, folder, () => spare().clearSync()),
      add: (entries) =>
        durably(tables, folder, () => {
          for (const [key, value] of entries) spare().putSync(utf8(key), value);
        }),
      finish: ({ height, appHash }) => {
        const next: Use = { table: use.table === 0 ? 1 : 0, indexedFrom: height + 1n };
        durably(tables, folder, () => {
          for (const table of [stateOf(tables, use), tables.ids, tables.nonces, tables.heights])
            table.clearSync();
          const record = concatBytes(Uint8Array.of(next.table), bigEndianU64(next.indexedFrom));
          tables.meta.putSync(STATES, withChecksum(record, STATES));
          putHead(tables, { height, appHash });
        });
        use = next;
      },
    },
    [Symbol.asyncDispose]: () => tables.root.close(),
  };
}

/** Which of the two tables is the state, and where the index of transactions begins. */
type Use = { readonly table: 0 | 1; readonly indexedFrom: bigint };

function readUse({ meta }: Tables, folder: string): Use {
  const value = meta.get(STATES);
  if (value === undefined) return { table: 0, indexedFrom: 1n };
  const record = checked(value, STATES, folder);
  return { table: record[0] === 1 ? 1 : 0, indexedFrom: readBigEndianU64(record, 1) };
}

function stateOf({ states }: Tables, { table }: Use): Table {
  return states[table];
}

/** A read transaction sees one Commit; entries are read in short steps, for the caller has other work between them. */
function freeze(tables: Tables, use: Use, folder: string): FrozenState {
  const transaction = tables.root.useReadTransaction();
  const state = stateOf(tables, use);
  const head = tables.meta.get(HEAD, { transaction });
  if (head === undefined) throw new CorruptStoreError({ folder, what: 'the head is missing' });
  return {
    head: parseHead(head, folder),
    entriesAfter: (key, limit) => {
      const after = key === undefined ? {} : { start: utf8(key), exclusiveStart: true };
      return [...state.getRange({ ...after, limit, transaction })].map((entry) =>
        entryOf(entry.key, entry.value),
      );
    },
    [Symbol.dispose]: () => transaction.done(),
  };
}

function readHead(tables: Tables, use: Use, folder: string): StoredHead | undefined {
  const value = tables.meta.get(HEAD);
  if (value === undefined) {
    if (stateOf(tables, use).getCount() > 0)
      throw new CorruptStoreError({ folder, what: 'the head is missing' });
    return undefined;
  }
  return parseHead(value, folder);
}

function parseHead(value: Uint8Array, folder: string): StoredHead {
  const record = checked(value, HEAD, folder);
  if (record[0] !== FORMAT)
    throw new CorruptStoreError({ folder, what: `format ${record[0] ?? 0} is not ${FORMAT}` });
  return { height: readBigEndianU64(record, 1), appHash: record.slice(9, 41) };
}

function putHead({ meta }: Tables, { height, appHash }: StoredHead): void {
  meta.putSync(HEAD, withChecksum(concatBytes(Uint8Array.of(FORMAT), bigEndianU64(height), appHash), HEAD));
}

/** One atomic write, on disk when it returns. */
function durably({ root }: Tables, folder: string, change: () => void): void {
  try {
    root.transactionSync(change);
  } catch (error) {
    throw new StoreWriteError(folder, { cause: error });
  }
}

function write(tables: Tables, use: Use, block: BlockWrite, folder: string): void {
  const { ids, nonces, heights } = tables;
  const state = stateOf(tables, use);
  const height = bigEndianU64(block.height);
  durably(tables, folder, () => {
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
    putHead(tables, block);
  });
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

const decoder = new TextDecoder();

function entryOf(key: Uint8Array, value: Uint8Array): StateEntry {
  return [decoder.decode(key), copied(value)];
}
