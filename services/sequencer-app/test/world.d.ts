import { type RollupId } from '@switchyard/primitives';
import { type Action, type Params, type Transaction } from '@switchyard/protocol';
import { type ChainState, type StateReader } from '../src/domain/chain-state.ts';
import type { PoolView } from '../src/domain/pool.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import { type Transition } from '../src/domain/transition.ts';
export declare const chainId = 'yard-test';
/** People of the tests by number: 1 is sudo. */
export declare const person: (n: number) => import('@switchyard/primitives').Address;
export declare const sudo: import('@switchyard/primitives').Address;
export declare const validatorKey: (n: number) => Uint8Array;
export declare const prices: Partial<Params>;
/** A signed transaction of a person, valid for a while unless told otherwise. */
export declare function aTransaction(
  from: number,
  {
    actions,
    ...body
  }?: Partial<{
    nonce: bigint;
    expiresAtHeight: bigint;
    maxFee: bigint;
    chainId: string;
    actions: readonly Action[];
  }>,
): Transaction;
export declare function data(rollup: string | RollupId, length: number, fill?: number): Action;
export declare function transfer(to: number, amount: bigint): Action;
export declare function report(sequencerHeight: bigint, daHeight: bigint): Action;
/** A chain in memory: the domain alone, without store, tree over everything. */
export declare function createWorld({
  params,
  funded,
  balance,
  rollups,
}?: {
  readonly params?: Partial<Params>;
  /** People 1 to this number have the balance. */
  readonly funded?: number;
  readonly balance?: bigint;
  readonly rollups?: readonly {
    readonly name: string;
    readonly weight: bigint;
  }[];
}): {
  entries: Map<string, Uint8Array<ArrayBufferLike>>;
  tree: import('../src/domain/state-tree.ts').StateTree;
  read: StateReader;
  state: () => ChainState;
  height: () => bigint;
  account: (n: number) => import('../src/domain/chain-state.ts').Account;
  view: () => PoolView;
  /** The refusal that each transaction of the next block gets, none of it committed. */
  tryBlock: (transactions: readonly Transaction[]) => readonly (Refusal['code'] | undefined)[];
  /** Commits a block of these. @throws when one is refused. */
  block: (transactions?: readonly Transaction[]) => Transition;
  blocks: (count: number) => void;
};
//# sourceMappingURL=world.d.ts.map
