import { equalBytes } from '@switchyard/primitives';
import { commitFlags } from './encode.ts';
import { validatorAddress } from './hashes.ts';
import {
  formatBase64,
  formatHex,
  type JsonObject,
  jsonArray,
  jsonBase64,
  jsonCount,
  jsonHeight,
  jsonHex,
  jsonInteger,
  jsonObject,
  jsonText,
  malformed,
} from './json-value.ts';
import { formatTime, parseTime } from './time.ts';
import type { Block, BlockId, Commit, CommitSignature, Header, Validator, ValidatorSet } from './types.ts';

/**
 * A value that `JSON.stringify` turns into the very bytes that CometBFT's RPC writes: members in its order, 64-bit
 * integers as decimal text, hashes and addresses in upper-case hex, keys, signatures and items in base64.
 */
export type CometbftJson = JsonObject;

/** The header in CometBFT's JSON. @throws MalformedError when it is not one. */
export function parseHeaderJson(value: unknown): Header {
  const json = jsonObject(value, 'header');
  const version = jsonObject(json['version'], 'version');
  return {
    version: {
      block: jsonInteger(version['block'] ?? 0, 'version.block'),
      app: jsonInteger(version['app'] ?? 0, 'version.app'),
    },
    chainId: jsonText(json['chain_id'], 'chain_id'),
    height: jsonHeight(json['height'], 'height'),
    time: parseTime(jsonText(json['time'], 'time')),
    lastBlockId: parseBlockIdJson(json['last_block_id']),
    lastCommitHash: jsonHex(json['last_commit_hash'], 'last_commit_hash'),
    dataHash: jsonHex(json['data_hash'], 'data_hash'),
    validatorsHash: jsonHex(json['validators_hash'], 'validators_hash'),
    nextValidatorsHash: jsonHex(json['next_validators_hash'], 'next_validators_hash'),
    consensusHash: jsonHex(json['consensus_hash'], 'consensus_hash'),
    appHash: jsonHex(json['app_hash'], 'app_hash'),
    lastResultsHash: jsonHex(json['last_results_hash'], 'last_results_hash'),
    evidenceHash: jsonHex(json['evidence_hash'], 'evidence_hash'),
    proposerAddress: jsonHex(json['proposer_address'], 'proposer_address'),
  };
}

/** CometBFT's JSON of a header. */
export function formatHeaderJson(header: Header): CometbftJson {
  const { block, app } = header.version;
  return {
    version: {
      ...(block === 0n ? {} : { block: String(block) }),
      ...(app === 0n ? {} : { app: String(app) }),
    },
    chain_id: header.chainId,
    height: String(header.height),
    time: formatTime(header.time),
    last_block_id: formatBlockIdJson(header.lastBlockId),
    last_commit_hash: formatHex(header.lastCommitHash),
    data_hash: formatHex(header.dataHash),
    validators_hash: formatHex(header.validatorsHash),
    next_validators_hash: formatHex(header.nextValidatorsHash),
    consensus_hash: formatHex(header.consensusHash),
    app_hash: formatHex(header.appHash),
    last_results_hash: formatHex(header.lastResultsHash),
    evidence_hash: formatHex(header.evidenceHash),
    proposer_address: formatHex(header.proposerAddress),
  };
}

/** The block id in CometBFT's JSON, whose part set header is called `parts`. @throws MalformedError. */
export function parseBlockIdJson(value: unknown): BlockId {
  const json = jsonObject(value, 'block_id');
  const parts = jsonObject(json['parts'] ?? json['part_set_header'], 'parts');
  return {
    hash: jsonHex(json['hash'], 'hash'),
    parts: { total: jsonCount(parts['total'], 'parts.total'), hash: jsonHex(parts['hash'], 'parts.hash') },
  };
}

/** CometBFT's JSON of a block id. */
export function formatBlockIdJson({ hash, parts }: BlockId): CometbftJson {
  return { hash: formatHex(hash), parts: { total: parts.total, hash: formatHex(parts.hash) } };
}

/** The commit in CometBFT's JSON. @throws MalformedError when it is not one. */
export function parseCommitJson(value: unknown): Commit {
  const json = jsonObject(value, 'commit');
  return {
    height: jsonHeight(json['height'], 'height'),
    round: jsonCount(json['round'], 'round'),
    blockId: parseBlockIdJson(json['block_id']),
    signatures: jsonArray(json['signatures'], 'signatures').map(parseCommitSignatureJson),
  };
}

