// A process of its own: reads all of the state in a file, and dies of it when the file is cut or its pages are damaged.
// LMDB maps its file, so that such a read ends the process that makes it, without a word.
// It ends of itself: what it has read by then is never more than the file has room for, unless pages lead in circles.
import { statSync } from 'node:fs';
import { type Database, open } from 'lmdb';

const path = process.argv[2] ?? '';
const root = open<Uint8Array, Uint8Array>({
  path,
  noSubdir: true,
  encoding: 'binary',
  keyEncoding: 'binary',
  maxDbs: 8,
  readOnly: true,
});
const { size } = statSync(path);
let bytes = 0;
for (const name of ['meta', 'state', 'state-2', 'ids', 'nonces', 'heights']) {
  const table = root.openDB<Uint8Array, Uint8Array>({ name, encoding: 'binary', keyEncoding: 'binary' }) as
    | Database<Uint8Array, Uint8Array>
    | undefined;
  // A process that was killed while it made the file has not made all tables, and has nothing in them.
  // Stores of earlier versions have no second state.
  if (table === undefined && name !== 'state-2' && bytes > 0) throw new Error(`table ${name} is missing`);
  // The index of transactions is long, and each of its records is checked when it is read.
  const options = name === 'meta' || name.startsWith('state') ? {} : { reverse: true, limit: 10_000 };
  for (const { value } of table?.getRange(options) ?? []) {
    bytes += value.length;
    if (bytes > size) throw new Error(`table ${name} has more than the file has room for`);
  }
}
process.stdout.write(`${bytes} bytes read\n`);
