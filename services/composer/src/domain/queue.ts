/** A user's transaction as a rollup node's mempool has it. `hash` and `sender` are 0x and lower-case hex. */
export type RollupTransaction = {
  readonly hash: string;
  readonly raw: Uint8Array;
  readonly sender: string;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
};

/** Where a transaction is on its way. It is in the queue until it is done. */
export type Progress =
  | { readonly phase: 'queued'; readonly notBefore: bigint }
  | { readonly phase: 'bundled'; readonly bundle: bigint }
  | { readonly phase: 'sequenced'; readonly height: bigint }
  | { readonly phase: 'parked'; readonly reason: string };

/** A transaction and where it is. */
export type Entry = {
  readonly transaction: RollupTransaction;
  readonly progress: Progress;
  /** How often it was sequenced and skipped by the rollup. */
  readonly skips: number;
  /** Its gas limit keeps others out of a block, for nothing: one such is on its way at a time. */
  readonly hoards?: true;
};

/** One signed form of a bundle: the nonce and the content are the same in all of them. */
export type Version = {
  /** Hex of the sequencer transaction's id. */
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly expiresAt: bigint;
};

/** Transactions in one sequencer transaction. Its nonce and content never change. */
export type Bundle = {
  readonly nonce: bigint;
  readonly hashes: readonly string[];
  readonly versions: readonly Version[];
  /** Its nonce is to be used by an empty transaction: the content can never be admitted. */
  readonly isVoid: boolean;
};

/** What happens; the log holds these, and the state is their sum. */
export type QueueEvent =
  | { readonly kind: 'taken'; readonly transaction: RollupTransaction; readonly hoards?: true }
  | {
      readonly kind: 'bundled';
      readonly nonce: bigint;
      readonly hashes: readonly string[];
      readonly version: Version;
    }
  | { readonly kind: 'signed'; readonly nonce: bigint; readonly version: Version; readonly isVoid: boolean }
  | { readonly kind: 'included'; readonly nonce: bigint; readonly height: bigint; readonly isOurs: boolean }
  | { readonly kind: 'skipped'; readonly hash: string; readonly notBefore: bigint }
  | { readonly kind: 'done'; readonly hash: string }
  | { readonly kind: 'parked'; readonly hash: string; readonly reason: string }
  | { readonly kind: 'nonce'; readonly next: bigint }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'bundle'; readonly bundle: Bundle };

/** The queue: insertion order of `entries` is the order of service. */
export type Queue = {
  readonly entries: Map<string, Entry>;
  /** Bundles not yet in the sequence, by nonce. */
  readonly bundles: Map<bigint, Bundle>;
  /** Hashes in phase queued, in order. */
  readonly queued: Set<string>;
  /** Hashes in phase sequenced. */
  readonly sequenced: Set<string>;
  nextNonce: bigint | undefined;
  bytes: number;
};

/** How much a queue may hold, and how much a bundle. */
export type QueueLimits = {
  readonly maxTransactions: number;
  readonly maxBytes: number;
  readonly maxBundleBytes: number;
  readonly maxBundleGas: bigint;
  readonly maxInFlight: number;
};

/** So often a transaction may be sequenced and skipped before it is parked. */
export const maxSkips = 5;

/** Heights that a sequencer transaction of ours stays valid. */
export const validForHeights = 60n;

/** Heights without inclusion after which the same bytes are sent again. */
export const resendAfterHeights = 3n;

/** An empty queue. */
export function emptyQueue(): Queue {
  return {
    entries: new Map(),
    bundles: new Map(),
    queued: new Set(),
    sequenced: new Set(),
    nextNonce: undefined,
    bytes: 0,
  };
}

/** Applies one event; events about what is no longer there change nothing. */
export function applyEvent(queue: Queue, event: QueueEvent): void {
  switch (event.kind) {
    case 'taken':
      if (queue.entries.has(event.transaction.hash)) return;
      queue.bytes += event.transaction.raw.length;
      setEntry(queue, {
        transaction: event.transaction,
        progress: { phase: 'queued', notBefore: 0n },
        skips: 0,
        ...(event.hoards && { hoards: true }),
      });
      return;
    case 'bundled':
      queue.bundles.set(event.nonce, {
        nonce: event.nonce,
        hashes: event.hashes,
        versions: [event.version],
        isVoid: false,
      });
      queue.nextNonce = event.nonce + 1n;
      for (const hash of event.hashes) move(queue, hash, { phase: 'bundled', bundle: event.nonce });
      return;
    case 'signed': {
      const bundle = queue.bundles.get(event.nonce);
      if (bundle === undefined) return;
      if (event.isVoid) for (const hash of bundle.hashes) requeue(queue, hash, 0n, 0);
      queue.bundles.set(event.nonce, {
        ...bundle,
        hashes: event.isVoid ? [] : bundle.hashes,
        versions: event.isVoid ? [event.version] : [...bundle.versions, event.version],
        isVoid: bundle.isVoid || event.isVoid,
      });
      return;
    }
    case 'included': {
      const bundle = queue.bundles.get(event.nonce);
      if (bundle === undefined) return;
      queue.bundles.delete(event.nonce);
      for (const hash of bundle.hashes) {
        if (event.isOurs) move(queue, hash, { phase: 'sequenced', height: event.height });
        else requeue(queue, hash, 0n, 0);
      }
      return;
    }
    case 'skipped':
      requeue(queue, event.hash, event.notBefore, 1);
      return;
    case 'done': {
      const entry = queue.entries.get(event.hash);
      if (entry === undefined) return;
      queue.entries.delete(event.hash);
      queue.queued.delete(event.hash);
      queue.sequenced.delete(event.hash);
      queue.bytes -= entry.transaction.raw.length;
      return;
    }
    case 'parked':
      move(queue, event.hash, { phase: 'parked', reason: event.reason });
      return;
    case 'nonce':
      queue.nextNonce = event.next;
      return;
    case 'entry':
      queue.bytes += event.entry.transaction.raw.length;
      setEntry(queue, event.entry);
      return;
    case 'bundle':
      queue.bundles.set(event.bundle.nonce, event.bundle);
      return;
  }
}

/** The events that make this queue again, for a log that has grown long. */
export function snapshotOf(queue: Queue): readonly QueueEvent[] {
  return [
    ...[...queue.entries.values()].map((entry): QueueEvent => ({ kind: 'entry', entry })),
    ...[...queue.bundles.values()].map((bundle): QueueEvent => ({ kind: 'bundle', bundle })),
    ...(queue.nextNonce === undefined ? [] : [{ kind: 'nonce', next: queue.nextNonce } as const]),
  ];
}

function setEntry(queue: Queue, entry: Entry): void {
  const { hash } = entry.transaction;
  queue.entries.set(hash, entry);
  // Once more at the end: who comes back waits behind those who wait already.
  queue.queued.delete(hash);
  if (entry.progress.phase === 'queued') queue.queued.add(hash);
  if (entry.progress.phase === 'sequenced') queue.sequenced.add(hash);
  else queue.sequenced.delete(hash);
}

function move(queue: Queue, hash: string, progress: Progress): void {
  const entry = queue.entries.get(hash);
  if (entry !== undefined) setEntry(queue, { ...entry, progress });
}

function requeue(queue: Queue, hash: string, notBefore: bigint, skips: number): void {
  const entry = queue.entries.get(hash);
  if (entry === undefined) return;
  setEntry(queue, { ...entry, progress: { phase: 'queued', notBefore }, skips: entry.skips + skips });
}
