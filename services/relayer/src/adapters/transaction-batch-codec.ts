import { switchyard } from '@switchyard/proto';
import { decodeStrictly, plainBytes } from '@switchyard/protocol';

const { TransactionBatch } = switchyard.relayer.v1;

/** Transactions as one gossip message. */
export function encodeTransactionBatch(transactions: readonly Uint8Array[]): Uint8Array {
  return plainBytes(TransactionBatch.encode({ transactions: [...transactions] }).finish());
}

/** The transactions of a message, views of it. @throws MalformedError unless canonical. */
export function decodeTransactionBatch(bytes: Uint8Array): readonly Uint8Array[] {
  return decodeStrictly(bytes, {
    what: 'TransactionBatch',
    decode: (input) => TransactionBatch.decode(input),
    parse: (wire) => wire.transactions,
    encode: encodeTransactionBatch,
  });
}
