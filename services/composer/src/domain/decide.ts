import {
  type Bundle,
  type Entry,
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

/** What is bundled, or sequenced and not yet seen executed. */
function onTheWay({ entries, bundles, sequenced }: Queue): readonly Entry[] {
  const hashes = [...[...bundles.values()].flatMap((bundle) => bundle.hashes), ...sequenced];
  return hashes.flatMap((hash) => entries.get(hash) ?? []);
}

/** The highest nonce of each sender that is on its way. */
function noncesOnTheWay(queue: Queue): ReadonlyMap<string, bigint> {
  const highest = new Map<string, bigint>();
  for (const { transaction } of onTheWay(queue)) {
    const known = highest.get(transaction.sender);
    if (known === undefined || known < transaction.nonce) highest.set(transaction.sender, transaction.nonce);
  }
  return highest;
}

/** A sender's transactions that are due, by nonce. */
type Lane = { readonly sender: string; readonly entries: readonly Entry[] };

/** Due transactions by sender, senders in the order of their first arrival. */
function lanes(queue: Queue, height: bigint): readonly Lane[] {
  const due: Entry[] = [];
  for (const hash of queue.queued) {
    const entry = queue.entries.get(hash);
    if (entry?.progress.phase === 'queued' && entry.progress.notBefore <= height) due.push(entry);
  }
  const bySender = Map.groupBy(due, ({ transaction }) => transaction.sender);
  return [...bySender].map(([sender, entries]) => ({ sender, entries: entries.sort(byNonce) }));
}

function byNonce({ transaction: a }: Entry, { transaction: b }: Entry): number {
  return a.nonce < b.nonce ? -1 : a.nonce > b.nonce ? 1 : 0;
}

/**
 * Senders whose next nonce must be asked of the rollup before more of theirs is bundled: nothing of theirs is on its
 * way, and their lowest was skipped before, which a missing nonce may have caused.
 */
export function sendersToAsk(queue: Queue, height: bigint): readonly string[] {
  const sent = noncesOnTheWay(queue);
  return lanes(queue, height)
    .filter(({ sender, entries }) => !sent.has(sender) && (entries[0]?.skips ?? 0) > 0)
    .map(({ sender }) => sender);
}

/** Queued transactions whose nonce the rollup has used already. */
export function usedUp(queue: Queue, nonces: ReadonlyMap<string, bigint>): readonly string[] {
  return [...queue.queued].filter((hash) => {
    const transaction = queue.entries.get(hash)?.transaction;
    const next = transaction === undefined ? undefined : nonces.get(transaction.sender);
    return transaction !== undefined && next !== undefined && transaction.nonce < next;
  });
}

/**
 * The transactions of the next bundle at a sequencer height: senders in order of arrival, each sender's without a gap
 * from what is on its way, else from the rollup's own nonce where it was asked, else from its lowest. A gap would be
 * skipped by the rollup, and everything behind it. One that hoards gas waits, and those of its sender behind it, until no
 * other such is on its way. Empty when nothing is due or enough is in flight.
 */
export function nextBundle(
  queue: Queue,
  height: bigint,
  limits: QueueLimits,
  nonces: ReadonlyMap<string, bigint> = new Map(),
): readonly RollupTransaction[] {
  if (queue.bundles.size >= limits.maxInFlight) return [];
  const highest = noncesOnTheWay(queue);
  let mayHoard = !onTheWay(queue).some(({ hoards }) => hoards);
  const chosen: RollupTransaction[] = [];
  let bytes = 0;
  let gas = 0n;
  for (const { sender, entries } of lanes(queue, height)) {
    const sent = highest.get(sender);
    const lowest = entries[0];
    const mustAsk = lowest !== undefined && lowest.skips > 0;
    let next = sent === undefined ? (mustAsk ? nonces.get(sender) : lowest?.transaction.nonce) : sent + 1n;
    for (const { transaction, hoards = false } of entries) {
      if (transaction.nonce !== next || (hoards && !mayHoard)) break;
      const { length } = transaction.raw;
      if (bytes + length > limits.maxBundleBytes || gas + transaction.gasLimit > limits.maxBundleGas)
        return chosen;
      bytes += length;
      gas += transaction.gasLimit;
      chosen.push(transaction);
      if (hoards) mayHoard = false;
      next += 1n;
    }
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

/** The last height that a bundle can be in, when its nonce is used and the node cannot know by what. */
export function forgottenAt({ versions }: Bundle, indexedFrom: bigint): bigint | undefined {
  const last = versions.at(-1)?.expiresAt;
  return last !== undefined && last < indexedFrom ? last : undefined;
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
