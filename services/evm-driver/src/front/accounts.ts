import { setImmediate } from 'node:timers/promises';
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

/** Remembers one block's accounts at a time. One reading of a block is under way: who comes meanwhile waits for the next. */
export function createAccounts(engine: Pick<Engine, 'accounts'>, signal: AbortSignal): Accounts {
  let block: EngineBlock | undefined;
  let known = new Map<EvmAddress, Promise<Account>>();
  let waiting: Batch | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  const enqueue = (at: EngineBlock, address: EvmAddress): Promise<Account> => {
    waiting ??= newBatch(at);
    waiting.addresses.add(address);
    return waiting.answer.then((accounts) => accounts.get(address) ?? emptyAccount);
  };

  const newBatch = (at: EngineBlock): Batch => {
    const addresses = new Set<EvmAddress>();
    const before = reading;
    const read = async (): Promise<ReadonlyMap<EvmAddress, Account>> => {
      await before;
      await setImmediate();
      if (waiting === batch) waiting = undefined;
      return engine.accounts(at, [...addresses], signal);
    };
    const batch: Batch = { addresses, answer: read() };
    reading = batch.answer.catch(() => undefined);
    return batch;
  };

  return {
    read: (at, address) => {
      if (block?.hash !== at.hash) {
        block = at;
        known = new Map();
        waiting = undefined;
        reading = Promise.resolve();
      }
      const found = known.get(address) ?? enqueue(at, address);
      const ofBlock = known;
      ofBlock.set(address, found);
      found.catch(() => ofBlock.delete(address));
      return found;
    },
  };
}
