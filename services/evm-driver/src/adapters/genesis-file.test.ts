import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, toHex, utf8 } from '@switchyard/primitives';
import { refusalOf } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { checkGenesisFile } from './genesis-file.ts';

it('takes the file of its digest, and refuses a changed or lost one with file, problem and remedy', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'genesis-')), 'genesis.json');
  const digest = toHex(sha256(utf8('{"alloc":1}')));
  const check = async () => {
    try {
      await checkGenesisFile(file, digest);
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  };
  await writeFile(file, '{"alloc":1}');
  expect(await check()).toBeUndefined();
  await writeFile(file, '{"alloc":3}');
  const changed = await check();
  expect(changed).toMatchObject({ file });
  expect(changed?.problem).toContain('changed');
  expect(changed?.remedy).toContain('npm start');
  await rm(file);
  expect(await check()).toMatchObject({ file, problem: 'it cannot be read' });
});
