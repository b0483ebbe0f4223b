import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTime, type ValidatorUpdate } from '@switchyard/light';
import { sha256, toHex, utf8 } from '@switchyard/primitives';
import { z } from 'zod';
import type { Genesis } from '../domain/chain.ts';
import { HomeError } from '../errors.ts';
import { formatGenesisJson } from './genesis-json.ts';
import { parseParamsJson } from './params-json.ts';

/** Where CometBFT keeps its files. */
export const homePaths = (home: string) => ({
  genesis: join(home, 'config/genesis.json'),
  validatorKey: join(home, 'config/priv_validator_key.json'),
  signingState: join(home, 'data/priv_validator_state.json'),
  blocks: join(home, 'data/solo-engine'),
});

const decimal = z.union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()]).transform(BigInt);
const ed25519Key = z
  .object({ type: z.literal('tendermint/PubKeyEd25519'), value: z.base64() })
  .transform(({ value }) => new Uint8Array(Buffer.from(value, 'base64')))
  .refine(({ length }) => length === 32, 'an Ed25519 key has 32 bytes');

const genesisSchema = z.object({
  genesis_time: z.string(),
  chain_id: z.string().min(1).max(50),
  initial_height: decimal.optional(),
  consensus_params: z.unknown().optional(),
  validators: z
    .array(
      z.object({
        address: z.string().optional(),
        pub_key: ed25519Key,
        power: decimal,
        name: z.string().optional(),
      }),
    )
    .min(1),
  app_hash: z
    .string()
    .regex(/^([0-9A-Fa-f]{2})*$/)
    .optional(),
  app_state: z.unknown().optional(),
});

/** The genesis, and what the RPC says of it. */
export type GenesisFile = {
  readonly genesis: Genesis;
  /** As CometBFT's RPC writes it. */
  readonly json: object;
  /** Of the file's bytes, in hex: a chain does not change its genesis. */
  readonly fingerprint: string;
};

/** Reads config/genesis.json of a CometBFT home. @throws HomeError */
export async function readGenesis(path: string): Promise<GenesisFile> {
  const bytes = await readFileOf(path);
  try {
    const raw: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const file = genesisSchema.parse(raw);
    const params = parseParamsJson(file.consensus_params);
    const initialHeight =
      file.initial_height === undefined || file.initial_height === 0n ? 1n : file.initial_height;
    const appState = file.app_state === undefined ? '' : JSON.stringify(file.app_state);
    const genesis: Genesis = {
      chainId: file.chain_id,
      time: parseTime(file.genesis_time),
      initialHeight,
      params,
      validators: file.validators.map(
        ({ pub_key: publicKey, power }): ValidatorUpdate => ({ publicKey, power }),
      ),
      appHash: new Uint8Array(Buffer.from(file.app_hash ?? '', 'hex')),
      appState: utf8(appState),
    };
    return { genesis, json: formatGenesisJson(genesis, file), fingerprint: toHex(sha256(bytes)) };
  } catch (error) {
    throw new HomeError('genesis file is malformed', { path, cause: error });
  }
}

const keySchema = z.object({
  address: z.string(),
  pub_key: ed25519Key,
  priv_key: z
    .object({ type: z.literal('tendermint/PrivKeyEd25519'), value: z.base64() })
    .transform(({ value }) => new Uint8Array(Buffer.from(value, 'base64')))
    .refine(({ length }) => length === 64, 'an Ed25519 private key has 64 bytes'),
});

/** A validator's key pair. */
export type ValidatorKey = { readonly publicKey: Uint8Array; readonly privateKey: KeyObject };

/** Reads config/priv_validator_key.json of a CometBFT home. @throws HomeError, never with the key. */
export async function readValidatorKey(path: string): Promise<ValidatorKey> {
  const bytes = await readFileOf(path);
  const parsed = keySchema.safeParse(jsonOrUndefined(bytes));
  if (!parsed.success) throw new HomeError('validator key file is malformed', { path });
  const { pub_key: publicKey, priv_key: pair } = parsed.data;
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, pair.subarray(0, 32)]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x !== Buffer.from(publicKey).toString('base64url')) {
    throw new HomeError('public and private key of the validator differ', { path });
  }
  return { publicKey, privateKey };
}

/** What stands before the seed in PKCS #8 of an Ed25519 key; RFC 8410. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

function jsonOrUndefined(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function readFileOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new HomeError('file cannot be read', { path, cause: error });
  }
}
