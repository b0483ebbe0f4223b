import type { EvmTransaction } from './transaction.ts';

/** EIP-7825: no transaction of Osaka may ask for more. */
export const TX_GAS_CAP = 16_777_216n;

/** EIP-3860: twice the code size limit of EIP-170. */
export const MAX_INITCODE_BYTES = 49_152;

const TX_GAS = 21_000n;
const CREATE_GAS = 32_000n;
const INITCODE_WORD_GAS = 2n;
const ZERO_BYTE_GAS = 4n;
const NON_ZERO_BYTE_GAS = 16n;
const ACCESS_LIST_ADDRESS_GAS = 2_400n;
const ACCESS_LIST_KEY_GAS = 1_900n;
const FLOOR_TOKEN_GAS = 10n;
const NON_ZERO_BYTE_TOKENS = 4n;

type GasFields = Pick<EvmTransaction, 'to' | 'data' | 'accessList'>;

/** What a transaction costs before its first instruction (EIP-2028, 2930, 3860). */
export function intrinsicGas({ to, data, accessList }: GasFields): bigint {
  const { zeros, others } = countBytes(data);
  let gas = TX_GAS + zeros * ZERO_BYTE_GAS + others * NON_ZERO_BYTE_GAS;
  if (to === undefined) gas += CREATE_GAS + BigInt(Math.ceil(data.length / 32)) * INITCODE_WORD_GAS;
  for (const { storageKeys } of accessList) {
    gas += ACCESS_LIST_ADDRESS_GAS + BigInt(storageKeys.length) * ACCESS_LIST_KEY_GAS;
  }
  return gas;
}

/** What a transaction's data costs at least (EIP-7623). */
export function floorGas({ data }: GasFields): bigint {
  const { zeros, others } = countBytes(data);
  return TX_GAS + (zeros + others * NON_ZERO_BYTE_TOKENS) * FLOOR_TOKEN_GAS;
}

/** What of a parent block decides the base fee of its child. */
export type FeeParent = { readonly baseFee: bigint; readonly gasUsed: bigint; readonly gasLimit: bigint };

const ELASTICITY = 2n;
const CHANGE_DENOMINATOR = 8n;

/** The base fee of the next block (EIP-1559). */
export function nextBaseFee({ baseFee, gasUsed, gasLimit }: FeeParent): bigint {
  const target = gasLimit / ELASTICITY;
  if (gasUsed === target || target === 0n) return baseFee;
  if (gasUsed < target) return baseFee - (baseFee * (target - gasUsed)) / target / CHANGE_DENOMINATOR;
  const rise = (baseFee * (gasUsed - target)) / target / CHANGE_DENOMINATOR;
  return baseFee + (rise > 1n ? rise : 1n);
}

function countBytes(data: Uint8Array): { readonly zeros: bigint; readonly others: bigint } {
  let zeros = 0;
  for (const byte of data) if (byte === 0) zeros++;
  return { zeros: BigInt(zeros), others: BigInt(data.length - zeros) };
}
