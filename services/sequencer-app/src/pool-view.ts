import { toHex } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';
import type { Committed } from './consensus.ts';
import { type Account, accountKey, blockBudgetOf, decodeAccount } from './domain/chain-state.ts';
import type { PoolView } from './domain/pool.ts';

/** The committed state as the pool sees it. It reads each account once. */
export function poolView(committed: Committed): PoolView {
  const known = views.get(committed);
  if (known !== undefined) return known;
  const { height, state, read } = committed;
  const accounts = new Map<string, Account>();
  const view: PoolView = {
    height,
    state,
    budget: blockBudgetOf(state),
    accountOf: (address) => {
      const key = accountKey(address);
      const account = accounts.get(key) ?? decodeAccount(read(key));
      accounts.set(key, account);
      return account;
    },
  };
  views.set(committed, view);
  return view;
}

const views = new WeakMap<Committed, PoolView>();

/** The ids of a block's transactions in hex, as the pool names them. */
export function namesOf(transactions: readonly Transaction[]): ReadonlySet<string> {
  return new Set(transactions.map(({ id }) => toHex(id)));
}
