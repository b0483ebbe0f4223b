import type { RpcFailure } from '../json-rpc.ts';

/** Geth's closed list of "this transaction is invalid" (core/error.go); everything else is tried again. */
const invalidTexts = [
  'nonce too low',
  'nonce too high',
  'nonce has max value',
  'gas limit reached',
  'gas limit overflow',
  'insufficient funds',
  'gas uint64 overflow',
  'intrinsic gas too low',
  'insufficient gas for floor data gas cost',
  'max priority fee per gas higher than',
  'max fee per gas higher than',
  'max fee per gas less than block base fee',
  'max initcode size exceeded',
  'sender not an eoa',
  'transaction gas limit too high',
  'transaction type not supported',
  'invalid chain id for signer',
  'invalid transaction v, r, s values',
  'invalid sender',
] as const;

/** Geth names the place of a transaction only when it cannot be decoded. */
const undecodable = /^invalid transaction (\d+): /;

/** What a failed build says of its transactions. */
export type Refusal = { readonly index: number | undefined; readonly why: string };

/** The refusal in an error of `testing_buildBlockV1`; undefined when no transaction is at fault. */
export function refusalIn({ message }: RpcFailure): Refusal | undefined {
  const [, index] = undecodable.exec(message) ?? [];
  if (index !== undefined) return { index: Number(index), why: message };
  return invalidTexts.some((text) => message.startsWith(text))
    ? { index: undefined, why: message }
    : undefined;
}
