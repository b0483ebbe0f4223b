import type { ValidatorSet } from '@switchyard/light';
import { equalBytes, faultOf } from '@switchyard/primitives';
import { decodeFilteredBlock, type FilteredBlock } from '@switchyard/protocol';
import { verifyBlockOf } from './filtered.ts';
import { type BlockTopic, isWithinWindow } from './topic.ts';

/** What gossip does with a message: forward it, drop it, or drop it and blame who sent it. */
export type Verdict = 'accept' | 'ignore' | 'reject';

/** What a relayer has verified itself, as far as a verdict needs it. */
export type KnownChain = {
  readonly chainId: string;
  /** The last height relayed. */
  readonly tip: bigint;
  /** The only hash a validator set may have at this height, for heights up to tip + 1 within the window. */
  readonly validatorsHashAt: (height: bigint) => Uint8Array | undefined;
  /** Sets that the followed chain has named. */
  readonly validators: (hash: Uint8Array) => ValidatorSet | undefined;
  /** Whether a block was accepted, or published by ourselves, before. */
  readonly wasAccepted: (topic: BlockTopic, height: bigint, headerHash: Uint8Array) => boolean;
};

/** A verdict with its reason, and the block when it may be used. */
export type Judgement =
  | { readonly verdict: 'accept'; readonly reason: 'new'; readonly block: FilteredBlock }
  | { readonly verdict: 'ignore'; readonly reason: IgnoreReason }
  | { readonly verdict: 'reject'; readonly reason: RejectReason };

export type IgnoreReason = 'outside-window' | 'seen' | 'unknown-set';
export type RejectReason = 'malformed' | 'other-chain' | 'wrong-topic' | 'wrong-set' | 'unproven';

/** Judges a gossiped FilteredBlock, cheap checks first. Total: any bytes get a verdict. */
export function judge(bytes: Uint8Array, topic: BlockTopic, chain: KnownChain): Judgement {
  const block = attempt(() => decodeFilteredBlock(bytes));
  if (block === undefined) return { verdict: 'reject', reason: 'malformed' };
  const { header, headerHash } = block;
  if (header.chainId !== chain.chainId) return { verdict: 'reject', reason: 'other-chain' };
  if (!belongsTo(topic, block)) return { verdict: 'reject', reason: 'wrong-topic' };
  if (!isWithinWindow(header.height, chain.tip)) return { verdict: 'ignore', reason: 'outside-window' };
  if (chain.wasAccepted(topic, header.height, headerHash)) return { verdict: 'ignore', reason: 'seen' };
  // Further above nobody knows the set yet; while it stays the same, it is the one above the tip. A retired set must
  // not speak for the future.
  const isDecided = header.height <= chain.tip + 1n;
  const named = chain.validatorsHashAt(isDecided ? header.height : chain.tip + 1n);
  if (named === undefined) return { verdict: 'ignore', reason: 'unknown-set' };
  if (!equalBytes(named, header.validatorsHash)) {
    return isDecided
      ? { verdict: 'reject', reason: 'wrong-set' }
      : { verdict: 'ignore', reason: 'unknown-set' };
  }
  const validators = chain.validators(named);
  if (validators === undefined) return { verdict: 'ignore', reason: 'unknown-set' };
  const proven = attempt(() => {
    verifyBlockOf(topic, block, validators, chain.chainId);
    return true;
  });
  return proven === undefined
    ? { verdict: 'reject', reason: 'unproven' }
    : { verdict: 'accept', reason: 'new', block };
}

function belongsTo(topic: BlockTopic, { section }: FilteredBlock): boolean {
  if (topic.kind === 'blocks') return section === undefined;
  return section !== undefined && equalBytes(section.rollupId, topic.id);
}

/** The value, or undefined when the input is at fault; anything else is a bug and thrown. */
function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    if (faultOf(error) === 'rejected') return undefined;
    throw error;
  }
}
