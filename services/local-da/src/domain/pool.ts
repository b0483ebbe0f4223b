import { maxBlobShares, worstCaseShares } from '@switchyard/celestia';
import type { Transaction } from './submission.ts';

/** A transaction that waits for a block. */
export type Pending = {
  readonly transaction: Transaction;
  /** The height at which it was accepted. */
  readonly since: bigint;
  /** No block below this takes it. */
  readonly from: bigint;
};

/** How many blocks a transaction may wait; celestia-core TTLNumBlocks. */
const TTL_BLOCKS = 36n;

/** What the next block takes, what has waited too long, and what stays, each in the order of acceptance. */
export type Selection<P extends Pending> = {
  readonly taken: readonly P[];
  readonly evicted: readonly P[];
  readonly left: readonly P[];
};

/**
 * Fills a block in the order of acceptance. What does not fit keeps its payer's later ones back, because their
 * sequence numbers follow.
 */
export function selectForBlock<P extends Pending>(pending: readonly P[], height: bigint): Selection<P> {
  const taken: P[] = [];
  const evicted: P[] = [];
  const left: P[] = [];
  const heldPayers = new Set<string>();
  let room = maxBlobShares;
  for (const item of pending) {
    const { transaction, since, from } = item;
    if (height - since > TTL_BLOCKS) {
      evicted.push(item);
      continue;
    }
    const shares = transaction.blobs.reduce((sum, { blob }) => sum + worstCaseShares(blob), 0);
    if (from > height || shares > room || heldPayers.has(transaction.payer)) {
      if (from <= height) heldPayers.add(transaction.payer);
      left.push(item);
    } else {
      room -= shares;
      taken.push(item);
    }
  }
  return { taken, evicted, left };
}
