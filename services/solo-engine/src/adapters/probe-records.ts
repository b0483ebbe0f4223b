// A process of its own: reads the records of a folder, and dies of it when the file is cut or its pages are damaged.
// LMDB maps its file, so that such a read ends the process that makes it, without a word.
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
const isWhole = statSync(join(folder, 'data.mdb')).size >= (lastPageNumber + 1) * pageSize;
let keys = 0;
for (const _key of db.getKeys()) keys += 1;
let bytes = 0;
for (const { value } of db.getRange({ reverse: true, ...(isWhole && { limit: newestKeys }) })) {
  bytes += value.length;
}
for (const kind of ['block', 'results']) {
  const range = { start: [kind, Number.MAX_SAFE_INTEGER], end: [kind, 0], reverse: true, limit: newestKeys };
  for (const { value } of db.getRange(range)) bytes += value.length;
}
process.stdout.write(`${keys} keys, ${bytes} bytes read\n`);
