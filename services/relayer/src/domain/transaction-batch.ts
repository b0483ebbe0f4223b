/** Transactions that leave in one message once it is full or old enough. */
export type TransactionBatch = {
  readonly transactions: readonly Uint8Array[];
  readonly bytes: number;
  /** Milliseconds; when the first came in. */
  readonly openedAt: number;
};

/** Nothing waits. */
export const emptyBatch: TransactionBatch = { transactions: [], bytes: 0, openedAt: 0 };

/** How far a batch may grow. */
export type BatchLimits = { readonly maxBytes: number; readonly maxAgeMs: number };

/** What one transaction adds to a message: tag, length (at most five bytes) and itself. */
export function framedLength(transaction: Uint8Array): number {
  return transaction.length + 6;
}

/** The batch after one more transaction, and the batches that must leave now, in order. */
export function add(
  batch: TransactionBatch,
  transaction: Uint8Array,
  at: number,
  { maxBytes }: BatchLimits,
): { readonly batch: TransactionBatch; readonly leaving: readonly TransactionBatch[] } {
  const length = framedLength(transaction);
  const alone: TransactionBatch = { transactions: [transaction], bytes: length, openedAt: at };
  const grown: TransactionBatch =
    batch.transactions.length === 0
      ? alone
      : {
          transactions: [...batch.transactions, transaction],
          bytes: batch.bytes + length,
          openedAt: batch.openedAt,
        };
  if (grown.bytes < maxBytes) return { batch: grown, leaving: [] };
  if (grown.bytes === maxBytes || grown === alone) return { batch: emptyBatch, leaving: [grown] };
  return length >= maxBytes
    ? { batch: emptyBatch, leaving: [batch, alone] }
    : { batch: alone, leaving: [batch] };
}

/** When the batch must leave even if nothing joins it; undefined when it is empty. */
export function dueAt(batch: TransactionBatch, { maxAgeMs }: BatchLimits): number | undefined {
  return batch.transactions.length === 0 ? undefined : batch.openedAt + maxAgeMs;
}
