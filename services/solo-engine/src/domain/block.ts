import {
  type Block,
  type BlockId,
  type Commit,
  commitHash,
  dataHash,
  emptyHash,
  encodeBlock,
  type Header,
  headerHash,
  type PartSet,
  partSet,
  validatorsHash,
} from '@switchyard/light';
import { type ChainState, nextHeight } from './chain.ts';
import { ApplicationFaultError } from './errors.ts';
import { maxBlockBytes, paramsHash } from './params.ts';
import { medianTime } from './time.ts';

/** `BlockProtocol` of CometBFT v0.38. */
const BLOCK_PROTOCOL = 11n;
const MAX_OVERHEAD_BYTES = 11n;
const MAX_HEADER_BYTES = 626n;
const MAX_COMMIT_OVERHEAD_BYTES = 94n;
const MAX_COMMIT_SIGNATURE_BYTES = 109n;
/** `MaxCommitSigBytes` behind its tag and length. */
const COMMIT_SIGNATURE_FRAMING_BYTES = 2n;

/** A block, its bytes, and the id that votes name. */
export type BuiltBlock = {
  readonly block: Block;
  readonly bytes: Uint8Array;
  readonly parts: PartSet;
  readonly blockId: BlockId;
};

/** What a block is made of besides the chain's state. */
export type BlockContent = {
  readonly items: readonly Uint8Array[];
  /** Of the height before; empty for the first block. */
  readonly lastCommit: Commit;
  readonly proposerAddress: Uint8Array;
};

/** The next block of a chain: the same bytes that CometBFT makes. */
export function buildBlock(state: ChainState, content: BlockContent): BuiltBlock {
  const block: Block = {
    header: buildHeader(state, content),
    items: content.items,
    lastCommit: content.lastCommit,
  };
  const bytes = encodeBlock(block);
  const parts = partSet(bytes);
  return { block, bytes, parts, blockId: { hash: headerHash(block.header), parts: parts.header } };
}

function buildHeader(state: ChainState, { items, lastCommit, proposerAddress }: BlockContent): Header {
  const height = nextHeight(state);
  return {
    version: { block: BLOCK_PROTOCOL, app: state.appVersion },
    chainId: state.chainId,
    height,
    time: blockTime(state, lastCommit),
    lastBlockId: state.lastBlockId,
    lastCommitHash: commitHash(lastCommit),
    dataHash: dataHash(items),
    validatorsHash: validatorsHash(state.validators.validators),
    nextValidatorsHash: validatorsHash(state.nextValidators.validators),
    consensusHash: paramsHash(state.params),
    appHash: state.appHash,
    lastResultsHash: state.lastResultsHash,
    evidenceHash: emptyHash,
    proposerAddress,
  };
}

/** The time of the next block: genesis time first, then the median of the last commit. */
export function blockTime(state: ChainState, lastCommit: Commit): Header['time'] {
  return nextHeight(state) === state.initialHeight
    ? state.lastBlockTime
    : medianTime(lastCommit, state.lastValidators);
}

/** `max_tx_bytes` of PrepareProposal: what the parameters leave for items, framing included. */
export function maxItemsBytes({ params, validators }: ChainState): bigint {
  const commit =
    MAX_COMMIT_OVERHEAD_BYTES +
    (MAX_COMMIT_SIGNATURE_BYTES + COMMIT_SIGNATURE_FRAMING_BYTES) * BigInt(validators.validators.length);
  return maxBlockBytes(params) - MAX_OVERHEAD_BYTES - MAX_HEADER_BYTES - commit;
}

/** @throws ApplicationFaultError when a proposal is larger than what was asked for: CometBFT panics at it. */
export function assertItemsFit(items: readonly Uint8Array[], maxBytes: bigint): void {
  const bytes = items.reduce((sum, { length }) => sum + BigInt(1 + varintLength(length) + length), 0n);
  if (bytes > maxBytes) throw new ApplicationFaultError('proposal is too large', { bytes, maxBytes });
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) length += 1;
  return length;
}
