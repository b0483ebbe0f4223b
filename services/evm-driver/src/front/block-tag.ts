import type { Commitments } from '../domain/block.ts';
import { type EvmHash, evmHash } from '../domain/names.ts';
import { isObject, quantityParam } from './params.ts';
import { invalidParams } from './rpc-error.ts';

/** The block that an argument means, as users may see it. */
export type VisibleBlock =
  | { readonly kind: 'number'; readonly number: bigint }
  | { readonly kind: 'hash'; readonly hash: EvmHash; readonly requireCanonical: boolean }
  /** It is above the soft block, or the one that is executed and not committed. */
  | { readonly kind: 'unknown' };

/**
 * Reads a block argument: latest, safe and pending are the soft block, finalized the firm one. The node has no such tags
 * that could be trusted, so only numbers and hashes reach it. @throws RpcError
 */
export function parseBlockTag(
  value: unknown,
  index: number,
  { soft, firm }: Pick<Commitments, 'soft' | 'firm'>,
  uncommitted: EvmHash | undefined,
): VisibleBlock {
  if (value === undefined || value === null) return { kind: 'number', number: soft.number };
  if (isObject(value)) {
    if (value['blockHash'] === undefined) {
      return parseBlockTag(value['blockNumber'], index, { soft, firm }, uncommitted);
    }
    if (typeof value['blockHash'] !== 'string' || !/^0x[0-9a-f]{64}$/i.test(value['blockHash'])) {
      throw invalidParams(`invalid argument ${index}: 32-byte hex string expected`);
    }
    const hash = evmHash(value['blockHash']);
    if (hash === uncommitted) return { kind: 'unknown' };
    return { kind: 'hash', hash, requireCanonical: value['requireCanonical'] === true };
  }
  switch (value) {
    case 'latest':
    case 'safe':
    case 'pending':
      return { kind: 'number', number: soft.number };
    case 'finalized':
      return { kind: 'number', number: firm.number };
    case 'earliest':
      return { kind: 'number', number: 0n };
  }
  const number = quantityParam(value, index);
  return number > soft.number ? { kind: 'unknown' } : { kind: 'number', number };
}
