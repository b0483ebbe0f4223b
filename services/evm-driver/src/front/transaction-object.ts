import { toHex } from '@switchyard/primitives';
import type { Candidate } from '../domain/inspection.ts';
import { quantityOf } from '../engines/wire.ts';

/** A waiting transaction as Geth shows it: as in a block, without one. */
export function pendingObject({ bytes: _bytes, hash, sender, tx }: Candidate): Record<string, unknown> {
  const { r, s, yParity } = tx.signature;
  const v = tx.type === 0 ? tx.chainId * 2n + 35n + BigInt(yParity) : BigInt(yParity);
  const fees =
    tx.type === 2
      ? {
          maxFeePerGas: quantityOf(tx.maxFeePerGas),
          maxPriorityFeePerGas: quantityOf(tx.maxPriorityFeePerGas),
        }
      : {};
  const typed =
    tx.type === 0
      ? {}
      : {
          accessList: tx.accessList.map(({ address, storageKeys }) => ({
            address,
            storageKeys: storageKeys.map((key) => `0x${toHex(key)}`),
          })),
          yParity: quantityOf(yParity),
        };
  return {
    blockHash: null,
    blockNumber: null,
    blockTimestamp: null,
    transactionIndex: null,
    from: sender,
    gas: quantityOf(tx.gasLimit),
    gasPrice: quantityOf(tx.maxFeePerGas),
    ...fees,
    hash,
    input: `0x${toHex(tx.data)}`,
    nonce: quantityOf(tx.nonce),
    to: tx.to ?? null,
    value: quantityOf(tx.value),
    type: quantityOf(tx.type),
    ...typed,
    chainId: quantityOf(tx.chainId),
    v: quantityOf(v),
    r: quantityOf(r),
    s: quantityOf(s),
  };
}
