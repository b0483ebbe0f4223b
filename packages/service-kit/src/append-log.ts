import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { SwitchyardError } from '@switchyard/primitives';
import { syncFolder } from './files.ts';
import type { Logger } from './log.ts';
import { Mutex } from './tasks.ts';

/** Records in the order of their appending; each is durable when its append resolves. */
export type AppendLog = AsyncDisposable & {
  /** What the file held when it was opened. */
  readonly records: readonly Uint8Array[];
  /** Bytes of an unfinished record that a crash left at the end; they were never acknowledged, and are cut off. */
  readonly tornBytes: number;
  /** Resolves when the record is on disk. Appends that wait together share one fsync. */
  readonly append: (record: Uint8Array) => Promise<void>;
  /** Replaces all records at once: a crash leaves the old or the new ones. */
  readonly rewrite: (records: readonly Uint8Array[]) => Promise<void>;
  /** Length of the file. */
  readonly size: () => number;
};

/** A log's file is damaged before its end: the disk lost or changed acknowledged records. */
export class CorruptLogError extends SwitchyardError {
  override readonly code = 'LOG_CORRUPT';
  override readonly fault = 'fatal';

  constructor(file: string, offset: number, remedy: string | undefined) {
    super('a log is damaged', {
      file,
      offset,
      problem: `acknowledged records are damaged at byte ${offset}`,
      remedy: remedy ?? `restore the file from a copy, or \`rm ${file}\` to go on without it`,
    });
  }
}

/** A record is larger than the log takes. */
export class RecordTooLargeError extends SwitchyardError {
  override readonly code = 'LOG_RECORD_TOO_LARGE';
  override readonly fault = 'rejected';

  constructor(path: string, length: number, limit: number) {
    super('a record is larger than its log takes', { path, length, limit });
  }
}

/** The disk refused a write; what was not acknowledged may or may not be there. */
export class LogWriteError extends SwitchyardError {
  override readonly code = 'LOG_WRITE';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super('a log cannot be written', { path }, options);
  }
}

/**
 * Magic, then records: length (u32 LE), durable (u64 LE: how long the file was, all of it on disk, when the record was
 * written), CRC-32 of these and the bytes (u32 LE), bytes. A damaged record was acknowledged iff a later one says so.
 */
const MAGIC = new TextEncoder().encode('SYLOG\x00\x00\x01');
const RECORD_HEADER = 16;

