import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sequencerHeight } from '@switchyard/primitives';
import { createLogger } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { CursorDamagedError, fileCursorStore } from './file-cursor-store.ts';

const cursor = {
  chainId: 'yard-a55d0d88',
  height: sequencerHeight(41n),
  headerHash: new Uint8Array(32).fill(7),
  nextValidatorsHash: new Uint8Array(32).fill(9),
};

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
