import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { type Blob, buildSquare, dataAvailabilityHeaderSteps, type Layout } from '@switchyard/celestia';
import { emptyCommit, encodeBlock, headerHash, partSetHeader } from '@switchyard/light';
import { type Clock, type Failpoints, Watch } from '@switchyard/service-kit';
import type { BlobEntry, ChainStore, FinalBlock, StoredBlock } from './adapters/chain-store.ts';
import type { BlockSigner } from './adapters/signer.ts';
import { type Accounts, charge, genesisAccounts } from './domain/accounts.ts';
import { gasOf, nextHeader } from './domain/block.ts';
import type { Genesis } from './domain/genesis.ts';
import type { CommittedBlob, Transaction } from './domain/submission.ts';
import { CorruptChainError, DoubleSignError } from './errors.ts';
import type { Failpoint } from './failpoints.ts';

/** What a chain is made of. */
export type ChainDeps = {
  readonly genesis: Genesis;
  readonly store: ChainStore;
  readonly signer: BlockSigner;
  readonly clock: Clock;
  readonly failpoints: Failpoints<Failpoint>;
};

/** How long hashing may hold the event loop. */
const turnMs = 10;

/**
 * Makes blocks one after the other: the block is durable before the vote, the vote before the commit, and only the
 * durable commit makes the height visible. Whatever a crash leaves is finished at the next start, never made anew.
 */
export class Chain {
  /** The highest final height. */
  readonly height: Watch<bigint>;
  readonly #deps: ChainDeps;
  #last: FinalBlock | undefined;

  private constructor(deps: ChainDeps, last: FinalBlock | undefined) {
    this.#deps = deps;
    this.#last = last;
    this.height = new Watch(deps.store.height);
  }

  /** Continues the chain in the store. @throws CorruptChainError */
  static async open(deps: ChainDeps): Promise<Chain> {
    const { store, signer, genesis } = deps;
    const last = store.height === 0n ? undefined : await store.final(store.height);
    if (last !== undefined && last.header.chainId !== genesis.chainId) {
      throw new CorruptChainError({ problem: 'blocks and genesis are of two chains', path: store.folder });
    }
    const ofTwoMoments = { problem: 'signing state and blocks are not of one moment', path: store.folder };
    const chain = new Chain(deps, last);
    const unsigned = await store.unsigned();
    try {
      if (unsigned !== undefined) await chain.#finish(unsigned);
    } catch (error) {
      if (error instanceof DoubleSignError) throw new CorruptChainError(ofTwoMoments, { cause: error });
      throw error;
    }
    if (signer.lastHeight !== store.height) throw new CorruptChainError(ofTwoMoments);
    return chain;
  }

  /** The accounts after the last final block. */
  get accounts(): Accounts {
    return this.#last?.accounts ?? genesisAccounts(this.#deps.genesis);
  }

  /** Makes the next block of these transactions; resolves when it is final. */
  async makeBlock(transactions: readonly Transaction[]): Promise<FinalBlock> {
    const { genesis, store, failpoints } = this.#deps;
    const blobs = transactions.flatMap((transaction) => transaction.blobs);
    const layout = buildSquare(blobs.map(({ blob }) => blob));
    const dah = await inTurns(dataAvailabilityHeaderSteps(layout.square));
    const header = nextHeader(genesis, this.#last, dah);
    const ordered = inSquareOrder(blobs, layout);
    const items = ordered.map(({ blob }) => blob.data);
    // Nobody asks for the parts of a block here; commitments instead of blobs spare a second copy of 32 MiB.
    const commitments = ordered.map(({ commitment }) => commitment);
    const bytes = encodeBlock({ header, items: commitments, lastCommit: this.#last?.commit ?? emptyCommit });
    const block: StoredBlock = {
      header,
      parts: partSetHeader(bytes),
      dah,
      blobs: entriesOf(ordered),
      accounts: transactions.reduce((after, { payer, fee }) => charge(after, payer, fee), this.accounts),
      gas: gasOf(transactions),
    };
    failpoints.hit('block.before');
    await store.appendBlock(block, items);
    failpoints.hit('block.after');
    return this.#finish(block);
  }

  async #finish({ header, parts }: StoredBlock): Promise<FinalBlock> {
    const { store, signer, clock, failpoints } = this.#deps;
    const commit = await signer.commit(header, headerHash(header), parts, clock.now());
    failpoints.hit('commit.before');
    await store.appendCommit({ commit });
    failpoints.hit('commit.after');
    const final = await store.final(header.height);
    this.#last = final;
    this.height.set(header.height);
    return final;
  }
}

/** Runs steps to their end and lets others run in between. */
async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since > turnMs) {
      await setImmediate();
      since = performance.now();
    }
  }
}

type PlacedBlob = CommittedBlob & { readonly blob: Blob; readonly start: number };

function inSquareOrder(blobs: readonly CommittedBlob[], { starts }: Layout): readonly PlacedBlob[] {
  const placed = blobs.map((blob, i) => ({ ...blob, start: starts[i] ?? 0 }));
  return placed.sort((a, b) => a.start - b.start);
}

function entriesOf(blobs: readonly PlacedBlob[]): readonly BlobEntry[] {
  let offset = 0;
  return blobs.map(({ blob, commitment, start }) => {
    const entry: BlobEntry = {
      namespace: blob.namespace,
      shareVersion: blob.shareVersion,
      ...(blob.signer === undefined ? {} : { signer: blob.signer }),
      commitment,
      start,
      offset,
      length: blob.data.length,
      crc: crc32(blob.data),
    };
    offset += blob.data.length;
    return entry;
  });
}
