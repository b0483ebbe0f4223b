import { type Account, accountKey, decodeAccount, type StateReader } from './chain-state.ts';

/** Accounts over a committed state, with the changes of a block that is not committed yet. */
export type Accounts = {
  readonly of: (address: Uint8Array) => Account;
  readonly set: (address: Uint8Array, account: Account) => void;
  /** Keys and accounts that changed. */
  readonly changed: () => ReadonlyMap<string, Account>;
};

/** The accounts of the state that `read` reads, none changed. */
export function accountsOver(read: StateReader): Accounts {
  const changed = new Map<string, Account>();
  return {
    of: (address) => {
      const key = accountKey(address);
      return changed.get(key) ?? decodeAccount(read(key));
    },
    set: (address, account) => changed.set(accountKey(address), account),
    changed: () => changed,
  };
}
