import { addressOf, type RollupId, rollupIdOf, sha256, toHex } from '@switchyard/primitives';
import {
  type Action,
  decodeTransaction,
  type Params,
  signTransaction,
  stateKeyHash,
  type Transaction,
} from '@switchyard/protocol';
import { sequencerAppState, testParams, testPublicKey, testSeed } from '@switchyard/testing';
import { blockBudgetOf, type ChainState, decodeAccount, type StateReader } from '../domain/chain-state.ts';
import { startExecution } from '../domain/execution.ts';
import type { PoolView } from '../domain/pool.ts';
import type { Refusal } from '../domain/refusal.ts';
import { createStateTree } from '../domain/state-tree.ts';
import { finishBlock, genesisChanges, type StateChange, type Transition } from '../domain/transition.ts';
import { parseGenesis } from '../genesis.ts';

export const chainId = 'yard-test';
/** People of the tests by number: 1 is sudo. */
export const person = (n: number) => addressOf(testPublicKey(n));
export const sudo = person(1);
export const validatorKey = (n: number): Uint8Array => testPublicKey(1_000 + n);
export const prices: Partial<Params> = { priceFloor: 1_000n, priceCap: 4_096_000n };

/** A signed transaction of a person, valid for a while unless told otherwise. */
export function aTransaction(
  from: number,
  {
    actions = [data('demo', 10)],
    ...body
  }: Partial<{
    nonce: bigint;
    expiresAtHeight: bigint;
    maxFee: bigint;
    chainId: string;
    actions: readonly Action[];
  }> = {},
): Transaction {
  const whole = { chainId, nonce: 0n, expiresAtHeight: 500n, maxFee: 0n, actions, ...body };
  return decodeTransaction(signTransaction(whole, testSeed(from)));
}

export function data(rollup: string | RollupId, length: number, fill = 7): Action {
  return {
    kind: 'submitRollupData',
    rollupId: typeof rollup === 'string' ? rollupIdOf(rollup) : rollup,
    data: new Uint8Array(length).fill(fill),
  };
}

export function transfer(to: number, amount: bigint): Action {
  return { kind: 'transfer', to: person(to), amount };
}

export function report(sequencerHeight: bigint, daHeight: bigint): Action {
  return { kind: 'reportDaProgress', sequencerHeight, daHeight };
}

/** A chain in memory: the domain alone, without store, tree over everything. */
export function createWorld({
  params = {},
  funded = 10,
  balance = 1_000_000_000_000n,
  rollups = [],
}: {
  readonly params?: Partial<Params>;
  /** People 1 to this number have the balance. */
  readonly funded?: number;
  readonly balance?: bigint;
  readonly rollups?: readonly { readonly name: string; readonly weight: bigint }[];
} = {}) {
  const accounts = Array.from({ length: funded }, (_, index) => ({ address: person(index + 1), balance }));
  const genesis = parseGenesis(
    JSON.stringify(sequencerAppState({ sudo, accounts, params: { ...testParams, ...params }, rollups })),
    {
      chainId,
      initialHeight: 1n,
      validators: [{ publicKey: validatorKey(1), power: 10n }],
    },
  );
  const entries = new Map<string, Uint8Array>();
  const tree = createStateTree();
  const write = (changes: readonly StateChange[]): void => {
    for (const [key, value] of changes) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    tree.apply(
      changes.map(([key, value]) => ({
        keyHash: stateKeyHash(key),
        valueHash: value === undefined ? undefined : sha256(value),
      })),
    );
  };
  write(genesisChanges(genesis.state, genesis.accounts));
  let state: ChainState = genesis.state;
  let height = 0n;
  const read: StateReader = (key) => entries.get(key);

  const world = {
    entries,
    tree,
    read,
    state: () => state,
    height: () => height,
    account: (n: number) => decodeAccount(read(`account/${toHex(person(n))}`)),
    view: (): PoolView => ({
      height,
      state,
      budget: blockBudgetOf(state),
      accountOf: (address) => decodeAccount(read(`account/${toHex(address)}`)),
    }),
    /** The refusal that each transaction of the next block gets, none of it committed. */
    tryBlock: (transactions: readonly Transaction[]): readonly (Refusal['code'] | undefined)[] => {
      const execution = startExecution({
        state,
        read,
        height: height + 1n,
        maxBytes: Number(state.params.blockMaxBytes),
      });
      return transactions.map((transaction) => execution.apply(transaction)?.code);
    },
    /** Commits a block of these. @throws when one is refused. */
    block: (transactions: readonly Transaction[] = []): Transition => {
      const execution = startExecution({
        state,
        read,
        height: height + 1n,
        maxBytes: Number(state.params.blockMaxBytes),
      });
      for (const transaction of transactions) {
        const refusal = execution.apply(transaction);
        if (refusal !== undefined) throw new Error(refusal.code);
      }
      const transition = finishBlock(execution.result(), height + 1n, read);
      write(transition.changes);
      state = transition.state;
      height++;
      return transition;
    },
    blocks: (count: number): void => {
      for (let n = 0; n < count; n++) world.block();
    },
  };
  return world;
}
