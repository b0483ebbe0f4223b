import { encodeBlockId, encodeTimestamp } from './encode.ts';
import { delimited, fixed64Field, integerField, messageField, textField } from './protobuf.ts';
import type { BlockId, Timestamp } from './types.ts';

/** A vote without its signer; without a block it is a vote for nil. */
export type Vote = {
  readonly type: 'prevote' | 'precommit';
  readonly height: bigint;
  readonly round: number;
  readonly blockId: BlockId | undefined;
  readonly timestamp: Timestamp;
};

/** The bytes that a validator signs for a vote: `CanonicalVote` behind its length. */
export function voteSignBytes(chainId: string, vote: Vote): Uint8Array {
  return delimited(
    integerField(1, vote.type === 'prevote' ? 1 : 2),
    fixed64Field(2, vote.height),
    fixed64Field(3, BigInt(vote.round)),
    vote.blockId === undefined || isEmpty(vote.blockId)
      ? new Uint8Array()
      : messageField(4, encodeBlockId(vote.blockId)),
    messageField(5, encodeTimestamp(vote.timestamp)),
    textField(6, chainId),
  );
}

/** A proposal without its signature. */
export type Proposal = {
  readonly height: bigint;
  readonly round: number;
  /** The round of the proof of lock, −1 without one. */
  readonly polRound: number;
  readonly blockId: BlockId;
  readonly timestamp: Timestamp;
};

/** The bytes that a proposer signs: `CanonicalProposal` behind its length. */
export function proposalSignBytes(chainId: string, proposal: Proposal): Uint8Array {
  return delimited(
    integerField(1, PROPOSAL_TYPE),
    fixed64Field(2, proposal.height),
    fixed64Field(3, BigInt(proposal.round)),
    integerField(4, BigInt(proposal.polRound)),
    messageField(5, encodeBlockId(proposal.blockId)),
    messageField(6, encodeTimestamp(proposal.timestamp)),
    textField(7, chainId),
  );
}

/** `SIGNED_MSG_TYPE_PROPOSAL`. */
const PROPOSAL_TYPE = 32;

function isEmpty({ hash, parts }: BlockId): boolean {
  return hash.length === 0 && parts.total === 0 && parts.hash.length === 0;
}
