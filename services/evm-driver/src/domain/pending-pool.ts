import { type Account, maxCost } from './admission.ts';
import type { Candidate } from './inspection.ts';
import type { EvmAddress, EvmHash } from './names.ts';

/** How much may wait. */
export type PoolLimits = { readonly bytes: number; readonly perAccount: number };

/** Why a transaction does not come in, with what the answer tells. */
export type PoolRefusal =
  | { readonly reason: 'already-known' }
  | { readonly reason: 'nonce-too-low'; readonly next: bigint; readonly nonce: bigint }
  | {
      readonly reason: 'insufficient-funds';
      readonly balance: bigint;
      readonly cost: bigint;
      /** What the sender's waiting transactions may cost; 0 when the one alone is too much. */
      readonly queued: bigint;
    }
  | {
      readonly reason: 'account-limit';
      readonly pooled: number;
      readonly next: bigint;
      readonly nonce: bigint;
    }
  | { readonly reason: 'pool-full' }
  | { readonly reason: 'replacement-underpriced' };

/** A transaction that waits. */
type Pooled = {
  readonly candidate: Candidate;
  /** Whether it could be in the next block, as far as it and those before it go. */
  readonly isExecutable: boolean;
};

/** The transactions of users that are in no block yet. */
export type PendingPool = {
  /** Takes one in, or says why not. The account is that of the sender in the soft state. */
  readonly add: (candidate: Candidate, account: Account) => PoolRefusal | undefined;
  /** Takes one in that was accepted before a restart, whatever the limits say now. */
  readonly restore: (candidate: Candidate) => void;
  /** The account's nonce is now this: what it has used up leaves. */
  readonly setNonce: (sender: EvmAddress, nonce: bigint) => void;
  /** Those that became executable since the last call, in the order of their nonces. */
  readonly promote: (baseFee: bigint) => readonly Candidate[];
  readonly get: (hash: EvmHash) => Pooled | undefined;
  /** The nonce after the sender's unbroken run, for an account at this nonce. */
  readonly nextNonce: (sender: EvmAddress, accountNonce: bigint) => bigint;
  readonly senders: () => readonly EvmAddress[];
  /** By sender, in the order of nonces. */
  readonly of: (sender: EvmAddress) => readonly Pooled[];
  readonly all: () => Iterable<Candidate>;
  readonly totals: () => { readonly count: number; readonly bytes: number };
};

/** A replacement must raise both fees by a tenth. */
const PRICE_BUMP_PERCENT = 10n;

type Slot = { readonly candidate: Candidate; isExecutable: boolean };

type Queue = { nonce: bigint; cost: bigint; readonly slots: Map<bigint, Slot> };

