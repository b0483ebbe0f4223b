import {
  type Bundle,
  maxSkips,
  type Queue,
  type QueueLimits,
  type RollupTransaction,
  resendAfterHeights,
} from './queue.ts';

/** Whether the queue takes another transaction; a reason if not. What it does not take stays in the node's mempool. */
export function refusalOf(
  queue: Queue,
  transaction: RollupTransaction,
  limits: QueueLimits,
): 'known' | 'full' | 'too large' | undefined {
  if (queue.entries.has(transaction.hash)) return 'known';
  if (transaction.raw.length > limits.maxBundleBytes) return 'too large';
  if (queue.entries.size >= limits.maxTransactions) return 'full';
  return queue.bytes + transaction.raw.length > limits.maxBytes ? 'full' : undefined;
}

/** The queued transaction of the same sender and nonce, which a newer one replaces while it is unsent. */
export function replacedBy(queue: Queue, { hash, sender, nonce }: RollupTransaction): string | undefined {
  for (const other of queue.queued) {
    const transaction = queue.entries.get(other)?.transaction;
    if (other !== hash && transaction?.sender === sender && transaction.nonce === nonce) return other;
  }
  return undefined;
}

/**
 * The transactions of the next bundle at a sequencer height: in order of arrival, each sender's by nonce, within the
 * limits. Empty when nothing is due or enough is in flight.
 */
export function nextBundle(queue: Queue, height: bigint, limits: QueueLimits): readonly RollupTransaction[] {
  if (queue.bundles.size >= limits.maxInFlight) return [];
  const due: RollupTransaction[] = [];
  for (const hash of queue.queued) {
    const entry = queue.entries.get(hash);
    if (entry?.progress.phase === 'queued' && entry.progress.notBefore <= height) due.push(entry.transaction);
  }
  const bySender = Map.groupBy(due, ({ sender }) => sender);
  for (const own of bySender.values())
    own.sort((a, b) => (a.nonce < b.nonce ? -1 : a.nonce > b.nonce ? 1 : 0));
  const chosen: RollupTransaction[] = [];
  let bytes = 0;
  let gas = 0n;
  for (const { sender } of due) {
    // The slot of each arrival goes to its sender's lowest nonce that is left.
    const own = bySender.get(sender)?.[0];
    if (own === undefined) continue;
    if (bytes + own.raw.length > limits.maxBundleBytes || gas + own.gasLimit > limits.maxBundleGas) break;
    bySender.get(sender)?.shift();
    bytes += own.raw.length;
    gas += own.gasLimit;
    chosen.push(own);
  }
  return chosen;
}

/** Whether a bundle is to be sent: never yet, or so many heights ago. */
export function isDue(sentAt: bigint | undefined, height: bigint): boolean {
  return sentAt === undefined || height >= sentAt + resendAfterHeights;
}

/** What to do with a bundle that is not in the sequence though `height` is committed. */
export function afterHeight(
  bundle: Bundle,
  height: bigint,
  neverAdmissible: boolean,
): 'wait' | 'sign again' | 'void' {
  if (bundle.versions.some(({ expiresAt }) => height <= expiresAt)) return 'wait';
  return neverAdmissible && !bundle.isVoid ? 'void' : 'sign again';
}

/** What the rollup says of a transaction whose sequencer block it has executed. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped'; readonly notBefore: bigint }
  | { readonly kind: 'parked'; readonly reason: string };

/** Decides from what the rollup shows: a receipt, or the sender's nonce after the block. */
export function outcomeOf(
  { nonce }: RollupTransaction,
  seen: {
    readonly hasReceipt: boolean;
    readonly senderNonce: bigint;
    readonly skips: number;
    readonly height: bigint;
  },
): Outcome {
  if (seen.hasReceipt || seen.senderNonce > nonce) return { kind: 'done' };
  if (seen.skips >= maxSkips)
    return { kind: 'parked', reason: `sequenced and skipped ${seen.skips + 1} times` };
  return { kind: 'skipped', notBefore: seen.height + 2n ** BigInt(seen.skips) };
}
