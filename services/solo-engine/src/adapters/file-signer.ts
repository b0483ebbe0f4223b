import { sign } from 'node:crypto';
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

/** Opens the signer of a CometBFT home. @throws HomeError */
export async function openSigner(key: ValidatorKey, path: string): Promise<FileSigner> {
  const bytes = await readFileIfPresent(path);
  if (bytes === undefined) {
    throw new HomeError(
      'signing state is missing; restore it, or write height 0 for a key that never signed',
      { path },
    );
  }
  return new FileSigner(key, path, parseSigningState(bytes, path));
}

const schema = z.object({
  height: z.string().regex(/^\d{1,19}$/),
  round: z.number().int().nonnegative(),
  step: z.number().int().min(0).max(3),
  signature: z.base64().optional(),
  signbytes: z
    .string()
    .regex(/^([0-9A-F]{2})*$/)
    .optional(),
});

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
    throw new HomeError('signing state is damaged; restore it, never reset it', { path, cause: error });
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