type Waiting = {
  readonly record: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

/** How a log is opened. */
export type AppendLogOptions = {
  readonly maxRecordBytes: number;
  /** What a person must do when acknowledged records are damaged. */
  readonly remedy?: string | undefined;
  /** Told of an unfinished record that was cut off. */
  readonly log?: Logger | undefined;
};

/** Opens or creates a log. @throws CorruptLogError when acknowledged records are damaged. */
export async function openAppendLog(
  path: string,
  { maxRecordBytes, remedy, log }: AppendLogOptions,
): Promise<AppendLog> {
  await mkdir(dirname(path), { recursive: true });
  let file = await open(path, 'a+', 0o600);
  let { records, end, size } = await scan(file, path, { maxRecordBytes, remedy });
  const tornBytes = size - end;
  if (tornBytes > 0) {
    log?.warn({ file: path, bytes: tornBytes }, 'an unfinished record at the end of a log was cut off');
    await file.truncate(end);
  }
  if (end === 0) {
    await file.appendFile(MAGIC);
    end = MAGIC.length;
  }
  if (tornBytes > 0 || size === 0) await file.sync();
  await syncFolder(dirname(path));

  let waiting: Waiting[] = [];
  let scheduled = false;
  const serial = new Mutex();
  let broken: LogWriteError | undefined;

  const flush = async (): Promise<void> => {
    scheduled = false;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (broken !== undefined) throw broken;
        const frames = Buffer.concat(batch.map(({ record }) => frameOf(record, end)));
        await file.appendFile(frames);
        await file.sync();
        end += frames.length;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // After a failed fsync the page cache may lie: nothing may be acknowledged by this handle again.
        broken ??= error instanceof LogWriteError ? error : new LogWriteError(path, { cause: error });
        for (const { reject } of batch) reject(broken);
      }
    }
  };

  return {
    get records() {
      return records;
    },
    tornBytes,
    append: (record) => {
      if (record.length > maxRecordBytes) {
        return Promise.reject(new RecordTooLargeError(path, record.length, maxRecordBytes));
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ record, resolve, reject });
      if (!scheduled) {
        scheduled = true;
        void serial.run(flush);
      }
      return promise;
    },
    rewrite: (kept) =>
      serial.run(async () => {
        if (broken !== undefined) throw broken;
        // Written, it would be taken for damage when the log is opened again.
        const tooLong = kept.find(({ length }) => length > maxRecordBytes);
        if (tooLong !== undefined) throw new RecordTooLargeError(path, tooLong.length, maxRecordBytes);
        const content = Buffer.concat([MAGIC, ...kept.map((record) => frameOf(record, 0))]);
        const fresh = `${path}.new`;
        try {
          await writeDurably(fresh, content);
          await rename(fresh, path);
          await syncFolder(dirname(path));
          await file.close();
          file = await open(path, 'a+', 0o600);
        } catch (error) {
          broken = new LogWriteError(path, { cause: error });
          throw broken;
        }
        end = content.length;
        records = [];
      }),
    size: () => end,
    [Symbol.asyncDispose]: async () => {
      await serial.run(() => file.close());
    },
  };
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads every whole record up to the first that is not. */
async function scan(
  file: FileHandle,
  path: string,
  { maxRecordBytes, remedy }: Pick<AppendLogOptions, 'maxRecordBytes' | 'remedy'>,
): Promise<{ records: Uint8Array[]; end: number; size: number }> {
  const content = await file.readFile();
  const size = content.length;
  const magic = MAGIC.subarray(0, size);
  if (!magic.every((byte, index) => byte === content[index])) throw new CorruptLogError(path, 0, remedy);
  if (size < MAGIC.length) return { records: [], end: 0, size };
  const records: Uint8Array[] = [];
  let offset = MAGIC.length;
  while (offset < size) {
    const frame = frameAt(content, offset, maxRecordBytes);
    if (frame === undefined) break;
    records.push(Uint8Array.from(content.subarray(offset + RECORD_HEADER, frame.end)));
    offset = frame.end;
  }
  if (wasDurable(content, offset, maxRecordBytes)) throw new CorruptLogError(path, offset, remedy);
  return { records, end: offset, size };
}

/** Whether any whole record after a damaged place says that the place had been on disk. */
function wasDurable(content: Buffer, damaged: number, maxRecordBytes: number): boolean {
  for (let offset = damaged + 1; offset + RECORD_HEADER <= content.length; offset++) {
    const frame = frameAt(content, offset, maxRecordBytes);
    if (frame !== undefined && frame.durable > damaged) return true;
  }
  return false;
}

function frameAt(
  content: Buffer,
  offset: number,
  maxRecordBytes: number,
): { readonly end: number; readonly durable: number } | undefined {
  if (content.length - offset < RECORD_HEADER) return undefined;
  const length = content.readUInt32LE(offset);
  const end = offset + RECORD_HEADER + length;
  const durable = Number(content.readBigUInt64LE(offset + 4));
  if (length > maxRecordBytes || end > content.length || durable > offset) return undefined;
  const crc = crc32(
    content.subarray(offset + RECORD_HEADER, end),
    crc32(content.subarray(offset, offset + 12)),
  );
  return crc === content.readUInt32LE(offset + 12) ? { end, durable } : undefined;
}

function frameOf(record: Uint8Array, durable: number): Uint8Array {
  const frame = Buffer.alloc(RECORD_HEADER + record.length);
  frame.writeUInt32LE(record.length, 0);
  frame.writeBigUInt64LE(BigInt(durable), 4);
  frame.set(record, RECORD_HEADER);
  frame.writeUInt32LE(crc32(record, crc32(frame.subarray(0, 12))), 12);
  return frame;
}
