import Long from 'long';

/** What generated code gives and takes for 64-bit fields. */
export type WireLong = { readonly low: number; readonly high: number; readonly unsigned: boolean };

/** The bigint of a decoded u64. An absent field (proto3 zero) is the prototype's Long 0 or undefined. */
export function parseU64(wire: WireLong | null | undefined): bigint {
  if (wire === undefined || wire === null) return 0n;
  if (wire.high === 0) return BigInt(wire.low >>> 0);
  return (BigInt(wire.high >>> 0) << 32n) | BigInt(wire.low >>> 0);
}

/** The wire form of a bigint. Generated encoders write a bare bigint as 0 without a word, so it must pass here. */
export function formatU64(value: bigint): Long {
  if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError('integer is outside u64');
  return Long.fromBits(Number(value & 0xffff_ffffn), Number(value >> 32n), true);
}

/** The bigint of a decoded i64. */
export function parseI64(wire: WireLong | null | undefined): bigint {
  return BigInt.asIntN(64, parseU64(wire));
}

/** The wire form of a signed bigint. @throws RangeError outside i64. */
export function formatI64(value: bigint): Long {
  if (value < -(1n << 63n) || value >= 1n << 63n) throw new RangeError('integer is outside i64');
  return Long.fromBits(Number(value & 0xffff_ffffn) | 0, Number((value >> 32n) & 0xffff_ffffn) | 0, false);
}
