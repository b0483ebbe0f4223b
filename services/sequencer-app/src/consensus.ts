import { equalBytes, type Hash32, sha256 } from '@switchyard/primitives';
import { stateKeyHash, type Transaction } from '@switchyard/protocol';
import type { Failpoints } from '@switchyard/service-kit';
import { executeBlock } from './domain/block-rules.ts';
import {
  type ChainState,
  type ChainValidator,
  decodeChainState,
  type StateReader,
} from './domain/chain-state.ts';
import type { Carry } from './domain/fair-share.ts';
import type { Pool } from './domain/pool.ts';
import { buildProposal, type Proposal } from './domain/proposal.ts';
import { createStateTree, type StateTree, type TreeChange } from './domain/state-tree.ts';
import { finishBlock, genesisChanges, type StateChange, type Transition } from './domain/transition.ts';
import { CorruptStoreError, InvalidBlockError, OutOfOrderError } from './errors.ts';
import type { FailpointName } from './failpoints.ts';
import { parseGenesis } from './genesis.ts';
import { type ParsedBlock, type ProposalFault, parseBlock } from './parse-block.ts';
import { poolView } from './pool-view.ts';
import type { StateStore } from './ports.ts';
import type { VerifiedTransactions } from './signatures.ts';

/** The last committed state. */
export type Committed = {
  readonly height: bigint;
  readonly appHash: Uint8Array;
  readonly state: ChainState;
  readonly read: StateReader;
};

/** A block that was just committed. */
export type CommittedBlock = {
  readonly height: bigint;
  readonly items: readonly Uint8Array[];
  readonly transactions: readonly Transaction[];
  readonly before: ChainState;
  readonly state: ChainState;
};

/** What InitChain hands over. */
export type ChainStart = {
  readonly chainId: string;
  readonly initialHeight: bigint;
  readonly validators: readonly ChainValidator[];
  readonly appState: string;
};

/** The replicated state machine as consensus drives it: one call at a time. */
export type Consensus = {
  /** Undefined before InitChain. */
  readonly committed: () => Committed | undefined;
  /** What Info reports: the height and hash that are on disk; height 0 before the first Commit. */
  readonly durable: () => { readonly height: bigint; readonly appHash: Uint8Array };
  readonly initChain: (start: ChainStart) => Hash32;
  readonly propose: (height: bigint, maxTxBytes: number) => readonly Uint8Array[];
  /** Undefined when the proposal obeys every rule. */
  readonly judge: (height: bigint, items: readonly Uint8Array[]) => Promise<ProposalFault | undefined>;
  /** @throws InvalidBlockError: the block is decided, and this node cannot follow. */
  readonly finalize: (height: bigint, items: readonly Uint8Array[]) => Promise<FinalizedBlock>;
  readonly commit: () => CommittedBlock;
  /** Whether an engine has driven it since this process started: then its state is no longer to be replaced. */
  readonly isDriven: () => boolean;
  /** Goes on from what was restored into the store, whose tree this is. */
  readonly restored: (tree: StateTree) => void;
  /** The tree, unless a finalized block is in it that is not committed. */
  readonly settledTree: () => StateTree | undefined;
};

/** What consensus is told of a finalized block. */
export type FinalizedBlock = Pick<Transition, 'validatorUpdates' | 'params'> & { readonly appHash: Hash32 };

/** What it works on. */
export type ConsensusDeps = {
  readonly store: StateStore;
  readonly pool: Pool;
  readonly verified: VerifiedTransactions;
  readonly failpoints: Failpoints<FailpointName>;
  readonly folder: string;
};

type Pending = {
  readonly height: bigint;
  readonly appHash: Hash32;
  readonly items: readonly Uint8Array[];
  readonly transactions: readonly Transaction[];
  readonly transition: Transition;
  /** Takes the block out of the tree again. */
  readonly undo: readonly TreeChange[];
};

