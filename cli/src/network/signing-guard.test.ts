import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { assertSigningState, markSigned } from './signing-guard.ts';

let home: string;
const write = (height: string): Promise<void> =>
  writeFile(join(home, 'data/priv_validator_state.json'), JSON.stringify({ height, round: 0, step: 3 }));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
  await mkdir(join(home, 'data'));
  await mkdir(join(home, 'config'));
  await write('0');
});

it('lets a new validator start, and one that remembers what it signed', async () => {
  await assertSigningState(home);
  await write('12');
  await markSigned(home, 12n);
  await assertSigningState(home);
});

it.each(['0', '11'])('refuses a signing state of height %s after it signed 12', async (height) => {
  await write('12');
  await markSigned(home, 12n);
  await write(height);
  await expect(assertSigningState(home)).rejects.toThrow(`ends at height ${height}, and this validator has`);
});

it('refuses a missing or damaged signing state, with what to do', async () => {
  await writeFile(join(home, 'data/priv_validator_state.json'), '{"height":');
  await expect(assertSigningState(home)).rejects.toThrow('the signing state is damaged; restore it');
  await rm(join(home, 'data'), { recursive: true });
  await expect(assertSigningState(home)).rejects.toThrow('the signing state is missing; restore it');
});

it('refuses when it no longer knows what was signed', async () => {
  await writeFile(join(home, 'config/signed.json'), '');
  await expect(assertSigningState(home)).rejects.toThrow('signed.json: it is damaged');
});

it('takes no height of a chain that this validator has not signed up to', async () => {
  await write('3');
  await markSigned(home, 400n);
  await assertSigningState(home);
});
