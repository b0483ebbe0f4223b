import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeEach, expect, it } from 'vitest';
import { validatorKeyFile } from './sequencer-home.ts';
import { assertSigningState, assertValidatorKey, markSigned } from './signing-guard.ts';

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

it('refuses a key of which any bit is another, which CometBFT takes for a key', async () => {
  const path = join(home, 'config/priv_validator_key.json');
  const file = JSON.stringify(validatorKeyFile(new Uint8Array(32).fill(7)), undefined, 2);
  await expect(assertValidatorKey(home)).rejects.toThrow(
    `${path}: the key of this validator is missing; restore`,
  );
  await writeFile(path, file);
  await assertValidatorKey(home);
  for (let bit = 0; bit < 8 * file.length; bit += 11) {
    const flipped = Buffer.from(file);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    await writeFile(path, flipped);
    const same = isSame(flipped, file);
    await (same ? assertValidatorKey(home) : expect(assertValidatorKey(home)).rejects.toThrow('is damaged;'));
  }
});

/** Spaces may be other spaces. */
function isSame(bytes: Buffer, text: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(bytes.toString()), JSON.parse(text));
  } catch {
    return false;
  }
}
