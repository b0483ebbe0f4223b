import { type KeyObject, sign } from 'node:crypto';
import {
  type Anchor,
  type BlockId,
  type Commit,
  commitHash,
  dataHash,
  emptyBlockId,
  emptyCommit,
  emptyHash,
  type Header,
  headerHash,
  sortValidators,
  type ValidatorSet,
  validatorAddress,
  validatorsHash,
  voteSignBytes,
  zeroTime,
} from '@switchyard/light';
import { bigEndianU64, concatBytes, type RollupId, sha256, toHex, utf8 } from '@switchyard/primitives';
import {
  buildSignedBlock,
  decodeTransaction,
  encodeBlockRoots,
  privateKeyOf,
  publicKeyOf,
  rollupDataRoot,
  rollupIdsRoot,
  type SignedBlock,
  sectionRoot,
  sectionsOf,
  signTransaction,
} from '@switchyard/protocol';

/** A validator whose key the test holds. */
export type TestValidator = {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  readonly privateKey: KeyObject;
};

/** The validator of a name: the same key each time. */
export function aValidator(name: string, power = 10n): TestValidator {
  const seed = sha256(utf8(`validator ${name}`));
  return { publicKey: publicKeyOf(seed), power, privateKey: privateKeyOf(seed) };
}

/** What a block of a test chain is to hold. */
export type BlockContent = {
  /** Data to be ordered; each piece becomes one item of its rollup's section. */
  readonly data?: readonly { readonly rollupId: RollupId; readonly data: readonly Uint8Array[] }[];
  /** The set that signs the next block, when it is to change. */
  readonly nextValidators?: readonly TestValidator[];
  /** Who signs this block, when not all of its set. Others are absent. */
  readonly signers?: readonly TestValidator[];
  /** Header time; one second after the last block's unless given. */
  readonly timeMs?: number;
  /** What else to change of the header before it is signed, for forgeries. */
  readonly header?: Partial<Header>;
};

/** A real chain: every header, root and signature holds. */
export type TestChain = {
  readonly chainId: string;
  /** The anchor of height 0, with the given or the first DA height. */
  anchor(da?: Partial<Anchor['da']>): Anchor;
  /** Makes and signs the next block. */
  nextBlock(content?: BlockContent): SignedBlock;
  /** Makes a number of blocks. */
  nextBlocks(count: number, content?: (height: bigint) => BlockContent): readonly SignedBlock[];
  /** Every block so far. */
  readonly blocks: readonly SignedBlock[];
  /** The items of a block as ordered, BlockRoots first. @throws RangeError when there is no such height. */
  items(height: bigint): readonly Uint8Array[];
  /** The set with this hash, of those that this chain had. */
  validatorSet(hash: Uint8Array): ValidatorSet | undefined;
  /** Another chain with the same past, for conflicts. */
  fork(): TestChain;
};

/** How a test chain begins. */
export type TestChainOptions = {
  readonly chainId?: string;
  readonly validators?: readonly TestValidator[];
  readonly startMs?: number;
};

/** A chain at height 0. */
export function createTestChain({
  chainId = 'yard-00c0ffee',
  validators = [aValidator('a')],
  startMs = Date.UTC(2030, 0, 1),
}: TestChainOptions = {}): TestChain {
  return chainFrom({ chainId, genesis: validators, set: validators, blocks: [], items: [], timeMs: startMs });
}

type State = {
  readonly chainId: string;
  readonly genesis: readonly TestValidator[];
  readonly set: readonly TestValidator[];
  readonly blocks: readonly SignedBlock[];
  readonly items: readonly (readonly Uint8Array[])[];
  readonly timeMs: number;
};

