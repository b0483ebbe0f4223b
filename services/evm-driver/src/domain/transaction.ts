import { concatBytes } from '@switchyard/primitives';
import { type EvmAddress, evmAddress } from './names.ts';
import { decodeInteger, decodeRlp, encodeInteger, encodeRlp, isBytes, type RlpItem } from './rlp.ts';

/** One entry of an access list. */
type AccessListEntry = { readonly address: EvmAddress; readonly storageKeys: readonly Uint8Array[] };

/** The signature of a transaction. */
export type EvmSignature = { readonly yParity: 0 | 1; readonly r: bigint; readonly s: bigint };

/** A decoded transaction of type 0 (EIP-155), 1 or 2. A legacy gas price is both its fee cap and its tip. */
export type EvmTransaction = {
  readonly type: 0 | 1 | 2;
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gasLimit: bigint;
  /** undefined creates a contract. */
  readonly to: EvmAddress | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly accessList: readonly AccessListEntry[];
  readonly signature: EvmSignature;
  /** What the signature is over, before hashing. */
  readonly signingPayload: Uint8Array;
};

/** Why bytes are no transaction of this profile. */
export type DecodeFailure = 'malformed' | 'unsupported-type' | 'unprotected';

/** Decodes canonical EIP-2718 bytes; specs/10-evm-profile.md §2. */
export function decodeTransaction(bytes: Uint8Array): EvmTransaction | DecodeFailure {
  const [first] = bytes;
  if (first === undefined) return 'malformed';
  if (first >= 0xc0) return decodeLegacy(bytes);
  if (first >= 0x80) return 'malformed';
  if (first !== 1 && first !== 2) return 'unsupported-type';
  return decodeTyped(first, bytes.subarray(1));
}

const LEGACY_FIELDS = 9;
const TYPED_FIELDS = { 1: 11, 2: 12 } as const;
const U64_BYTES = 8;
const U256_BYTES = 32;

function decodeLegacy(bytes: Uint8Array): EvmTransaction | DecodeFailure {
  const fields = listOf(decodeRlp(bytes), LEGACY_FIELDS);
  if (fields === undefined) return 'malformed';
  const [nonce, gasPrice, gasLimit, to, value, data, v, r, s] = fields;
  const body = bodyOf({ nonce, tip: gasPrice, fee: gasPrice, gasLimit, to, value, data, accessList: [] });
  const recovery = integer(v, U256_BYTES);
  const signature = { r: integer(r, U256_BYTES), s: integer(s, U256_BYTES) };
  if (body === undefined || recovery === undefined) return 'malformed';
  if (signature.r === undefined || signature.s === undefined) return 'malformed';
  if (recovery === 27n || recovery === 28n) return 'unprotected';
  if (recovery < 35n) return 'malformed';
  const chainId = (recovery - 35n) / 2n;
  return {
    type: 0,
    chainId,
    ...body,
    signature: { yParity: (recovery - 35n) % 2n === 0n ? 0 : 1, r: signature.r, s: signature.s },
    signingPayload: encodeRlp([
      ...fields.slice(0, 6),
      encodeInteger(chainId),
      new Uint8Array(),
      new Uint8Array(),
    ]),
  };
}

function decodeTyped(type: 1 | 2, payload: Uint8Array): EvmTransaction | DecodeFailure {
  const fields = listOf(decodeRlp(payload), TYPED_FIELDS[type]);
  if (fields === undefined) return 'malformed';
  const [chain, nonce, tip, ...rest] = fields;
  const [fee, gasLimit, to, value, data, accessList, parity, r, s] = type === 1 ? [tip, ...rest] : rest;
  const body = bodyOf({ nonce, tip, fee, gasLimit, to, value, data, accessList });
  const chainId = integer(chain, U256_BYTES);
  const yParity = integer(parity, 1);
  const signature = { r: integer(r, U256_BYTES), s: integer(s, U256_BYTES) };
  if (body === undefined || chainId === undefined || yParity === undefined || yParity > 1n)
    return 'malformed';
  if (signature.r === undefined || signature.s === undefined) return 'malformed';
  return {
    type,
    chainId,
    ...body,
    signature: { yParity: yParity === 0n ? 0 : 1, r: signature.r, s: signature.s },
    signingPayload: concatBytes(Uint8Array.of(type), encodeRlp(fields.slice(0, -3))),
  };
}

type BodyFields = {
  readonly [Name in 'nonce' | 'tip' | 'fee' | 'gasLimit' | 'to' | 'value' | 'data' | 'accessList']:
    | RlpItem
    | undefined;
};

type Body = Omit<EvmTransaction, 'type' | 'chainId' | 'signature' | 'signingPayload'>;

function bodyOf(fields: BodyFields): Body | undefined {
  const nonce = integer(fields.nonce, U64_BYTES);
  const maxPriorityFeePerGas = integer(fields.tip, U256_BYTES);
  const maxFeePerGas = integer(fields.fee, U256_BYTES);
  const gasLimit = integer(fields.gasLimit, U64_BYTES);
  const value = integer(fields.value, U256_BYTES);
  const accessList = accessListOf(fields.accessList);
  const { to, data } = fields;
  if (nonce === undefined || maxPriorityFeePerGas === undefined || maxFeePerGas === undefined)
    return undefined;
  if (gasLimit === undefined || value === undefined || accessList === undefined) return undefined;
  if (to === undefined || data === undefined || !isBytes(to) || !isBytes(data)) return undefined;
  if (to.length !== 0 && to.length !== 20) return undefined;
  const recipient = to.length === 0 ? undefined : evmAddress(to);
  return { nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to: recipient, value, data, accessList };
}

function accessListOf(item: RlpItem | undefined): readonly AccessListEntry[] | undefined {
  if (item === undefined || isBytes(item)) return undefined;
  const entries: AccessListEntry[] = [];
  for (const entry of item) {
    const [account, keys] = listOf(entry, 2) ?? [];
    if (account === undefined || keys === undefined || !isBytes(account) || isBytes(keys)) return undefined;
    if (account.length !== 20 || !keys.every(isStorageKey)) return undefined;
    entries.push({ address: evmAddress(account), storageKeys: keys });
  }
  return entries;
}

function isStorageKey(item: RlpItem): item is Uint8Array {
  return isBytes(item) && item.length === 32;
}

function listOf(item: RlpItem | undefined, length: number): readonly RlpItem[] | undefined {
  return item !== undefined && !isBytes(item) && item.length === length ? item : undefined;
}

function integer(item: RlpItem | undefined, maxBytes: number): bigint | undefined {
  return item !== undefined && isBytes(item) && item.length <= maxBytes ? decodeInteger(item) : undefined;
}
