import { equalBytes } from '@switchyard/primitives';
import { BLOCK_ROOTS_BYTES, encodeBlockRoots, type Transaction } from '@switchyard/protocol';
import type { ChainState, StateReader } from './chain-state.ts';
import { type ExecutionResult, framedBytes, startExecution } from './execution.ts';
import { blockRootsOf } from './proposal.ts';

/** Why a block is not valid: which rule of specs/05-state-machine.md §8, and which item broke it. */
export type BlockFault = { readonly fault: string; readonly item: number };

/**
 * Checks a block and computes what it makes. `transactions` are the decoded items after the first, their signatures
 * checked; all other rules are checked here.
 */
export function executeBlock({
  state,
  read,
  height,
  blockRoots,
  transactions,
}: {
  readonly state: ChainState;
  readonly read: StateReader;
  readonly height: bigint;
  readonly blockRoots: Uint8Array;
  readonly transactions: readonly Transaction[];
}): ExecutionResult | BlockFault {
  const maxBytes = Number(state.params.blockMaxBytes) - framedBytes(BLOCK_ROOTS_BYTES);
  const execution = startExecution({ state, read, height, maxBytes });
  for (const [index, transaction] of transactions.entries()) {
    const refusal = execution.apply(transaction);
    if (refusal !== undefined) return { fault: refusal.code, item: index + 1 };
  }
  if (!equalBytes(encodeBlockRoots(blockRootsOf(transactions, height)), blockRoots)) {
    return { fault: 'BLOCK_ROOTS', item: 0 };
  }
  return execution.result();
}
