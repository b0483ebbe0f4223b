import { sha256, toHex } from '@switchyard/primitives';
import { decodeTransaction, type Transaction } from '@switchyard/protocol';
import type { CheckSignature } from './ports.ts';

/** Transactions whose signatures this node has checked: each is checked once. */
export type VerifiedTransactions = {
  /** Decodes and checks, in the thread pool, what is not known. @returns undefined for a wrong signature. */
  readonly verify: (bytes: Uint8Array) => Promise<Transaction | undefined>;
  /** The same for the items of a block, some at a time; the index of the first that is wrong instead. */
  readonly verifyAll: (
    items: readonly Uint8Array[],
  ) => Promise<readonly Transaction[] | { readonly wrong: number }>;
  /** Forgets what was verified for proposals. */
  readonly forget: () => void;
};

/** How many signatures of one block are in the thread pool's queue. */
const BATCH = 256;
/** What proposals of one height may leave behind, several rounds of it. */
const MAX_REMEMBERED_BYTES = 64 * 1_048_576;

/**
 * @param pooled what the pool holds, which was verified when it was admitted.
 */
export function createVerifiedTransactions(
  pooled: (name: string) => Transaction | undefined,
  checkSignature: CheckSignature,
): VerifiedTransactions {
  const remembered = new Map<string, Transaction>();
  let rememberedBytes = 0;

  const verify = async (bytes: Uint8Array): Promise<Transaction | undefined> => {
    const name = toHex(sha256(bytes));
    const known = pooled(name) ?? remembered.get(name);
    if (known !== undefined) return known;
    const transaction = decodeTransaction(Uint8Array.from(bytes));
    if (!(await checkSignature(transaction))) return undefined;
    return transaction;
  };
  const remember = (transaction: Transaction): void => {
    const name = toHex(transaction.id);
    if (remembered.has(name) || rememberedBytes > MAX_REMEMBERED_BYTES) return;
    remembered.set(name, transaction);
    rememberedBytes += transaction.bytes.length;
  };

  return {
    verify,
    verifyAll: async (items) => {
      const transactions: Transaction[] = [];
      for (let start = 0; start < items.length; start += BATCH) {
        const batch = await Promise.all(items.slice(start, start + BATCH).map(verify));
        for (const [offset, transaction] of batch.entries()) {
          if (transaction === undefined) return { wrong: start + offset };
          remember(transaction);
          transactions.push(transaction);
        }
      }
      return transactions;
    },
    forget: () => {
      remembered.clear();
      rememberedBytes = 0;
    },
  };
}
