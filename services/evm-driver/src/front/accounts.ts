import type { Account } from '../domain/admission.ts';
import { emptyAccount } from '../domain/admission.ts';
import type { EvmAddress } from '../domain/names.ts';
import type { Engine, EngineBlock } from '../ports.ts';

/** Accounts in the soft state: those asked for together are read together, each once per block. */
export type Accounts = { readonly read: (at: EngineBlock, address: EvmAddress) => Promise<Account> };

type Batch = {
  readonly addresses: Set<EvmAddress>;
  readonly answer: Promise<ReadonlyMap<EvmAddress, Account>>;
};

/** Remembers one block's accounts at a time. */
export function createAccounts(engine: Pick<Engine, 'accounts'>, signal: AbortSignal): Accounts {
  let block: EngineBlock | undefined;
  let known = new Map<EvmAddress, Promise<Account>>();
  let waiting: Batch | undefined;

  const enqueue = (at: EngineBlock, address: EvmAddress): Promise<Account> => {
    waiting ??= newBatch(at);
    waiting.addresses.add(address);
    return waiting.answer.then((accounts) => accounts.get(address) ?? emptyAccount);
  };

  const newBatch = (at: EngineBlock): Batch => {
    const addresses = new Set<EvmAddress>();
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<EvmAddress, Account>>();
    setImmediate(() => {
      waiting = undefined;
      resolve(engine.accounts(at, [...addresses], signal));
    });
    return { addresses, answer: promise };
  };

  return {
    read: (at, address) => {
      if (block?.hash !== at.hash) {
        block = at;
        known = new Map();
        waiting = undefined;
      }
      const found = known.get(address) ?? enqueue(at, address);
      known.set(address, found);
      found.catch(() => known.delete(address));
      return found;
    },
  };
}
