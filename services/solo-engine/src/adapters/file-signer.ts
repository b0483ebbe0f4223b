import { createPublicKey, sign, verify } from 'node:crypto';
import { addressOf } from '@switchyard/primitives';
import { readFileIfPresent, writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import { SigningRefusedError } from '../domain/errors.ts';
import { afterSigning, decideSigning, type SigningPlace, type SigningState } from '../domain/signing.ts';
import { HomeError } from '../errors.ts';
import type { Signer } from '../ports.ts';
import type { ValidatorKey } from './home.ts';
import { base64, upperHex } from './json.ts';

/**
 * CometBFT's file signer: `priv_validator_state.json` names the last signature and is durable before the signature
 * leaves. The file must be there: a lost one must not pass for a key that has signed nothing.
 */
export class FileSigner implements Signer {
  readonly publicKey: Uint8Array;
  readonly address: Uint8Array;
  readonly #key: ValidatorKey;
  readonly #path: string;
  #state: SigningState;

  constructor(key: ValidatorKey, path: string, state: SigningState) {
    this.#key = key;
    this.#path = path;
    this.#state = state;
    this.publicKey = key.publicKey;
    this.address = addressOf(key.publicKey);
  }

  get state(): SigningState {
    return this.#state;
  }

  async sign(place: SigningPlace, signBytes: Uint8Array): Promise<Uint8Array> {
    const decision = decideSigning(this.#state, place, signBytes);
    switch (decision.kind) {
      case 'reuse':
        return decision.signature;
      case 'refuse':
        throw new SigningRefusedError(decision.why, {
          height: place.height,
          round: place.round,
          signedHeight: this.#state.height,
          signedRound: this.#state.round,
        });
      case 'sign': {
        const signature = new Uint8Array(sign(null, signBytes, this.#key.privateKey));
        const state = afterSigning(place, signBytes, signature);
        await writeFileAtomic(this.#path, formatSigningState(state));
        this.#state = state;
        return signature;
      }
    }
  }
}

const keepSafe =
  'restore it from a copy of this moment, never from an older one: a key that forgets what it signed may sign twice; ' +
  'without one `npm start -- --fresh` begins a new network';

/** Opens the signer of a CometBFT home. @throws HomeError */
export async function openSigner(key: ValidatorKey, path: string): Promise<FileSigner> {
  const bytes = await readFileIfPresent(path);
  if (bytes === undefined) {
    throw new HomeError('signing state is missing', { path, remedy: keepSafe });
  }
  const state = parseSigningState(bytes, path);
  if (!isOwn(state, key)) {
    throw new HomeError('signing state is damaged: its signature is not of this key for this place', {
      path,
      remedy: keepSafe,
    });
  }
  return new FileSigner(key, path, state);
}

const schema = z.strictObject({
  height: z.string().regex(/^\d{1,19}$/),
  round: z.number().int().nonnegative(),
  step: z.number().int().min(0).max(3),
  signature: z.base64().optional(),
  signbytes: z
    .string()
    .regex(/^([0-9A-F]{2})*$/)
    .optional(),
});

/** The file authenticates itself: its signature is by the key, over bytes that name the height and the round. */
function isOwn({ height, round, last }: SigningState, { privateKey }: ValidatorKey): boolean {
  if (last === undefined) return true;
  const { signBytes, signature } = last;
  const place = placeOf(signBytes);
  return (
    place?.height === height &&
    place.round === BigInt(round) &&
    verify(null, signBytes, createPublicKey(privateKey), signature)
  );
}

/** Height and round of CometBFT's canonical vote or proposal: a length, the type, then two fixed 64-bit integers. */
function placeOf(signBytes: Uint8Array): { readonly height: bigint; readonly round: bigint } | undefined {
  const bytes = Buffer.from(signBytes);
  let at = bytes.findIndex((byte) => byte < 0x80) + 1;
  const fixed = (tag: number): bigint => {
    if (bytes[at] !== tag || at + 9 > bytes.length) return 0n;
    at += 9;
    return bytes.readBigInt64LE(at - 8);
  };
  if (at === 0 || bytes[at] !== 0x08) return undefined;
  at += 2;
  return { height: fixed(0x11), round: fixed(0x19) };
}

function parseSigningState(bytes: Uint8Array, path: string): SigningState {
  try {
    const { height, round, step, signature, signbytes } = schema.parse(
      JSON.parse(new TextDecoder().decode(bytes)),
    );
    const last =
      signature === undefined || signbytes === undefined
        ? undefined
        : {
            signature: new Uint8Array(Buffer.from(signature, 'base64')),
            signBytes: new Uint8Array(Buffer.from(signbytes, 'hex')),
          };
    return { height: BigInt(height), round, step, last };
  } catch (error) {
    throw new HomeError('signing state is damaged', { path, remedy: keepSafe, cause: error });
  }
}

function formatSigningState({ height, round, step, last }: SigningState): string {
  const json = {
    height: `${height}`,
    round,
    step,
    ...(last && { signature: base64(last.signature), signbytes: upperHex(last.signBytes) }),
  };
  return JSON.stringify(json, undefined, 2);
}
