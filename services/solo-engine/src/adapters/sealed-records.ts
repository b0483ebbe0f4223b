import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { concatBytes, equalBytes, sha256, utf8 } from '@switchyard/primitives';
import { type Logger, readInAnotherProcess, UnreadableStoreError } from '@switchyard/service-kit';
import { type Key, open, type RootDatabase } from 'lmdb';
import { StoreError } from '../errors.ts';

const SEAL_BYTES = 8;
const remedy =
  'restore the folder from a copy of this moment; without one `npm start -- --fresh` begins a new network';

/** One change of a batch. */
export type Change =
  | { readonly kind: 'put'; readonly key: Key; readonly value: Uint8Array | string }
  | { readonly kind: 'remove'; readonly key: Key };

/** LMDB with a checksum before each value: what it gives is what was put. */
export class SealedRecords implements AsyncDisposable {
  readonly #db: RootDatabase<Buffer, Key>;
  readonly #path: string;
  readonly #log: Logger;
  /** Records that the log has told of. */
  readonly #damaged = new Set<string>();

  constructor(db: RootDatabase<Buffer, Key>, path: string, log: Logger) {
    this.#db = db;
    this.#path = path;
    this.#log = log;
  }

  /** @throws StoreError when the value is damaged. */
  bytes(key: Key): Uint8Array | undefined {
    const sealed = this.#read(key);
    if (sealed === undefined) return undefined;
    const value = new Uint8Array(sealed.buffer, sealed.byteOffset, sealed.byteLength).subarray(SEAL_BYTES);
    if (sealed.length < SEAL_BYTES || !equalBytes(sealOf(value), sealed.subarray(0, SEAL_BYTES))) {
      throw this.#damage(String(key));
    }
    return value;
  }

  /** One that only readers of old blocks ask for ends nothing: the log tells the operator, once for each. */
  #damage(record: string): StoreError {
    const error = new StoreError('a record is damaged', { file: this.#path, remedy, record });
    if (!this.#damaged.has(record)) this.#log.error({ err: error }, error.message);
    this.#damaged.add(record);
    return error;
  }

  /** @throws StoreError when the value is damaged. */
  text(key: Key): string | undefined {
    const bytes = this.bytes(key);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** Makes all changes or none; they are on disk when it resolves. @throws StoreError */
  write(changes: readonly Change[]): Promise<void> {
    try {
      // Together with its commit: one of lmdb's own thread that fails rejects promises which nobody can wait for.
      this.#db.transactionSync(() => {
        for (const change of changes) {
          if (change.kind === 'remove') {
            this.#db.removeSync(change.key);
            continue;
          }
          const value = typeof change.value === 'string' ? utf8(change.value) : change.value;
          this.#db.putSync(change.key, Buffer.from(concatBytes(sealOf(value), value)));
        }
      });
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(writeFailed(this.#path, error));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close();
  }

  #read(key: Key): Uint8Array | undefined {
    try {
      return this.#db.get(key);
    } catch (error) {
      throw readFailed(this.#path, error);
    }
  }
}

/** Who is told that reading the store takes long, and what ends it. */
export type Opening = { readonly log: Logger; readonly signal: AbortSignal };

/** Opens, or makes, the records in a folder; as long as reading it takes. @throws StoreError; the signal's reason. */
export async function openSealedRecords(path: string, opening: Opening): Promise<SealedRecords> {
  await assertReadable(path, opening);
  try {
    const db = open<Buffer, Key>({
      path,
      encoding: 'binary',
      // Commits are on disk when they return: signing depends on it.
      overlappingSync: false,
      noMemInit: false,
    });
    return new SealedRecords(db, path, opening.log);
  } catch (error) {
    throw readFailed(path, error);
  }
}

/** Lets another process read the file first: what a damaged one does to its reader is not an error but the end. */
async function assertReadable(path: string, { log, signal }: Opening): Promise<void> {
  const file = join(path, 'data.mdb');
  if (!existsSync(file)) return;
  if ((await stat(file)).size === 0) throw new StoreError('store is truncated', { file: path, remedy });
  const program = join(import.meta.dirname, `probe-records${extname(import.meta.filename)}`);
  const onWaiting = (sinceMs: number): void =>
    log.info({ file, sinceMs }, 'the store is being read before it is used');
  try {
    await readInAnotherProcess({ program, path, onWaiting }, signal);
  } catch (error) {
    if (!(error instanceof UnreadableStoreError)) throw error;
    throw readFailed(path, error);
  }
}

function sealOf(value: Uint8Array): Uint8Array {
  return sha256(value).subarray(0, SEAL_BYTES);
}

function readFailed(path: string, cause: unknown): StoreError {
  return new StoreError('store cannot be read', { file: path, remedy }, { cause });
}

function writeFailed(path: string, cause: unknown): StoreError {
  return new StoreError('store cannot be written', { path }, { cause });
}
