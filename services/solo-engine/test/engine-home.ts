import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, toHex } from '@switchyard/primitives';

/** A CometBFT home with a fresh key and genesis, removed at the end. */
export type EngineHome = AsyncDisposable & {
  readonly path: string;
  readonly chainId: string;
  readonly publicKey: Uint8Array;
  readonly socket: string;
};

export async function makeHome(options: { readonly genesisTime?: string } = {}): Promise<EngineHome> {
  const path = await mkdtemp(join(tmpdir(), 'solo-'));
  const { publicKey: keyObject, privateKey } = generateKeyPairSync('ed25519');
  const publicKey = Buffer.from(String(keyObject.export({ format: 'jwk' }).x), 'base64url');
  const seed = Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url');
  const chainId = `yard-${toHex(publicKey.subarray(0, 4))}`;
  const keyJson = { type: 'tendermint/PubKeyEd25519', value: publicKey.toString('base64') };
  const address = toHex(addressOf(publicKey)).toUpperCase();
  await mkdir(join(path, 'config'));
  await mkdir(join(path, 'data'));
  const save = (file: string, json: object) => writeFile(join(path, file), JSON.stringify(json));
  await save('config/genesis.json', {
    genesis_time: options.genesisTime ?? '2026-11-22T12:00:00Z',
    chain_id: chainId,
    initial_height: '1',
    validators: [{ address, pub_key: keyJson, power: '10', name: '' }],
    app_hash: '',
    app_state: { greeting: 'hello' },
  });
  await save('config/priv_validator_key.json', {
    address,
    pub_key: keyJson,
    priv_key: {
      type: 'tendermint/PrivKeyEd25519',
      value: Buffer.concat([seed, publicKey]).toString('base64'),
    },
  });
  await save('data/priv_validator_state.json', { height: '0', round: 0, step: 0 });
  return {
    path,
    chainId,
    publicKey: Uint8Array.from(publicKey),
    socket: `unix:${join(path, 'app.sock')}`,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
