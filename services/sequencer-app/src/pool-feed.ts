import { Watch } from '@switchyard/service-kit';

/** Transactions for the other nodes; control goes alone and first. */
export type FeedBatch = { readonly transactions: readonly Uint8Array[]; readonly control: boolean };

/** What this node newly admitted from its own clients, for the relayer to carry on. */
export type PoolFeed = {
  readonly offer: (transaction: Uint8Array, options: { readonly control: boolean }) => void;
  /** From now on, until the signal aborts. A reader that does not keep up loses transactions: that costs latency only. */
  readonly follow: (signal: AbortSignal) => AsyncGenerator<FeedBatch, void, undefined>;
};

const MAX_BATCH_BYTES = 256 * 1024;
const MAX_QUEUED_BYTES = 8 * 1_048_576;

type Queue = { readonly items: Uint8Array[]; bytes: number };
type Reader = { readonly data: Queue; readonly control: Queue; readonly bell: Watch<number> };

/** @param onDropped counts what a slow reader loses. */
export function createPoolFeed(onDropped: () => void): PoolFeed {
  const readers = new Set<Reader>();
  return {
    offer: (transaction, { control }) => {
      for (const reader of readers) {
        const queue = control ? reader.control : reader.data;
        if (queue.bytes + transaction.length > MAX_QUEUED_BYTES) onDropped();
        else {
          queue.items.push(transaction);
          queue.bytes += transaction.length;
          reader.bell.set(reader.bell.value + 1);
        }
      }
    },
    async *follow(signal) {
      const reader: Reader = {
        data: { items: [], bytes: 0 },
        control: { items: [], bytes: 0 },
        bell: new Watch(0),
      };
      readers.add(reader);
      try {
        for await (const _ of reader.bell.changes(signal)) {
          for (;;) {
            const control = reader.control.items.length > 0;
            const transactions = take(control ? reader.control : reader.data);
            if (transactions.length === 0) break;
            yield { transactions, control };
          }
        }
      } finally {
        readers.delete(reader);
      }
    },
  };
}

/** The oldest, up to a batch; at least one when there is one. */
function take(queue: Queue): readonly Uint8Array[] {
  let bytes = 0;
  let count = 0;
  for (const item of queue.items) {
    if (count > 0 && bytes + item.length > MAX_BATCH_BYTES) break;
    bytes += item.length;
    count++;
  }
  queue.bytes -= bytes;
  return queue.items.splice(0, count);
}