function chainFrom(start: State): TestChain {
  const { chainId, genesis } = start;
  let { set, timeMs } = start;
  const blocks = [...start.blocks];
  const itemsByBlock = [...start.items];
  const sets = new Map<string, ValidatorSet>();
  const remember = (members: readonly TestValidator[]): Uint8Array => {
    const hash = validatorsHash(setOf(members));
    sets.set(toHex(hash), setOf(members));
    return hash;
  };
  remember(genesis);
  remember(set);

  const nextBlock = (content: BlockContent = {}): SignedBlock => {
    timeMs = content.timeMs ?? timeMs + 1_000;
    const parent = blocks.at(-1);
    const height = BigInt(blocks.length) + 1n;
    const items = itemsOf(chainId, height, content.data ?? []);
    const nextSet = content.nextValidators ?? set;
    const header: Header = {
      version: { block: 11n, app: 1n },
      chainId,
      height,
      time: { seconds: BigInt(Math.floor(timeMs / 1_000)), nanos: (timeMs % 1_000) * 1_000_000 },
      lastBlockId: parent === undefined ? emptyBlockId : parent.commit.blockId,
      lastCommitHash: commitHash(parent?.commit ?? emptyCommit),
      dataHash: dataHash(items),
      validatorsHash: remember(set),
      nextValidatorsHash: remember(nextSet),
      consensusHash: emptyHash,
      appHash: sha256(bigEndianU64(height)),
      lastResultsHash: emptyHash,
      evidenceHash: emptyHash,
      proposerAddress: proposerOf(set),
      ...content.header,
    };
    const commit = signHeader(header, set, content.signers ?? set);
    const block = buildSignedBlock({ header, commit, items });
    blocks.push(block);
    itemsByBlock.push(items);
    set = nextSet;
    return block;
  };

  return {
    chainId,
    blocks,
    nextBlock,
    nextBlocks: (count, content = () => ({})) =>
      Array.from({ length: count }, () => nextBlock(content(BigInt(blocks.length) + 1n))),
    anchor: (da = {}) => ({
      chainId,
      sequencer: { height: 0n, headerHash: new Uint8Array(), nextValidators: setOf(genesis) },
      da: { chainId: 'da-test', height: 1n, headerHash: sha256(utf8('da genesis')), ...da },
    }),
    items: (height) => {
      const items = itemsByBlock[Number(height) - 1];
      if (items === undefined) throw new RangeError('the chain has no such height');
      return items;
    },
    validatorSet: (hash) => sets.get(toHex(hash)),
    fork: () => chainFrom({ chainId, genesis, set, blocks, items: itemsByBlock, timeMs }),
  };
}

/** A commit of a header by some of a set, in CometBFT's places. */
export function signHeader(
  header: Header,
  set: readonly TestValidator[],
  signers: readonly TestValidator[] = set,
): Commit {
  const blockId: BlockId = {
    hash: headerHash(header),
    parts: { total: 1, hash: sha256(headerHash(header)) },
  };
  const { chainId, height, time: timestamp } = header;
  const message = voteSignBytes(chainId, { type: 'precommit', height, round: 0, blockId, timestamp });
  const signatures = setOf(set).map((validator): Commit['signatures'][number] => {
    const signer = signers.find(({ publicKey }) => toHex(publicKey) === toHex(validator.publicKey));
    if (signer === undefined) {
      const nothing = new Uint8Array();
      return { flag: 'absent', validatorAddress: nothing, timestamp: zeroTime, signature: nothing };
    }
    const signature = new Uint8Array(sign(null, message, signer.privateKey));
    return { flag: 'commit', validatorAddress: validatorAddress(validator), timestamp, signature };
  });
  return { height, round: 0, blockId, signatures };
}

/** The public half of test validators, in CometBFT's order. */
export function setOf(validators: readonly TestValidator[]): ValidatorSet {
  return sortValidators(validators.map(({ publicKey, power }) => ({ publicKey, power })));
}

function proposerOf(set: readonly TestValidator[]): Uint8Array {
  const [first] = setOf(set);
  if (first === undefined) throw new RangeError('a chain has a validator');
  return validatorAddress(first);
}

const senderSeed = sha256(utf8('sender'));

/** BlockRoots and a transaction for each rollup's data. */
function itemsOf(
  chainId: string,
  height: bigint,
  data: NonNullable<BlockContent['data']>,
): readonly Uint8Array[] {
  const transactions = data
    .filter((rollup) => rollup.data.length > 0)
    .map((rollup, index) =>
      signTransaction(
        {
          chainId,
          nonce: (height << 16n) + BigInt(index),
          expiresAtHeight: height + 100n,
          maxFee: 0n,
          actions: rollup.data.map((bytes) => ({
            kind: 'submitRollupData',
            rollupId: rollup.rollupId,
            data: concatBytes(bytes),
          })),
        },
        senderSeed,
      ),
    );
  const sections = sectionsOf(transactions.map(decodeTransaction));
  const roots = encodeBlockRoots({
    height,
    rollupDataRoot: rollupDataRoot(
      sections.map(({ rollupId, items }) => ({ rollupId, sectionRoot: sectionRoot(items) })),
    ),
    rollupIdsRoot: rollupIdsRoot(sections.map(({ rollupId }) => rollupId)),
  });
  return [roots, ...transactions];
}