/** CometBFT's JSON of a commit. */
export function formatCommitJson(commit: Commit): CometbftJson {
  return {
    height: String(commit.height),
    round: commit.round,
    block_id: formatBlockIdJson(commit.blockId),
    signatures: commit.signatures.map((place) => ({
      block_id_flag: commitFlags[place.flag],
      validator_address: formatHex(place.validatorAddress),
      timestamp: formatTime(place.timestamp),
      signature: place.signature.length === 0 ? null : formatBase64(place.signature),
    })),
  };
}

function parseCommitSignatureJson(value: unknown): CommitSignature {
  const json = jsonObject(value, 'signature');
  return {
    flag: parseFlag(jsonCount(json['block_id_flag'], 'block_id_flag')),
    validatorAddress: jsonHex(json['validator_address'], 'validator_address'),
    timestamp: parseTime(jsonText(json['timestamp'], 'timestamp')),
    signature: jsonBase64(json['signature'], 'signature'),
  };
}

function parseFlag(number: number): CommitSignature['flag'] {
  for (const flag of ['absent', 'commit', 'nil'] as const) if (commitFlags[flag] === number) return flag;
  throw malformed('block_id_flag', '1, 2 or 3');
}

/** The `validators` list of CometBFT's JSON, in its order. @throws MalformedError when it is not one. */
export function parseValidatorsJson(value: unknown): ValidatorSet {
  return jsonArray(value, 'validators').map(parseValidatorJson);
}

/** CometBFT's JSON of a list of validators; a priority that is not known is "0". */
export function formatValidatorsJson(validators: ValidatorSet): readonly CometbftJson[] {
  return validators.map(formatValidatorJson);
}

/** One validator in CometBFT's JSON. @throws MalformedError when its address is not that of its key. */
export function parseValidatorJson(value: unknown): Validator {
  const json = jsonObject(value, 'validator');
  const publicKey = parsePublicKeyJson(json['pub_key']);
  const power = jsonInteger(json['voting_power'], 'voting_power');
  const priority = json['proposer_priority'];
  const validator: Validator = {
    publicKey,
    power,
    ...(priority === undefined ? {} : { proposerPriority: jsonInteger(priority, 'proposer_priority') }),
  };
  if (json['address'] !== undefined) {
    const address = jsonHex(json['address'], 'address');
    if (!equalBytes(address, validatorAddress(validator))) throw malformed('address', "its key's address");
  }
  return validator;
}

/** CometBFT's JSON of one validator. */
export function formatValidatorJson(validator: Validator): CometbftJson {
  return {
    address: formatHex(validatorAddress(validator)),
    pub_key: formatPublicKeyJson(validator.publicKey),
    voting_power: String(validator.power),
    proposer_priority: String(validator.proposerPriority ?? 0n),
  };
}

const KEY_TYPE = 'tendermint/PubKeyEd25519';

/** An Ed25519 key in CometBFT's JSON. @throws MalformedError when it is of another kind. */
export function parsePublicKeyJson(value: unknown): Uint8Array {
  const json = jsonObject(value, 'pub_key');
  if (json['type'] !== KEY_TYPE) throw malformed('pub_key.type', KEY_TYPE);
  const publicKey = jsonBase64(json['value'], 'pub_key.value');
  if (publicKey.length !== 32) throw malformed('pub_key.value', '32 bytes');
  return publicKey;
}

/** CometBFT's JSON of an Ed25519 key. */
export function formatPublicKeyJson(publicKey: Uint8Array): CometbftJson {
  return { type: KEY_TYPE, value: formatBase64(publicKey) };
}

/** The block in CometBFT's JSON; its evidence is not read. @throws MalformedError when it is not one. */
export function parseBlockJson(value: unknown): Block {
  const json = jsonObject(value, 'block');
  const items = jsonArray(jsonObject(json['data'], 'data')['txs'], 'txs');
  return {
    header: parseHeaderJson(json['header']),
    items: items.map((item) => jsonBase64(item, 'txs')),
    lastCommit: parseCommitJson(json['last_commit']),
  };
}

/** CometBFT's JSON of a block without evidence. */
export function formatBlockJson({ header, items, lastCommit }: Block): CometbftJson {
  return {
    header: formatHeaderJson(header),
    data: { txs: items.map(formatBase64) },
    evidence: { evidence: [] },
    last_commit: formatCommitJson(lastCommit),
  };
}
