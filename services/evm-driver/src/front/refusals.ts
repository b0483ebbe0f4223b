import { floorGas, intrinsicGas, MAX_INITCODE_BYTES, TX_GAS_CAP } from '../domain/gas.ts';
import type { StatelessReason } from '../domain/inspection.ts';
import type { PoolRefusal } from '../domain/pending-pool.ts';
import { decodeTransaction } from '../domain/transaction.ts';

/** Geth's pool takes no larger transaction. */
export const MAX_TX_BYTES = 128 * 1024;

/** Geth's default: below it nobody would include it. */
export const MIN_TIP = 1n;

/** Why a user's transaction is not taken in, closed for metrics. */
export type Rejection =
  | StatelessReason
  | PoolRefusal['reason']
  | 'oversized'
  | 'underpriced'
  | 'block-gas-limit';

/** What Geth's pool says of bytes that no state could make valid. */
export function statelessText(reason: StatelessReason, bytes: Uint8Array, chainId: bigint): string {
  const tx = decodeTransaction(bytes);
  if (typeof tx === 'string') return decodeText(tx, bytes);
  switch (reason) {
    case 'malformed':
    case 'unsupported-type':
    case 'unprotected':
      return decodeText(reason, bytes);
    case 'wrong-chain-id':
      return `invalid sender: invalid chain id for signer: have ${tx.chainId} want ${chainId}`;
    case 'invalid-signature':
      return 'invalid sender: invalid transaction v, r, s values';
    case 'nonce-max':
      return 'nonce has max value';
    case 'fee-too-large':
      return 'max fee per gas higher than 2^128-1';
    case 'tip-above-fee':
      return 'max priority fee per gas higher than max fee per gas';
    case 'initcode-too-large':
      return `max initcode size exceeded: code size ${tx.data.length} limit ${MAX_INITCODE_BYTES}`;
    case 'gas-above-cap':
      return `transaction gas limit too high (cap: ${TX_GAS_CAP}, tx: ${tx.gasLimit})`;
    case 'intrinsic-gas':
      return `intrinsic gas too low: gas ${tx.gasLimit}, minimum needed ${intrinsicGas(tx)}`;
    case 'floor-gas':
      return `insufficient gas for floor data gas cost: gas ${tx.gasLimit}, minimum needed ${floorGas(tx)}`;
  }
}

/** What Geth's pool says of a transaction that the state or the pool stands against. */
export function poolText(refusal: PoolRefusal): string {
  switch (refusal.reason) {
    case 'already-known':
      return 'already known';
    case 'nonce-too-low':
      return `nonce too low: next nonce ${refusal.next}, tx nonce ${refusal.nonce}`;
    case 'insufficient-funds': {
      const { balance, cost, queued } = refusal;
      const queuedText = queued === 0n ? '' : ` queued cost ${queued},`;
      const overshot = queued + cost - balance;
      return `insufficient funds for gas * price + value: balance ${balance},${queuedText} tx cost ${cost}, overshot ${overshot}`;
    }
    case 'account-limit':
      return `account limit exceeded: pooled ${refusal.pooled} txs, next nonce ${refusal.next}, tx nonce ${refusal.nonce}`;
    case 'pool-full':
      return 'txpool is full';
    case 'replacement-underpriced':
      return 'replacement transaction underpriced';
  }
}

function decodeText(reason: 'malformed' | 'unsupported-type' | 'unprotected', bytes: Uint8Array): string {
  const [type] = bytes;
  switch (reason) {
    case 'malformed':
      return bytes.length <= 1
        ? 'typed transaction too short'
        : 'rlp: not a canonical signed transaction of type 0, 1 or 2';
    case 'unsupported-type':
      return `transaction type not supported: tx type ${type} not supported by this pool, which takes 0, 1 and 2`;
    case 'unprotected':
      return 'only replay-protected (EIP-155) transactions allowed over RPC';
  }
}
