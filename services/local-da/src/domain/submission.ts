import { type Blob, blobCommitment, formatAccount, parseAccount } from '@switchyard/celestia';
import { bigEndianU64, concatBytes, equalBytes, type Hash32, sha256, toHex } from '@switchyard/primitives';
import type { Account } from './accounts.ts';
import {
  blobGas,
  DEFAULT_MAX_GAS_PRICE,
  estimateGas,
  feeOf,
  MAX_TRANSACTION_BYTES,
  MIN_GAS_PRICE,
  sizeGas,
  transactionBytes,
} from './fees.ts';

/** What a submission says of its payment; the node fills the rest. */
export type PaymentOptions = {
  /** Set by the caller; else the node's estimate. */
  readonly gasPrice?: number | undefined;
  readonly maxGasPrice?: number | undefined;
  readonly gas?: number | undefined;
};

/** A blob and its commitment. */
export type CommittedBlob = { readonly blob: Blob; readonly commitment: Hash32 };

/** Blobs that wait for a block, paid for. */
export type Transaction = {
  /** Upper-case hex. */
  readonly id: string;
  readonly payer: string;
  readonly blobs: readonly CommittedBlob[];
  readonly bytes: number;
  readonly gas: number;
  readonly fee: bigint;
};

/** A transaction, or the text with which celestia-node refuses it. */
export type Admission =
  | { readonly kind: 'admitted'; readonly transaction: Transaction }
  | { readonly kind: 'refused'; readonly message: string };

/** Who pays and what there is to pay with: the account after all that waits. */
export type Payer = { readonly address: string; readonly account: Account | undefined };

/** Decides on a submission as celestia-node and then the mempool check of celestia-app do, in their order. */
export function admit(
  blobs: readonly Blob[],
  payment: PaymentOptions,
  { address, account }: Payer,
): Admission {
  if (blobs.length === 0) return refused('state: no blobs provided');
  const problem = signerProblem(blobs, address);
  if (problem !== undefined) return refused(problem);
  if (account === undefined) return refused(`account for signer ${address} not found`);
  const price = payment.gasPrice ?? MIN_GAS_PRICE;
  const ceiling = payment.maxGasPrice ?? DEFAULT_MAX_GAS_PRICE;
  if (payment.gasPrice === undefined && price > ceiling) {
    return refused('state: estimated gas price exceeds max gas price in tx config');
  }
  const gas = payment.gas ?? estimateGas(blobs);
  const committed = blobs.map((blob) => ({ blob, commitment: blobCommitment(blob) }));
  const transaction: Transaction = {
    id: transactionId(address, account.sequence, committed),
    payer: address,
    blobs: committed,
    bytes: transactionBytes(blobs),
    gas,
    fee: feeOf(gas, price),
  };
  const failure = checkFailure(transaction, account.balance);
  return failure === undefined
    ? { kind: 'admitted', transaction }
    : broadcastRefused(transaction.id, failure);
}

/** The refusal of a broadcast in celestia-node's words. */
export function broadcastRefused(
  id: string,
  { log, code }: { readonly log: string; readonly code: number },
): Admission {
  return refused(`broadcast tx error: hash ${id} error: ${log} code: ${code}`);
}

type CheckFailure = { readonly log: string; readonly code: number };

/** The order is that of celestia-app's ante handlers. */
function checkFailure({ blobs, bytes, gas, fee }: Transaction, balance: bigint): CheckFailure | undefined {
  if (bytes > MAX_TRANSACTION_BYTES) return { log: '', code: 21 };
  const plain = blobs.map(({ blob }) => blob);
  const usedBySize = sizeGas(plain);
  if (gas < usedBySize) {
    const log = `out of gas in location: txSize; gasWanted: ${gas}, gasUsed: ${usedBySize}: out of gas`;
    return { log, code: 11 };
  }
  const required = feeOf(gas, MIN_GAS_PRICE);
  if (fee < required) {
    const prices = `got: ${fee}utia, required: ${required}utia (min gas price: ${MIN_GAS_PRICE} utia/gas)`;
    return { log: `insufficient minimum gas price for this node; ${prices}: insufficient fee`, code: 13 };
  }
  if (balance < fee) {
    const log = `spendable balance ${balance}utia is smaller than ${fee}utia: insufficient funds`;
    return { log: `${log}: insufficient funds`, code: 5 };
  }
  const needed = blobGas(plain);
  if (gas < needed) {
    return {
      log: `not enough gas to pay for blobs (minimum: ${needed}, got: ${gas}): insufficient fee`,
      code: 13,
    };
  }
  return undefined;
}

/** Version 1 blobs carry the account that pays. */
function signerProblem(blobs: readonly Blob[], payer: string): string | undefined {
  const account = parseAccount(payer);
  const stranger = blobs.find(({ signer }) => signer !== undefined && !equalBytes(signer, account));
  if (stranger?.signer === undefined) return undefined;
  const pair = `blob signer ${upperHex(stranger.signer)} does not match MsgPayForBlobs signer ${upperHex(account)}`;
  const source = '[cosmossdk.io/errors@v1.0.2/errors.go:155]';
  return `failed to create msg pay-for-blobs: ${pair}: invalid blob signer ${source}`;
}

function transactionId(payer: string, sequence: bigint, blobs: readonly CommittedBlob[]): string {
  const commitments = concatBytes(...blobs.map(({ commitment }) => commitment));
  return upperHex(sha256(parseAccount(payer), bigEndianU64(sequence), commitments));
}

function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}

function refused(message: string): Admission {
  return { kind: 'refused', message };
}

/** Whether a text is an account of this chain's kind. */
export function isAccount(text: string): boolean {
  try {
    return formatAccount(parseAccount(text)) === text;
  } catch {
    return false;
  }
}