/** An empty pool; specs/12-execution-api.md §8. */
export function createPendingPool(limits: PoolLimits): PendingPool {
  const queues = new Map<EvmAddress, Queue>();
  const byHash = new Map<EvmHash, Slot>();
  const changed = new Set<EvmAddress>();
  let bytes = 0;

  const queueOf = (sender: EvmAddress): Queue => {
    const queue = queues.get(sender) ?? { nonce: 0n, cost: 0n, slots: new Map<bigint, Slot>() };
    queues.set(sender, queue);
    return queue;
  };

  const remove = (queue: Queue, { candidate }: Slot): void => {
    queue.slots.delete(candidate.tx.nonce);
    queue.cost -= maxCost(candidate);
    byHash.delete(candidate.hash);
    bytes -= candidate.bytes.length;
  };

  const insert = (candidate: Candidate): void => {
    const queue = queueOf(candidate.sender);
    const replaced = queue.slots.get(candidate.tx.nonce);
    if (replaced !== undefined) remove(queue, replaced);
    const slot = { candidate, isExecutable: false };
    queue.slots.set(candidate.tx.nonce, slot);
    queue.cost += maxCost(candidate);
    byHash.set(candidate.hash, slot);
    bytes += candidate.bytes.length;
    changed.add(candidate.sender);
  };

  const setNonce = (sender: EvmAddress, nonce: bigint): void => {
    const queue = queues.get(sender);
    if (queue === undefined) return;
    queue.nonce = nonce;
    for (const slot of queue.slots.values()) if (slot.candidate.tx.nonce < nonce) remove(queue, slot);
    if (queue.slots.size === 0) queues.delete(sender);
    else changed.add(sender);
  };

  const refusalOf = (candidate: Candidate, account: Account): PoolRefusal | undefined => {
    const { sender, hash, tx } = candidate;
    if (byHash.has(hash)) return { reason: 'already-known' };
    if (tx.nonce < account.nonce) {
      return { reason: 'nonce-too-low', next: account.nonce, nonce: tx.nonce };
    }
    const queue = queues.get(sender);
    const rival = queue?.slots.get(tx.nonce)?.candidate;
    const cost = maxCost(candidate);
    const queued = (queue?.cost ?? 0n) - (rival === undefined ? 0n : maxCost(rival));
    if (cost > account.balance) {
      return { reason: 'insufficient-funds', balance: account.balance, cost, queued: 0n };
    }
    if (queued + cost > account.balance) {
      return { reason: 'insufficient-funds', balance: account.balance, cost, queued };
    }
    if (rival !== undefined && !isReplacement(candidate, rival)) return { reason: 'replacement-underpriced' };
    const pooled = queue?.slots.size ?? 0;
    const isFar = tx.nonce >= account.nonce + BigInt(limits.perAccount);
    if (rival === undefined && (pooled >= limits.perAccount || isFar))
      return { reason: 'account-limit', pooled, next: account.nonce, nonce: tx.nonce };
    if (bytes - (rival?.bytes.length ?? 0) + candidate.bytes.length > limits.bytes)
      return { reason: 'pool-full' };
    return undefined;
  };

  return {
    add: (candidate, account) => {
      setNonce(candidate.sender, account.nonce);
      const refusal = refusalOf(candidate, account);
      if (refusal !== undefined) return refusal;
      insert(candidate);
      queueOf(candidate.sender).nonce = account.nonce;
      return undefined;
    },
    restore: insert,
    setNonce,
    promote: (baseFee) => {
      const promoted: Candidate[] = [];
      for (const sender of changed) {
        const queue = queues.get(sender);
        for (let nonce = queue?.nonce ?? 0n; ; nonce++) {
          const slot = queue?.slots.get(nonce);
          if (slot === undefined) {
            changed.delete(sender);
            break;
          }
          if (slot.candidate.tx.maxFeePerGas < baseFee) break;
          if (!slot.isExecutable) promoted.push(slot.candidate);
          slot.isExecutable = true;
        }
      }
      return promoted;
    },
    get: (hash) => byHash.get(hash),
    nextNonce: (sender, accountNonce) => {
      const slots = queues.get(sender)?.slots;
      let nonce = accountNonce;
      while (slots?.has(nonce) === true) nonce++;
      return nonce;
    },
    senders: () => [...queues.keys()],
    of: (sender) =>
      [...(queues.get(sender)?.slots.values() ?? [])].toSorted((a, b) =>
        a.candidate.tx.nonce < b.candidate.tx.nonce ? -1 : 1,
      ),
    *all() {
      for (const { candidate } of byHash.values()) yield candidate;
    },
    totals: () => ({ count: byHash.size, bytes }),
  };
}

function isReplacement({ tx }: Candidate, { tx: old }: Candidate): boolean {
  return (
    isBump(tx.maxFeePerGas, old.maxFeePerGas) && isBump(tx.maxPriorityFeePerGas, old.maxPriorityFeePerGas)
  );
}

function isBump(fee: bigint, old: bigint): boolean {
  return fee > old && fee * 100n >= old * (100n + PRICE_BUMP_PERCENT);
}
