import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sequencerHeight } from '@switchyard/primitives';
import { createLogger } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { CursorDamagedError, fileCursorStore } from './file-cursor-store.ts';
import { fileFeedStore } from './file-feed-store.ts';

const cursor = {
  chainId: 'yard-a55d0d88',
  height: sequencerHeight(41n),
  headerHash: new Uint8Array(32).fill(7),
  nextValidatorsHash: new Uint8Array(32).fill(9),
};

it.skipIf(process.platform !== 'linux')('says once of a full disk which one and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cursor-'));
  const lines: string[] = [];
  const log = createLogger('test', 'info', { write: (line) => lines.push(line) });
  const stream = { stream: 's', round: '1', confirmed: cursor.height, next: sequencerHeight(42n) };
  const stores = {
    'cursor.json': (path: string) => {
      const store = fileCursorStore(path, log, () => undefined);
      return () => store.save(cursor);
    },
    'queue.json': (path: string) => {
      const store = fileFeedStore(path, log, () => undefined);
      return () => store.save(stream);
    },
  };
  for (const [name, open] of Object.entries(stores)) {
    const file = join(folder, name);
    const save = open(file);
    await symlink('/dev/full', `${file}.new`);
    await save();
    await save();
    await rm(`${file}.new`);
    await save();
    await save();
    const told = lines.splice(0).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(told).toMatchObject([
      {
        level: 'error',
        file,
        problem: expect.stringContaining('no space left') as string,
        remedy: expect.stringContaining('free space') as string,
      },
      { level: 'info', msg: expect.stringContaining('written again') as string },
    ]);
  }
});

it('takes no file in which a bit was flipped for its own, whichever byte it is in', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'cursor-')), 'cursor.json');
  const store = fileCursorStore(
    path,
    createLogger('test', 'error', { write: () => undefined }),
    () => undefined,
  );
  expect(await store.load()).toBeUndefined();
  await store.save(cursor);
  expect(await store.load()).toEqual(cursor);
  const bytes = await readFile(path);
  for (const [at, byte] of bytes.entries()) {
    const flipped = Uint8Array.from(bytes);
    flipped[at] = byte ^ (1 << (at % 7));
    await writeFile(path, flipped);
    const loaded = await store.load().catch((error: unknown) => error);
    // A bit of the white space may change nothing.
    if (!(loaded instanceof CursorDamagedError)) expect(loaded).toEqual(cursor);
  }
});
