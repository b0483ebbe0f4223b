import { type Brand, MalformedError, toHex } from '@switchyard/primitives';

/** An account of the rollup: 0x and 40 lower-case hex digits. */
export type EvmAddress = Brand<string, 'EvmAddress'>;

/** A block's or transaction's hash: 0x and 64 lower-case hex digits. */
export type EvmHash = Brand<string, 'EvmHash'>;

/** The checked address of 20 bytes or of hex in any case. @throws MalformedError */
export function evmAddress(value: Uint8Array | string): EvmAddress {
  return checked(value, 20, 'an account address has 20 bytes') as EvmAddress;
}

/** The checked hash of 32 bytes or of hex in any case, with or without 0x. @throws MalformedError */
export function evmHash(value: Uint8Array | string): EvmHash {
  return checked(value, 32, 'a block or transaction hash has 32 bytes') as EvmHash;
}

function checked(value: Uint8Array | string, length: number, problem: string): string {
  const digits = typeof value === 'string' ? value.replace(/^0x/i, '').toLowerCase() : toHex(value);
  if (digits.length !== 2 * length || !/^[0-9a-f]*$/.test(digits)) throw new MalformedError(problem);
  return `0x${digits}`;
}
