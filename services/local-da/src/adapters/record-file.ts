import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from '@switchyard/service-kit';
import { ChainWriteError, CorruptChainError } from '../errors.ts';

/** Where a record's head and body lie in the file. */
export type RecordPlace = {
  readonly headAt: number;
  readonly headLength: number;
  readonly headCrc: number;
  readonly bodyLength: number;
};

/** `SYDA`, head length, body length, CRC-32 of the head, CRC-32 of these four; all u32 LE. */
const MAGIC = 0x41445953;
const PREFIX_BYTES = 20;

const READ_AHEAD_BYTES = 1024 * 1024;

/** Larger records are not written, so a longer length is damage. */
const MAX_HEAD_BYTES = 16 * 1024 * 1024;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Records one after the other: a head that is checked when it is read, and a body whose pieces the head describes.
 * An unfinished record at the end, of a crash, is cut off when the file is opened.
 */
export class RecordFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  #end = 0;
  #window: { readonly at: number; readonly bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() };

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens or creates the file; `onRecord` sees each record in order. @throws CorruptChainError */
  static async open(path: string, onRecord: (place: RecordPlace) => void): Promise<RecordFile> {
    const file = await open(path, 'a+');
    await syncFolder(dirname(path));
    const records = new RecordFile(path, file);
    await records.#scan(onRecord);
    return records;
  }

  /** Resolves when the record is on disk. @throws ChainWriteError */
  async append(head: Uint8Array, body: readonly Uint8Array[]): Promise<RecordPlace> {
    const bodyLength = body.reduce((sum, piece) => sum + piece.length, 0);
    const headCrc = crc32(head);
    const prefix = formatPrefix({ headLength: head.length, bodyLength, headCrc });
    const place = { headAt: this.#end + PREFIX_BYTES, headLength: head.length, headCrc, bodyLength };
    try {
      const length = prefix.length + head.length + bodyLength;
      const { bytesWritten } = await this.#file.writev([prefix, head, ...body]);
      // A disk takes what still fits; asked for the rest, it says why it does not take it.
      if (bytesWritten !== length) {
        await this.#file.appendFile(Buffer.concat([prefix, head, ...body]).subarray(bytesWritten));
      }
      await this.#file.datasync();
      this.#end += length;
    } catch (error) {
      throw new ChainWriteError(this.#path, { cause: error });
    }
    return place;
  }

  /** The head of a record. @throws CorruptChainError */
  async head({ headAt, headLength, headCrc }: RecordPlace): Promise<Uint8Array> {
    const head = await this.#read(headAt, headLength);
    if (crc32(head) !== headCrc)
      throw new CorruptChainError({ problem: 'a record is damaged', path: this.#path });
    return head;
  }

  /** A piece of a record's body; the caller checks it. */
  body({ headAt, headLength }: RecordPlace, offset: number, length: number): Promise<Uint8Array> {
    return this.#read(headAt + headLength + offset, length);
  }

  /** Cuts off a last record that turned out to be unfinished. */
  async cut({ headAt }: RecordPlace): Promise<void> {
    await this.#truncate(headAt - PREFIX_BYTES);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  async #scan(onRecord: (place: RecordPlace) => void): Promise<void> {
    const { size } = await this.#file.stat();
    while (this.#end < size) {
      const place = await this.#placeAt(this.#end, size);
      if (place === undefined) {
        if (await this.#hasRecordAfter(this.#end + 1, size)) {
          throw new CorruptChainError({
            problem: 'a record is damaged, and later ones follow',
            path: this.#path,
          });
        }
        await this.#truncate(this.#end);
        return;
      }
      const end = place.headAt + place.headLength + place.bodyLength;
      const head = await this.#peek(place.headAt, place.headLength);
      if (crc32(head) !== place.headCrc && end < size) {
        throw new CorruptChainError({
          problem: 'a record is damaged, and later ones follow',
          path: this.#path,
        });
      }
      onRecord(place);
      this.#end = end;
    }
    this.#window = { at: 0, bytes: new Uint8Array() };
  }

  /** Reads ahead, so that a long chain of small records is scanned in few reads. */
  async #peek(at: number, length: number): Promise<Uint8Array> {
    const { at: from, bytes } = this.#window;
    if (at < from || at + length > from + bytes.length) {
      const { size } = await this.#file.stat();
      const ahead = Math.min(Math.max(length, READ_AHEAD_BYTES), size - at);
      this.#window = { at, bytes: await this.#read(at, Math.max(length, ahead)) };
    }
    const offset = at - this.#window.at;
    return this.#window.bytes.subarray(offset, offset + length);
  }

  /** The record whose prefix lies at an offset and which is all in the file. */
  async #placeAt(offset: number, size: number): Promise<RecordPlace | undefined> {
    if (offset + PREFIX_BYTES > size) return undefined;
    const prefix = parsePrefix(await this.#peek(offset, PREFIX_BYTES));
    if (prefix === undefined) return undefined;
    const headAt = offset + PREFIX_BYTES;
    return headAt + prefix.headLength + prefix.bodyLength > size ? undefined : { ...prefix, headAt };
  }

  /** Whether anything looks like a record's beginning from an offset on: then the damage is not at the end. */
  async #hasRecordAfter(from: number, size: number): Promise<boolean> {
    const step = 1024 * 1024;
    for (let at = from; at < size; at += step) {
      const chunk = await this.#read(at, Math.min(step + PREFIX_BYTES, size - at));
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let i = bytes.indexOf(magicBytes); i >= 0; i = bytes.indexOf(magicBytes, i + 1)) {
        if (parsePrefix(bytes.subarray(i, i + PREFIX_BYTES)) !== undefined) return true;
      }
    }
    return false;
  }

  async #truncate(length: number): Promise<void> {
    await this.#file.truncate(length);
    await this.#file.datasync();
    this.#end = length;
  }

  async #read(at: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length; ) {
      const { bytesRead } = await this.#file.read(bytes, read, length - read, at + read);
      if (bytesRead === 0) throw new CorruptChainError({ problem: 'the file ends early', path: this.#path });
      read += bytesRead;
    }
    return bytes;
  }
}

type Prefix = Omit<RecordPlace, 'headAt'>;

const magicBytes = new Uint8Array(new Uint32Array([MAGIC]).buffer);

function formatPrefix({ headLength, bodyLength, headCrc }: Prefix): Uint8Array {
  const bytes = new Uint8Array(PREFIX_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [MAGIC, headLength, bodyLength, headCrc].entries())
    view.setUint32(4 * i, value, true);
  view.setUint32(16, crc32(bytes.subarray(0, 16)), true);
  return bytes;
}

function parsePrefix(bytes: Uint8Array): Prefix | undefined {
  if (bytes.length < PREFIX_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== crc32(bytes.subarray(0, 16)))
    return undefined;
  const prefix = {
    headLength: view.getUint32(4, true),
    bodyLength: view.getUint32(8, true),
    headCrc: view.getUint32(12, true),
  };
  return prefix.headLength > MAX_HEAD_BYTES || prefix.bodyLength > MAX_BODY_BYTES ? undefined : prefix;
}