/** Reads the stored state, builds the tree over it and checks that it has the stored app hash. @throws CorruptStoreError */
export function createConsensus({ store, pool, verified, failpoints, folder }: ConsensusDeps): Consensus {
  let tree = createStateTree();
  let committed = resume(store, tree, folder);
  /** What the first Commit writes besides its own changes. */
  let genesis: readonly StateChange[] = [];
  let pending: Pending | undefined;
  let carry: Carry = new Map();
  let proposed: Proposal | undefined;
  let isDriven = false;

  const current = (): Committed => {
    if (committed === undefined) throw new OutOfOrderError('consensus asks for a block before InitChain');
    return committed;
  };
  const baseOf = (height: bigint): Committed => {
    const base = current();
    isDriven = true;
    if (height !== base.height + 1n) {
      throw new OutOfOrderError('consensus asks for a block that does not follow the state', {
        height,
        stateHeight: base.height,
      });
    }
    return base;
  };
  const dropPending = (): void => {
    if (pending !== undefined) tree.apply(pending.undo);
    pending = undefined;
  };

  const execute = (base: Committed, height: bigint, { blockRoots, transactions }: ParsedBlock) =>
    executeBlock({ state: base.state, read: base.read, height, blockRoots, transactions });

  return {
    committed: () => committed,
    durable: () => store.head() ?? { height: 0n, appHash: new Uint8Array() },
    initChain: (start) => {
      failpoints.hit('init-chain.before');
      isDriven = true;
      if (store.head() !== undefined)
        throw new OutOfOrderError('InitChain on a state that has blocks', {
          remedy: 'consensus has another data folder than this state: give it its own, or remove this one',
          folder,
        });
      const { state, accounts } = parseGenesis(start.appState, start);
      pending = undefined;
      genesis = genesisChanges(state, accounts);
      const entries = new Map(genesis);
      tree = createStateTree();
      tree.apply(treeChanges(genesis));
      const appHash = tree.root();
      committed = {
        height: start.initialHeight - 1n,
        appHash,
        state,
        read: (key) => entries.get(key),
      };
      pool.refresh(poolView(committed), new Set());
      failpoints.hit('init-chain.after');
      return appHash;
    },
    propose: (height, maxTxBytes) => {
      const { state, read } = baseOf(height);
      proposed = buildProposal({ pool, state, read, height, maxTxBytes, carry });
      return proposed.items;
    },
    judge: async (height, items) => {
      const base = baseOf(height);
      const block = await parseBlock(items, verified);
      if ('fault' in block) return block;
      const result = execute(base, height, block);
      return 'fault' in result ? result : undefined;
    },
    finalize: async (height, items) => {
      failpoints.hit('finalize-block.before');
      dropPending();
      const base = baseOf(height);
      const own = items.map((item) => Uint8Array.from(item));
      const block = await parseBlock(own, verified);
      if ('fault' in block) throw new InvalidBlockError({ height, ...block });
      const result = execute(base, height, block);
      if ('fault' in result) throw new InvalidBlockError({ height, ...result });
      const transition = finishBlock(result, height, base.read);
      const undo = treeChanges(transition.changes.map(([key]) => [key, base.read(key)] as const));
      tree.apply(treeChanges(transition.changes));
      pending = {
        height,
        appHash: tree.root(),
        items: own,
        transactions: block.transactions,
        transition,
        undo,
      };
      failpoints.hit('finalize-block.after');
      return { ...transition, appHash: pending.appHash };
    },
    commit: () => {
      if (pending === undefined) throw new OutOfOrderError('Commit without a finalized block');
      const { height, appHash, transition, transactions, items } = pending;
      failpoints.hit('store-write.before');
      store.write({
        height,
        appHash,
        changes: genesis.length === 0 ? transition.changes : merged(genesis, transition.changes),
        transactions: transactions.map(({ id, sender, body }) => ({
          id,
          account: sender,
          nonce: body.nonce,
        })),
      });
      failpoints.hit('store-write.after');
      const before = current().state;
      committed = { height, appHash, state: transition.state, read: store.read };
      genesis = [];
      pending = undefined;
      if (proposed !== undefined && isSameBlock(proposed.items, items)) carry = proposed.carry;
      proposed = undefined;
      verified.forget();
      return { height, items, transactions, before, state: transition.state };
    },
    isDriven: () => isDriven,
    restored: (settled) => {
      const head = store.head();
      if (head === undefined) throw new OutOfOrderError('nothing was restored');
      tree = settled;
      genesis = [];
      pending = undefined;
      proposed = undefined;
      committed = { ...head, state: decodeChainState(store.read), read: store.read };
      pool.refresh(poolView(committed), new Set());
    },
    settledTree: () => (pending === undefined ? tree : undefined),
  };
}

function resume(store: StateStore, tree: StateTree, folder: string): Committed | undefined {
  const head = store.head();
  if (head === undefined) return undefined;
  tree.apply(storedLeaves(store));
  if (!equalBytes(tree.root(), head.appHash)) {
    throw new CorruptStoreError({ folder, what: 'the state does not have its app hash' });
  }
  return { ...head, state: decodeChainState(store.read), read: store.read };
}

function* storedLeaves(store: StateStore): Iterable<TreeChange> {
  for (const [key, value] of store.entries()) yield { keyHash: stateKeyHash(key), valueHash: sha256(value) };
}

function treeChanges(changes: readonly StateChange[]): readonly TreeChange[] {
  return changes.map(([key, value]) => ({
    keyHash: stateKeyHash(key),
    valueHash: value === undefined ? undefined : sha256(value),
  }));
}

function merged(earlier: readonly StateChange[], later: readonly StateChange[]): readonly StateChange[] {
  return [...new Map([...earlier, ...later])];
}

function isSameBlock(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((item, index) => equalBytes(item, b[index] ?? new Uint8Array()));
}
