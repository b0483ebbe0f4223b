import { openSealedJson, sealJson, toHex } from '@switchyard/primitives';
import { validatorsHash } from './hashes.ts';
import {
  formatBase64,
  formatHex,
  jsonArray,
  jsonBase64,
  jsonHeight,
  jsonHex,
  jsonObject,
  jsonText,
  malformed,
} from './json-value.ts';
import type { TrustedTip } from './trust.ts';
import type { ValidatorSet } from './types.ts';
import { sortValidators } from './validator-set.ts';

/** What a verifier believes without proof: a point of the sequencer chain, and one of the DA chain before it. */
export type Anchor = {
  readonly chainId: string;
  readonly sequencer: {
    /** 0: the genesis, whose validators are the next ones. */
    readonly height: bigint;
    /** Empty at height 0. */
    readonly headerHash: Uint8Array;
    /** In CometBFT's order. */
    readonly nextValidators: ValidatorSet;
  };
  readonly da: { readonly chainId: string; readonly height: bigint; readonly headerHash: Uint8Array };
};

/** Where verification of the sequencer chain begins. */
export function tipOfAnchor({ chainId, sequencer }: Anchor): TrustedTip {
  return {
    chainId,
    height: sequencer.height,
    headerHash: sequencer.headerHash,
    nextValidatorsHash: validatorsHash(sequencer.nextValidators),
  };
}

/** The anchor in the text of its file. @throws MalformedError when it is not one, or not the one that was written. */
export function parseAnchorJson(text: string): Anchor {
  const json = jsonObject(openSealedJson(text), 'anchor');
  const sequencer = jsonObject(json['sequencer'], 'sequencer');
  const da = jsonObject(json['da'], 'da');
  const height = jsonHeight(sequencer['height'], 'sequencer.height');
  const headerHash = jsonHex(sequencer['header_hash'], 'sequencer.header_hash');
  if (headerHash.length !== (height === 0n ? 0 : 32)) {
    throw malformed('sequencer.header_hash', '32 bytes, or none at height 0');
  }
  const daHash = jsonHex(da['header_hash'], 'da.header_hash');
  if (daHash.length !== 32) throw malformed('da.header_hash', '32 bytes');
  return {
    chainId: jsonText(json['chain_id'], 'chain_id'),
    sequencer: { height, headerHash, nextValidators: parseNextValidators(sequencer['next_validators']) },
    da: {
      chainId: jsonText(da['chain_id'], 'da.chain_id'),
      height: jsonHeight(da['height'], 'da.height'),
      headerHash: daHash,
    },
  };
}

/** The text of an anchor's file. */
export function formatAnchorJson({ chainId, sequencer, da }: Anchor): string {
  const json = {
    chain_id: chainId,
    sequencer: {
      height: String(sequencer.height),
      header_hash: formatHex(sequencer.headerHash),
      next_validators: sequencer.nextValidators.map(({ publicKey, power }) => ({
        public_key: formatBase64(publicKey),
        power: String(power),
      })),
    },
    da: { chain_id: da.chainId, height: String(da.height), header_hash: formatHex(da.headerHash) },
  };
  return sealJson(json);
}

function parseNextValidators(value: unknown): ValidatorSet {
  const validators = jsonArray(value, 'sequencer.next_validators').map((item) => {
    const json = jsonObject(item, 'sequencer.next_validators');
    const publicKey = jsonBase64(json['public_key'], 'public_key');
    const power = jsonHeight(json['power'], 'power');
    if (publicKey.length !== 32 || power === 0n)
      throw malformed('sequencer.next_validators', 'a key and its power');
    return { publicKey, power };
  });
  const keys = new Set(validators.map(({ publicKey }) => toHex(publicKey)));
  if (validators.length === 0 || keys.size !== validators.length) {
    throw malformed('sequencer.next_validators', 'at least one validator, each once');
  }
  return sortValidators(validators);
}
