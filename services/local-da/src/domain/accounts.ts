import { merkleRoot } from '@switchyard/merkle';
import { type Hash32, utf8 } from '@switchyard/primitives';
import type { Genesis } from './genesis.ts';

/** What the chain knows of a payer. */
export type Account = { readonly balance: bigint; readonly sequence: bigint };

/** By bech32 address. */
export type Accounts = ReadonlyMap<string, Account>;

/** The accounts that the genesis funds. */
export function genesisAccounts({ accounts }: Genesis): Accounts {
  return new Map(
    accounts.flatMap(({ address, balance }) =>
      balance === undefined ? [] : [[address, { balance, sequence: 0n }] as const],
    ),
  );
}

/** The accounts after one of them paid a fee with its next sequence number. */
export function charge(accounts: Accounts, payer: string, fee: bigint): Accounts {
  const { balance, sequence } = accounts.get(payer) ?? { balance: 0n, sequence: 0n };
  return new Map(accounts).set(payer, {
    balance: balance < fee ? 0n : balance - fee,
    sequence: sequence + 1n,
  });
}

/** What the next block names as its app hash. */
export function accountsHash(accounts: Accounts): Hash32 {
  const sorted = [...accounts].sort(([a], [b]) => (a < b ? -1 : 1));
  return merkleRoot(
    sorted.map(([address, { balance, sequence }]) => utf8(`${address} ${balance} ${sequence}`)),
  );
}
