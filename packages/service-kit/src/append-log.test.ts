import { appendFile, mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '@switchyard/primitives';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { CorruptLogError, openAppendLog, RecordTooLargeError } from './append-log.ts';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'log-')), 'a.log');
});

const open = () => openAppendLog(path, { maxRecordBytes: 1_000 });
const texts = (records: readonly Uint8Array[]) => records.map((record) => new TextDecoder().decode(record));

async function logOf(...records: readonly string[]): Promise<void> {
  await using log = await open();
  for (const record of records) await log.append(utf8(record));
}

it('gives back what was appended, in order', async () => {
  await logOf('one', 'two', '', 'three');
  await logOf('four');
  await using log = await open();
  expect(texts(log.records)).toEqual(['one', 'two', '', 'three', 'four']);
  expect(log.tornBytes).toBe(0);
});

it('cuts any unfinished end off and goes on', async () => {
  await logOf('one', 'two');
  const whole = await readFile(path);
  const second = whole.length - 16 - 3;
  for (let length = second; length < whole.length; length++) {
    await writeFile(path, whole);
    await truncate(path, length);
    {
      await using log = await open();
      expect(texts(log.records)).toEqual(['one']);
      expect(log.tornBytes).toBe(length - second);
      await log.append(utf8('again'));
    }
    await using log = await open();
    expect(texts(log.records)).toEqual(['one', 'again']);
  }
});

it('takes zeros at the end, which some file systems leave after a crash, for unfinished', async () => {
  await logOf('one');
  await appendFile(path, Buffer.alloc(100));
  await using log = await open();
  expect(texts(log.records)).toEqual(['one']);
});

it('refuses a log with one flipped bit before its last record', async () => {
  await logOf('one', 'two', 'three');
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 8 * (8 + 19 + 19) - 1 }), async (bit) => {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, damaged);
      await expect(open()).rejects.toThrow(CorruptLogError);
    }),
    { numRuns: 96 },
  );
});

it('does not take a record that was written but never acknowledged for damage', async () => {
  {
    await using log = await open();
    await log.append(utf8('one'));
    await Promise.all([log.append(utf8('two')), log.append(utf8('three'))]);
  }
  const whole = await readFile(path);
  const second = 8 + 19;
  whole.fill(0, second, second + 19);
  await writeFile(path, whole);
  await using log = await open();
  expect(texts(log.records)).toEqual(['one']);
});

it('replaces all records at once', async () => {
  {
    await using log = await open();
    await log.append(utf8('old'));
    await log.rewrite([utf8('kept')]);
    await log.append(utf8('new'));
  }
  await using log = await open();
  expect(texts(log.records)).toEqual(['kept', 'new']);
});

it('refuses a record over its limit', async () => {
  await using log = await open();
  await expect(log.append(new Uint8Array(1_001))).rejects.toThrow(RecordTooLargeError);
});

it('is not written anew with a record that it would not read again', async () => {
  await logOf('one');
  {
    await using log = await open();
    await expect(log.rewrite([utf8('two'), new Uint8Array(1_001)])).rejects.toThrow(RecordTooLargeError);
    await log.append(utf8('three'));
  }
  await using log = await open();
  expect(texts(log.records)).toEqual(['one', 'three']);
});
