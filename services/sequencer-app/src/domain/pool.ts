import { fromHex, toHex } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';
import { refuseAdmission } from './admission-rules.ts';
import type { Account, ChainState } from './chain-state.ts';
import { type BlockBudget, feeOf } from './market.ts';
import { type Classes, chargesOf, classesOf, costOf, entryOf, type PoolEntry } from './pool-entry.ts';
import {
  createUsage,
  fitsReady,
  fitsWaiting,
  isWaitingOver,
  type PoolLimits,
  type Usage,
} from './pool-usage.ts';
import { later, never, type Refusal } from './refusal.ts';

/** The committed state as far as the pool asks for it. */
export type PoolView = {
  readonly height: bigint;
  readonly state: ChainState;
  readonly budget: BlockBudget;
  readonly accountOf: (address: Uint8Array) => Account;
};

/** Why a transaction left the pool. */
export type Departure = 'committed' | 'nonceUsed' | 'expired' | 'superseded' | 'evicted';

/** A transaction that left. */
export type Departed = { readonly entry: PoolEntry; readonly reason: Departure };

/** What became of an admission. `known` is as good as admitted. */
export type Admission =
  | { readonly kind: 'admitted'; readonly entry: PoolEntry; readonly replaced?: PoolEntry }
  | { readonly kind: 'known' };

/** Transactions that wait for a block, in bounded memory. */
export type Pool = {
  /** What can be said before the signature is checked: a refusal, or nothing. */
  readonly check: (transaction: Transaction, view: PoolView) => Refusal | Admission | undefined;
  /** Takes a transaction whose signature is valid. */
  readonly admit: (transaction: Transaction, view: PoolView) => Refusal | Admission;
  /** After a block: what was used, expired or superseded leaves, the rest is ready or waiting anew. */
  readonly refresh: (view: PoolView, committed: ReadonlySet<string>) => readonly Departed[];
  readonly get: (name: string) => PoolEntry | undefined;
  readonly isReady: (name: string) => boolean;
  readonly byNonce: (account: string, nonce: bigint) => PoolEntry | undefined;
  /** The first nonce from `next` on that the pool does not hold. */
  readonly pendingNonce: (account: string, next: bigint) => bigint;
  /** Accounts that have something ready. */
  readonly readyAccounts: () => Iterable<string>;
  /** The ready entry of this account and nonce. */
  readonly readyAt: (account: string, nonce: bigint) => PoolEntry | undefined;
  readonly ready: Usage;
  readonly waiting: Usage;
  readonly size: () => number;
};

type Slot = { readonly entry: PoolEntry; isReady: boolean };

/** What the pool holds of one account, and what it costs in all. Ready are the first ones, without a gap. */
type Held = { readonly slots: Map<bigint, Slot>; cost: bigint };

