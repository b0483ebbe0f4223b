import { fromHex } from '@switchyard/primitives';
import { type EvmAddress, type EvmHash, evmAddress, evmHash } from '../domain/names.ts';
import { invalidParams } from './rpc-error.ts';

/** The bytes of a hex argument. @throws RpcError */
export function bytesParam(value: unknown, index: number): Uint8Array {
  if (typeof value !== 'string' || !/^0x([0-9a-f]{2})*$/i.test(value)) {
    throw invalidParams(`invalid argument ${index}: hex string expected`);
  }
  return fromHex(value);
}

/** The hash in an argument. @throws RpcError */
export function hashParam(value: unknown, index: number): EvmHash {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{64}$/i.test(value)) {
    throw invalidParams(`invalid argument ${index}: 32-byte hex string expected`);
  }
  return evmHash(value);
}

/** The address in an argument. @throws RpcError */
export function addressParam(value: unknown, index: number): EvmAddress {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{40}$/i.test(value)) {
    throw invalidParams(`invalid argument ${index}: 20-byte hex string expected`);
  }
  return evmAddress(value);
}

/** The number in an argument, hex or plain. @throws RpcError */
export function quantityParam(value: unknown, index: number): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value)) return BigInt(value);
  throw invalidParams(`invalid argument ${index}: quantity expected`);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
