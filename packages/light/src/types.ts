/** A moment as protobuf's Timestamp has it. Go's zero time is {@link zeroTime}. */
export type Timestamp = {
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: bigint;
  /** 0 to 999,999,999. */
  readonly nanos: number;
};

/** The year 1, which Go and CometBFT write where there is no time. */
export const zeroTime: Timestamp = { seconds: -62_135_596_800n, nanos: 0 };

/** How many parts a block was cut into for its way between nodes, and the Merkle root over them. */
export type PartSetHeader = { readonly total: number; readonly hash: Uint8Array };

/** What validators vote for: a header hash (empty before the first block) and the block's parts. */
export type BlockId = { readonly hash: Uint8Array; readonly parts: PartSetHeader };

/** The id that the first block names as its predecessor's. */
export const emptyBlockId: BlockId = {
  hash: new Uint8Array(),
  parts: { total: 0, hash: new Uint8Array() },
};

/** A header of CometBFT v0.38, of the sequencer chain or of the DA chain. */
export type Header = {
  readonly version: { readonly block: bigint; readonly app: bigint };
  readonly chainId: string;
  readonly height: bigint;
  readonly time: Timestamp;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
};

/** One validator's part of a commit: a vote for the block, a vote for nil, or none. */
export type CommitSignature = {
  readonly flag: 'absent' | 'commit' | 'nil';
  /** Empty when absent. */
  readonly validatorAddress: Uint8Array;
  /** {@link zeroTime} when absent. */
  readonly timestamp: Timestamp;
  /** Empty when absent. */
  readonly signature: Uint8Array;
};

/** The precommits of a height, one place for each validator of the set, in the set's order. */
export type Commit = {
  readonly height: bigint;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSignature[];
};

/** The commit that the first block carries for the height before it. */
export const emptyCommit: Commit = { height: 0n, round: 0, blockId: emptyBlockId, signatures: [] };

/** A validator with an Ed25519 key of 32 bytes. */
export type Validator = {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  /** Known to nodes, and no part of the set's hash. */
  readonly proposerPriority?: bigint;
};

/** In CometBFT's order: power descending, then address ascending. */
export type ValidatorSet = readonly Validator[];

/** A block as CometBFT stores it, without evidence. */
export type Block = {
  readonly header: Header;
  readonly items: readonly Uint8Array[];
  readonly lastCommit: Commit;
};
