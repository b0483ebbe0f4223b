import { type Blob, shareCount } from '@switchyard/celestia';

/** What a celestia-app v9 node asks at least, in utia per gas. */
export const MIN_GAS_PRICE = 0.004;

/** What a celestia-node pays at most unless told. */
export const DEFAULT_MAX_GAS_PRICE = 0.4;

/** Bytes of a transaction with all its blobs; celestia-app v6 and later. */
export const MAX_TRANSACTION_BYTES = 8_388_608;

const GAS_PER_BLOB_BYTE = 8;
const SHARE_BYTES = 512;
const GAS_PER_TRANSACTION_BYTE = 10;
const BYTES_PER_BLOB_INFO = 70;
const BASE_GAS = 75_000;
/** The paying transaction without its blob infos, measured (reference figures of a real node). */
const PAYING_BYTES = 359;
const ENVELOPE_BYTES = 317;

/** The gas that a node estimates for blobs; celestia-app x/blob EstimateGas. */
export function estimateGas(blobs: readonly Blob[]): number {
  return blobGas(blobs) + GAS_PER_TRANSACTION_BYTE * BYTES_PER_BLOB_INFO * blobs.length + BASE_GAS;
}

/** The part of the gas that the blobs' shares cost. */
export function blobGas(blobs: readonly Blob[]): number {
  const shares = blobs.reduce(
    (sum, { data, shareVersion }) => sum + shareCount(data.length, shareVersion),
    0,
  );
  return shares * SHARE_BYTES * GAS_PER_BLOB_BYTE;
}

/** The gas that the paying transaction's own bytes cost. */
export function sizeGas(blobs: readonly Blob[]): number {
  return GAS_PER_TRANSACTION_BYTE * (PAYING_BYTES + BYTES_PER_BLOB_INFO * blobs.length);
}

/** Bytes of the transaction with its blobs. */
export function transactionBytes(blobs: readonly Blob[]): number {
  return blobs.reduce((sum, { data }) => sum + data.length + BYTES_PER_BLOB_INFO, ENVELOPE_BYTES);
}

/** utia for gas at a price, rounded up. */
export function feeOf(gas: number, price: number): bigint {
  return BigInt(Math.ceil(gas * price));
}
