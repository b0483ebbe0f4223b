import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { voteSignBytes } from '@switchyard/light';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSigner } from './file-signer.ts';

const { publicKey: keyObject, privateKey } = generateKeyPairSync('ed25519');
const publicKey = new Uint8Array(Buffer.from(String(keyObject.export({ format: 'jwk' }).x), 'base64url'));
const key = { publicKey, privateKey };
const place = { height: 7n, round: 0, step: 3 };
const timestamp = { seconds: 1n, nanos: 0 };
const hash = new Uint8Array(32).fill(1);
const vote = { type: 'precommit', height: 7n, round: 0, timestamp } as const;
const signBytes = voteSignBytes('chain', { ...vote, blockId: { hash, parts: { total: 1, hash } } });

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signer-'));
  path = join(folder, 'priv_validator_state.json');
  await writeFile(path, '{\n  "height": "0",\n  "round": 0,\n  "step": 0\n}');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('writes the very file of CometBFT before it gives the signature', async () => {
  const signer = await openSigner(key, path);
  const signature = await signer.sign(place, signBytes);
  expect(verify(null, signBytes, keyObject, signature)).toBe(true);
  expect(await readFile(path, 'utf8')).toBe(
    [
      '{',
      '  "height": "7",',
      '  "round": 0,',
      '  "step": 3,',
      `  "signature": "${Buffer.from(signature).toString('base64')}",`,
      `  "signbytes": "${Buffer.from(signBytes).toString('hex').toUpperCase()}"`,
      '}',
    ].join('\n'),
  );
});

it('gives the same signature again after a restart, and no other', async () => {
  const signature = await (await openSigner(key, path)).sign(place, signBytes);
  const again = await openSigner(key, path);
  expect(again.state).toMatchObject(place);
  expect(await again.sign(place, signBytes)).toEqual(signature);
  await expect(again.sign(place, Uint8Array.of(1))).rejects.toMatchObject({
    code: 'SOLO_SIGNING_REFUSED',
    fault: 'fatal',
  });
  await expect(again.sign({ ...place, height: 6n }, signBytes)).rejects.toMatchObject({
    code: 'SOLO_SIGNING_REFUSED',
  });
});

it('gives no signature that it could not write down', async () => {
  const signer = await openSigner(key, path);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder any more');
  await expect(signer.sign(place, signBytes)).rejects.toThrow();
  expect(signer.state.height).toBe(0n);
});

it('does not take a lost file for a key that never signed', async () => {
  await rm(path);
  await expect(openSigner(key, path)).rejects.toMatchObject({ code: 'SOLO_HOME', fault: 'fatal' });
});

it.each(['', '{', '[]', '{"height":7,"round":0,"step":3}', '{"height":"7","round":0,"step":9}'])(
  'refuses the damaged file %j',
  async (content) => {
    await writeFile(path, content);
    await expect(openSigner(key, path)).rejects.toMatchObject({
      code: 'SOLO_HOME',
      message: 'signing state is damaged',
      context: {
        file: path,
        remedy: expect.stringContaining('restore it from a copy of this moment') as string,
      },
    });
  },
);

it.each([
  ['the height', '"height": "7"', '"height": "5"'],
  ['the round', '"round": 0', '"round": 1'],
  ['the signature', '"signature": "', '"signature": "AAAA'],
  ['what was signed', '"signbytes": "', '"signbytes": "00'],
  ['a name', '"signature"', '"sigoature"'],
])('refuses a file in which %s is another: it authenticates itself', async (_what, from, to) => {
  await (await openSigner(key, path)).sign(place, signBytes);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
  await expect(openSigner(key, path)).rejects.toMatchObject({ code: 'SOLO_HOME' });
});
