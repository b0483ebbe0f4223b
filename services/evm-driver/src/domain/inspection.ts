import { concatBytes } from '@switchyard/primitives';
import { floorGas, intrinsicGas, MAX_INITCODE_BYTES, TX_GAS_CAP } from './gas.ts';
import { type EvmAddress, type EvmHash, evmAddress, evmHash } from './names.ts';
import {
  type DecodeFailure,
  decodeTransaction,
  type EvmSignature,
  type EvmTransaction,
} from './transaction.ts';

/** The two primitives that the domain does not bring itself. */
export type Secp256k1 = {
  readonly keccak256: (bytes: Uint8Array) => Uint8Array;
  /** The 64 bytes of the public key that made the signature (r ‖ s), undefined when there is none. */
  readonly recover: (digest: Uint8Array, signature: Uint8Array, yParity: 0 | 1) => Uint8Array | undefined;
};

/** A transaction that obeys every rule that needs no state. */
export type Candidate = {
  readonly bytes: Uint8Array;
  readonly hash: EvmHash;
  readonly sender: EvmAddress;
  readonly tx: EvmTransaction;
};

/** Why bytes are skipped whatever the state is. */
export type StatelessReason =
  | DecodeFailure
  | 'wrong-chain-id'
  | 'invalid-signature'
  | 'nonce-max'
  | 'fee-too-large'
  | 'tip-above-fee'
  | 'initcode-too-large'
  | 'gas-above-cap'
  | 'intrinsic-gas'
  | 'floor-gas';

/** The rules of specs/10-evm-profile.md §3 that need no state, in the order in which they are told. */
export function inspect(bytes: Uint8Array, chainId: bigint, crypto: Secp256k1): Candidate | StatelessReason {
  const tx = decodeTransaction(bytes);
  if (typeof tx === 'string') return tx;
  const fault = faultOfTransaction(tx, chainId);
  if (fault !== undefined) return fault;
  const sender = senderOf(tx, crypto);
  if (sender === undefined) return 'invalid-signature';
  return { bytes, hash: evmHash(crypto.keccak256(bytes)), sender, tx };
}

const MAX_U64 = (1n << 64n) - 1n;
const MAX_U128 = (1n << 128n) - 1n;

function faultOfTransaction(tx: EvmTransaction, chainId: bigint): StatelessReason | undefined {
  if (tx.chainId !== chainId) return 'wrong-chain-id';
  if (!isLowS(tx.signature)) return 'invalid-signature';
  if (tx.nonce === MAX_U64) return 'nonce-max';
  if (tx.maxFeePerGas > MAX_U128) return 'fee-too-large';
  if (tx.maxPriorityFeePerGas > tx.maxFeePerGas) return 'tip-above-fee';
  if (tx.to === undefined && tx.data.length > MAX_INITCODE_BYTES) return 'initcode-too-large';
  if (tx.gasLimit > TX_GAS_CAP) return 'gas-above-cap';
  if (tx.gasLimit < intrinsicGas(tx)) return 'intrinsic-gas';
  if (tx.gasLimit < floorGas(tx)) return 'floor-gas';
  return undefined;
}

/** The order of secp256k1 (SEC 2, §2.4.1). */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** EIP-2: of the two signatures of a message, only the one with the lower s. */
function isLowS({ r, s }: EvmSignature): boolean {
  return r > 0n && r < CURVE_ORDER && s > 0n && s <= CURVE_ORDER / 2n;
}

function senderOf({ signature, signingPayload }: EvmTransaction, crypto: Secp256k1): EvmAddress | undefined {
  const { r, s, yParity } = signature;
  const key = crypto.recover(
    crypto.keccak256(signingPayload),
    concatBytes(thirtyTwoBytes(r), thirtyTwoBytes(s)),
    yParity,
  );
  return key === undefined ? undefined : evmAddress(crypto.keccak256(key).subarray(12));
}

function thirtyTwoBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < 4; word++) {
    view.setBigUint64(8 * word, (value >> BigInt(64 * (3 - word))) & MAX_U64);
  }
  return bytes;
}
