import { MalformedError } from '@switchyard/primitives';
import { decodeBlockRoots, type Transaction } from '@switchyard/protocol';
import type { VerifiedTransactions } from './signatures.ts';

/** Why a proposal is rejected. */
export type ProposalFault = { readonly fault: string; readonly item: number };

/** The items of a block, read. */
export type ParsedBlock = { readonly blockRoots: Uint8Array; readonly transactions: readonly Transaction[] };

/** The rules of specs/05-state-machine.md §8 that need no state: form and signatures. */
export async function parseBlock(
  items: readonly Uint8Array[],
  verified: VerifiedTransactions,
): Promise<ParsedBlock | ProposalFault> {
  const [blockRoots, ...rest] = items;
  if (blockRoots === undefined) return { fault: 'EMPTY', item: 0 };
  try {
    decodeBlockRoots(blockRoots);
    const transactions = await verified.verifyAll(rest);
    if ('wrong' in transactions) return { fault: 'BAD_SIGNATURE', item: transactions.wrong + 1 };
    return { blockRoots: Uint8Array.from(blockRoots), transactions };
  } catch (error) {
    if (error instanceof MalformedError) return { fault: 'MALFORMED', item: -1 };
    throw error;
  }
}