/** An empty pool. */
export function createPool(limits: PoolLimits): Pool {
  const slots = new Map<string, Slot>();
  const accounts = new Map<string, Held>();
  const ready = createUsage();
  const waiting = createUsage();
  let classes: Classes = classesOf(new Map());
  let arrivals = 0;

  const usageOf = ({ isReady }: Slot): Usage => (isReady ? ready : waiting);
  const isData = ({ entry }: Slot): boolean => entry.charges.length > 0;

  const insert = (slot: Slot): void => {
    const { entry } = slot;
    slots.set(entry.name, slot);
    const held = accounts.get(entry.account) ?? { slots: new Map(), cost: 0n };
    held.slots.set(entry.transaction.body.nonce, slot);
    held.cost += entry.cost;
    accounts.set(entry.account, held);
    if (isData(slot)) usageOf(slot).add(entry.charges, classes);
  };
  const drop = (slot: Slot): void => {
    const { entry } = slot;
    slots.delete(entry.name);
    const held = accounts.get(entry.account);
    if (held !== undefined) {
      held.slots.delete(entry.transaction.body.nonce);
      held.cost -= entry.cost;
      if (held.slots.size === 0) accounts.delete(entry.account);
    }
    if (isData(slot)) usageOf(slot).remove(entry.charges, classes);
  };
  const setReady = (slot: Slot, isReady: boolean): void => {
    if (slot.isReady === isReady) return;
    if (isData(slot)) usageOf(slot).remove(slot.entry.charges, classes);
    slot.isReady = isReady;
    if (isData(slot)) usageOf(slot).add(slot.entry.charges, classes);
  };

  /** Ready is what a block could take now: nonces without a gap, each paying the price, all paid for. */
  const settle = (account: string, { accountOf, budget }: PoolView): void => {
    const held = accounts.get(account);
    if (held === undefined) return;
    const { nonce, balance } = accountOf(fromHex(account));
    let left = balance;
    let next = nonce;
    const reached = new Set<Slot>();
    for (let slot = held.slots.get(next); slot !== undefined; slot = held.slots.get(++next)) {
      left -= slot.entry.cost;
      if (left < 0n || !paysPrice(slot.entry, budget)) break;
      reached.add(slot);
    }
    for (const slot of held.slots.values()) setReady(slot, reached.has(slot));
  };

  /** The same for one that just came, and what waited behind it: admission made sure that all is paid for. */
  const settleFrom = ({ account, transaction }: PoolEntry, { budget }: PoolView): void => {
    let next = transaction.body.nonce;
    for (let slot = slotAt(account, next); slot !== undefined; slot = slotAt(account, ++next)) {
      if (!paysPrice(slot.entry, budget)) break;
      setReady(slot, true);
    }
  };

  const slotAt = (account: string, nonce: bigint): Slot | undefined =>
    accounts.get(account)?.slots.get(nonce);

  const check: Pool['check'] = (transaction, view) => {
    if (slots.has(toHex(transaction.id))) return { kind: 'known' };
    const refusal = refuseAdmission(transaction, view);
    if (refusal !== undefined) return refusal;
    const account = toHex(transaction.sender);
    const taken = slotAt(account, transaction.body.nonce);
    if (taken !== undefined && !mayReplace(taken.entry.transaction, transaction)) {
      return never('NONCE_TAKEN', 'the pool has another transaction of this nonce');
    }
    const cost = costOf(transaction);
    const pending = (accounts.get(account)?.cost ?? 0n) - (taken?.entry.cost ?? 0n);
    if (cost > 0n && pending + cost > view.accountOf(transaction.sender).balance) {
      return later('INSUFFICIENT_FUNDS', 'balance does not pay all pending transactions', 5_000);
    }
    return refuseSpace(transaction, view);
  };

  const refuseSpace = (transaction: Transaction, view: PoolView): Refusal | undefined => {
    const charges = chargesOf(transaction);
    if (charges.length === 0) return undefined;
    if (!hasAllBefore(transaction, view)) {
      return fitsWaiting(waiting, charges, classes, limits)
        ? undefined
        : later('POOL_FULL', 'pool is full behind nonce gaps');
    }
    return fitsReady(ready, charges, classes, limits) ? undefined : later('POOL_FULL', 'pool is full');
  };

  const hasAllBefore = ({ sender, body: { nonce } }: Transaction, { accountOf }: PoolView): boolean =>
    accountOf(sender).nonce === nonce || slotAt(toHex(sender), nonce - 1n)?.isReady === true;

  const useClasses = ({ state }: PoolView): void => {
    classes = classesOf(
      new Map(state.rollups.map(({ rollupId, weight }) => [toHex(rollupId), Number(weight)])),
    );
  };

  return {
    check,
    admit: (transaction, view) => {
      const refusal = check(transaction, view);
      if (refusal !== undefined) return refusal;
      const entry = entryOf(transaction, arrivals++);
      const isReady = hasAllBefore(transaction, view);
      const replaced = slotAt(entry.account, transaction.body.nonce);
      if (replaced !== undefined) drop(replaced);
      insert({ entry, isReady: false });
      if (isReady) settleFrom(entry, view);
      return replaced === undefined
        ? { kind: 'admitted', entry }
        : { kind: 'admitted', entry, replaced: replaced.entry };
    },
    refresh: (view, committed) => {
      const departed: Departed[] = [];
      for (const slot of [...slots.values()]) {
        const reason = committed.has(slot.entry.name) ? 'committed' : staleness(slot.entry, view);
        if (reason === undefined) continue;
        drop(slot);
        departed.push({ entry: slot.entry, reason });
      }
      useClasses(view);
      ready.clear();
      waiting.clear();
      for (const slot of slots.values()) if (isData(slot)) usageOf(slot).add(slot.entry.charges, classes);
      for (const account of [...accounts.keys()]) settle(account, view);
      return [...departed, ...makeRoom()];
    },
    get: (name) => slots.get(name)?.entry,
    isReady: (name) => slots.get(name)?.isReady === true,
    byNonce: (account, nonce) => slotAt(account, nonce)?.entry,
    pendingNonce: (account, next) => {
      let nonce = next;
      while (slotAt(account, nonce) !== undefined) nonce++;
      return nonce;
    },
    *readyAccounts() {
      for (const [account, { slots: own }] of accounts) {
        for (const { isReady } of own.values()) {
          if (!isReady) continue;
          yield account;
          break;
        }
      }
    },
    readyAt: (account, nonce) => {
      const slot = slotAt(account, nonce);
      return slot?.isReady === true ? slot.entry : undefined;
    },
    ready,
    waiting,
    size: () => slots.size,
  };

  /** The last to come leave first. */
  function makeRoom(): readonly Departed[] {
    if (!isWaitingOver(waiting, limits)) return [];
    const departed: Departed[] = [];
    const newestFirst = [...slots.values()]
      .filter((slot) => !slot.isReady && isData(slot))
      .sort((a, b) => b.entry.arrival - a.entry.arrival);
    for (const slot of newestFirst) {
      if (!isWaitingOver(waiting, limits)) break;
      drop(slot);
      departed.push({ entry: slot.entry, reason: 'evicted' });
    }
    return departed;
  }
}

function paysPrice({ transaction }: PoolEntry, { price }: BlockBudget): boolean {
  return transaction.lane !== 'ordinary' || feeOf(price, transaction.bytes.length) <= transaction.body.maxFee;
}

/** Sudo replaces what has its nonce, a report the older one: neither may wait behind what it makes void. */
function mayReplace(old: Transaction, fresh: Transaction): boolean {
  if (fresh.lane === 'sudo') return true;
  if (fresh.lane !== 'report') return false;
  return old.lane === 'ordinary' || reportedHeight(fresh) > reportedHeight(old);
}

function reportedHeight({ body }: Transaction): bigint {
  const [action] = body.actions;
  return action?.kind === 'reportDaProgress' ? action.sequencerHeight : 0n;
}

function staleness({ transaction, account }: PoolEntry, view: PoolView): Departure | undefined {
  const { body, sender, lane } = transaction;
  if (body.nonce < view.accountOf(sender).nonce) return 'nonceUsed';
  if (body.expiresAtHeight <= view.height) return 'expired';
  if (BigInt(transaction.bytes.length) > view.state.params.transactionMaxBytes) return 'superseded';
  if (lane !== 'report') return undefined;
  const last = view.state.reports.find(({ reporter }) => toHex(reporter) === account);
  return last !== undefined && reportedHeight(transaction) <= last.sequencerHeight ? 'superseded' : undefined;
}
