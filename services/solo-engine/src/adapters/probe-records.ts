// A process of its own: reads the records of a folder, and dies of it when the file is cut or its pages are damaged.
// LMDB maps its file, so that such a read ends the process that makes it, without a word.
// It ends of itself: no pass reads more than the file has room for, unless pages lead in circles.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Key, open } from 'lmdb';

/** Values of so many newest keys are read; all of them when the file is shorter than it says. */
const newestKeys = 1_000;

const folder = process.argv[2] ?? '';
const db = open<Buffer, Key>({ path: folder, encoding: 'binary', readOnly: true });
const { pageSize, lastPageNumber } = db.getStats() as {
  readonly pageSize: number;
  readonly lastPageNumber: number;
};
const { size } = statSync(join(folder, 'data.mdb'));
const isWhole = size >= (lastPageNumber + 1) * pageSize;

function sum(lengths: Iterable<number>): number {
  let bytes = 0;
  for (const length of lengths) {
    bytes += length;
    if (bytes > size) throw new Error('there is more than the file has room for');
  }
  return bytes;
}

const keys = sum(db.getKeys().map(() => 1));
let bytes = sum(
  db.getRange({ reverse: true, ...(isWhole && { limit: newestKeys }) }).map(({ value }) => value.length),
);
for (const kind of ['block', 'results']) {
  const range = { start: [kind, Number.MAX_SAFE_INTEGER], end: [kind, 0], reverse: true, limit: newestKeys };
  bytes += sum(db.getRange(range).map(({ value }) => value.length));
}
process.stdout.write(`${keys} keys, ${bytes} bytes read\n`);
