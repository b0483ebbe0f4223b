import type { Account } from './domain/accounts.ts';
import { type Fate, fateOf, type Knobs } from './domain/knobs.ts';
import { type Pending, selectForBlock } from './domain/pool.ts';
import type { Transaction } from './domain/submission.ts';

/** A transaction that waits, and who waits for it. */
type Waiting = Pending & {
  readonly fate: Fate;
  readonly landed: PromiseWithResolvers<bigint>;
};

/** What a block takes. Its transactions leave the pool when it is final. */
export type Choice = { readonly transactions: readonly Transaction[]; settle(height: bigint): void };

/** A submission was accepted and will not land. The text is celestia-node's. */
export class EvictedError extends Error {
  constructor(id: string) {
    super(`tx with hash ${id} was evicted from the mempool`);
  }
}

/** How much may wait. */
const MAX_TRANSACTIONS = 4_096;

/** Accepted transactions in order. It lives in memory, as Celestia's does: a crash loses what has not landed. */
export class Mempool {
  readonly #maxBytes: number;
  #waiting: readonly Waiting[] = [];
  #accepted = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#waiting.reduce((sum, { transaction }) => sum + transaction.bytes, 0);
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Whether a transaction of some bytes finds room. */
  hasRoom(bytes: number): boolean {
    return this.#waiting.length < MAX_TRANSACTIONS && this.bytes + bytes <= this.#maxBytes;
  }

  /** An account after everything of it that waits. */
  accountAfter(address: string, committed: Account | undefined): Account | undefined {
    if (committed === undefined) return undefined;
    const own = this.#waiting.filter(
      ({ transaction, fate }) => transaction.payer === address && fate !== 'is dropped',
    );
    return {
      balance: own.reduce((rest, { transaction }) => rest - transaction.fee, committed.balance),
      sequence: committed.sequence + BigInt(own.length),
    };
  }

  /** Accepts a transaction; resolves to the height at which it lands. @throws EvictedError */
  add(transaction: Transaction, head: bigint, knobs: Knobs): Promise<bigint> {
    const landed = Promise.withResolvers<bigint>();
    const fate = fateOf(knobs, ++this.#accepted);
    const from = head + 1n + BigInt(knobs.delayBlocks);
    this.#waiting = [...this.#waiting, { transaction, since: head, from, fate, landed }];
    return landed.promise;
  }

  /** Chooses for the block of a height. What a knob drops is chosen too, and left out of the block. */
  choose(height: bigint, { dropAnswer }: Knobs): Choice {
    const { taken, evicted, left } = selectForBlock(this.#waiting, height);
    const chosen = new Set<Waiting>(taken);
    const gone = new Set<Waiting>([...taken, ...evicted]);
    this.#waiting = [...taken, ...left];
    for (const { transaction, landed } of evicted) landed.reject(new EvictedError(transaction.id));
    return {
      transactions: taken.filter(({ fate }) => fate !== 'is dropped').map(({ transaction }) => transaction),
      settle: (final) => {
        const again = [...chosen]
          .filter(({ fate }) => fate === 'lands twice')
          .map((item) => secondOf(item, final));
        this.#waiting = [...again, ...this.#waiting.filter((item) => !gone.has(item))];
        for (const { transaction, fate, landed } of chosen) {
          if (fate !== 'is dropped' || dropAnswer === 'height') landed.resolve(final);
          else if (dropAnswer === 'evicted') landed.reject(new EvictedError(transaction.id));
        }
      },
    };
  }
}

/** The same transaction once more, which nobody waits for. */
function secondOf(item: Waiting, height: bigint): Waiting {
  const landed = Promise.withResolvers<bigint>();
  landed.promise.catch(() => undefined);
  return { ...item, since: height, from: height + 1n, fate: 'lands', landed };
}
