import { toHex } from '@switchyard/primitives';
import {
  BLOCK_ROOTS_BYTES,
  type BlockRoots,
  encodeBlockRoots,
  rollupDataRoot,
  rollupIdsRoot,
  sectionRoot,
  sectionsOf,
  type Transaction,
} from '@switchyard/protocol';
import { type ChainState, decodeAccount, type StateReader } from './chain-state.ts';
import { framedBytes, startExecution } from './execution.ts';
import { type Carry, shareOut } from './fair-share.ts';
import type { Pool } from './pool.ts';
import { classesOf, type PoolEntry } from './pool-entry.ts';
import type { Refusal } from './refusal.ts';

/** A block that this node would propose. */
export type Proposal = {
  /** BlockRoots first. */
  readonly items: readonly Uint8Array[];
  readonly transactions: readonly Transaction[];
  /** What classes are owed if this block is decided. */
  readonly carry: Carry;
};

/**
 * Chooses a block from the pool: reports and sudo first, then fair shares. It applies each transaction as the block
 * will, so the block is valid, and it never passes `maxTxBytes`, framing included.
 */
export function buildProposal({
  pool,
  state,
  read,
  height,
  maxTxBytes,
  carry,
}: {
  readonly pool: Pool;
  readonly state: ChainState;
  readonly read: StateReader;
  readonly height: bigint;
  readonly maxTxBytes: number;
  readonly carry: Carry;
}): Proposal {
  const maxBytes = Math.min(maxTxBytes, Number(state.params.blockMaxBytes)) - framedBytes(BLOCK_ROOTS_BYTES);
  const execution = startExecution({ state, read, height, maxBytes });
  const transactions: Transaction[] = [];
  const include = ({ transaction }: PoolEntry): Refusal | undefined => {
    const refusal = execution.apply(transaction);
    if (refusal === undefined) transactions.push(transaction);
    return refusal;
  };
  /** The next ordinary entry of an account, after its control entries are in. */
  const ordinaryFrom = (account: string, nonce: bigint): PoolEntry | undefined => {
    for (let next = nonce; ; next++) {
      const entry = pool.readyAt(account, next);
      if (entry === undefined || entry.charges.length > 0) return entry;
      if (include(entry) !== undefined) return undefined;
    }
  };
  const heads: PoolEntry[] = [];
  for (const account of pool.readyAccounts()) {
    const head = ordinaryFrom(account, decodeAccount(read(`account/${account}`)).nonce);
    if (head !== undefined) heads.push(head);
  }
  const weights = new Map(state.rollups.map(({ rollupId, weight }) => [toHex(rollupId), Number(weight)]));
  const owed = shareOut({
    classes: classesOf(weights),
    carry,
    allowedBytes: Number(execution.budget.allowed),
    heads,
    include,
    successor: ({ account, transaction }) => ordinaryFrom(account, transaction.body.nonce + 1n),
  });
  return {
    items: [encodeBlockRoots(blockRootsOf(transactions, height)), ...transactions.map(({ bytes }) => bytes)],
    transactions,
    carry: owed,
  };
}

/** What the first item of a block of these transactions commits to. */
export function blockRootsOf(transactions: readonly Transaction[], height: bigint): BlockRoots {
  const sections = sectionsOf(transactions);
  return {
    height,
    rollupDataRoot: rollupDataRoot(
      sections.map(({ rollupId, items }) => ({ rollupId, sectionRoot: sectionRoot(items) })),
    ),
    rollupIdsRoot: rollupIdsRoot(sections.map(({ rollupId }) => rollupId)),
  };
}
