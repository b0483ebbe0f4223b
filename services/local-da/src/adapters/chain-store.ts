import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type Blob,
  buildSquare,
  type DataAvailabilityHeader,
  type ShareVersion,
  type Square,
} from '@switchyard/celestia';
import type { Commit, Header, PartSetHeader, Validator } from '@switchyard/light';
import { type Namespace, toHex } from '@switchyard/primitives';
import type { Accounts } from '../domain/accounts.ts';
import { CorruptChainError } from '../errors.ts';
import {
  blobOf,
  formatBlockHead,
  formatCommitHead,
  formatExtendedHeader,
  parseBlockHead,
  parseCommitHead,
} from './block-json.ts';
import { RecordFile, type RecordPlace } from './record-file.ts';
import { SizedCache } from './sized-cache.ts';

/** Where a blob lies, and what it is. */
export type BlobEntry = {
  readonly namespace: Namespace;
  readonly shareVersion: ShareVersion;
  readonly signer?: Uint8Array;
  readonly commitment: Uint8Array;
  /** Its first share in the original square. */
  readonly start: number;
  /** Its bytes in the body of the block's record. */
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
};

/** A block without the blobs' bytes. */
export type StoredBlock = {
  readonly header: Header;
  readonly parts: PartSetHeader;
  readonly dah: DataAvailabilityHeader;
  /** In the order of the square. */
  readonly blobs: readonly BlobEntry[];
  /** After the block. */
  readonly accounts: Accounts;
  readonly gas: readonly number[];
};

/** What makes a block final. */
export type StoredCommit = { readonly commit: Commit };

/** A final block, and its ExtendedHeader as text. */
export type FinalBlock = StoredBlock & StoredCommit & { readonly extendedHeader: string };

const blockCacheBytes = 16 * 1024 * 1024;
const squareCacheBytes = 34 * 1024 * 1024;

/**
 * The chain on disk: for each height a record of the block, then one of its commit. A height is visible when its
 * commit is durable. After a crash the last block may wait for its commit: `unsigned`.
 */
export class ChainStore implements AsyncDisposable {
  readonly #path: string;
  readonly #validator: Validator;
  readonly #blocks: RecordPlace[] = [];
  readonly #commits: RecordPlace[] = [];
  readonly #heightOfHash = new Map<string, bigint>();
  readonly #final = new SizedCache<bigint, FinalBlock>(blockCacheBytes);
  readonly #squares = new SizedCache<bigint, Square>(squareCacheBytes);
  /** The height up to which hashes are named; a start does not read all blocks for it. */
  #hashesTo = 0n;
  #file: RecordFile | undefined;

  private constructor(path: string, validator: Validator) {
    this.#path = path;
    this.#validator = validator;
  }

  /** Opens or creates the chain in a folder. @throws CorruptChainError */
  static async open(folder: string, validator: Validator): Promise<ChainStore> {
    const store = new ChainStore(join(folder, 'blocks.log'), validator);
    await store.#load();
    return store;
  }

  /** Where it is. */
  get folder(): string {
    return dirname(this.#path);
  }

  /** The highest final height, 0 before the first. */
  get height(): bigint {
    return BigInt(this.#commits.length);
  }

  /** The block above the head that waits for its commit. */
  async unsigned(): Promise<StoredBlock | undefined> {
    const place = this.#blocks[this.#commits.length];
    return place === undefined ? undefined : this.#block(place);
  }

  /** Makes a block durable, not yet visible. @throws ChainWriteError */
  async appendBlock(block: StoredBlock, bodies: readonly Uint8Array[]): Promise<void> {
    this.#blocks.push(await this.#open.append(formatBlockHead(block), bodies));
  }

  /** Makes the last block final. @throws ChainWriteError */
  async appendCommit(stored: StoredCommit): Promise<void> {
    this.#commits.push(await this.#open.append(formatCommitHead(stored), []));
    if (this.#hashesTo === this.height - 1n) this.#nameHash(stored.commit);
  }

  /** A final block. @throws CorruptChainError */
  async final(height: bigint): Promise<FinalBlock> {
    const cached = this.#final.get(height);
    if (cached !== undefined) return cached;
    const blockPlace = this.#blocks[Number(height) - 1];
    const commitPlace = this.#commits[Number(height) - 1];
    if (blockPlace === undefined || commitPlace === undefined) {
      throw new CorruptChainError({ problem: `height ${height} is missing`, path: this.#path });
    }
    const block = await this.#block(blockPlace);
    const stored = parseCommitHead(await this.#open.head(commitPlace));
    const extendedHeader = formatExtendedHeader(block, stored, this.#validator);
    const final = { ...block, ...stored, extendedHeader };
    this.#final.set(height, final, 4 * extendedHeader.length + 1_000 * block.blobs.length);
    return final;
  }

  /** The final height with this header hash. */
  async heightOf(hash: Uint8Array): Promise<bigint | undefined> {
    while (this.#hashesTo < this.height) {
      const { commit } = await this.final(this.#hashesTo + 1n);
      if (commit.height === this.#hashesTo + 1n) this.#nameHash(commit);
    }
    return this.#heightOfHash.get(toHex(hash));
  }

  /** The bytes of a blob of a final block. @throws CorruptChainError */
  async data(height: bigint, { offset, length, crc }: BlobEntry): Promise<Uint8Array> {
    const place = this.#blocks[Number(height) - 1];
    if (place === undefined)
      throw new CorruptChainError({ problem: `height ${height} is missing`, path: this.#path });
    return this.#data(place, { offset, length, crc });
  }

  /** The original square of a final block. @throws CorruptChainError */
  async square(height: bigint): Promise<Square> {
    const cached = this.#squares.get(height);
    if (cached !== undefined) return cached;
    const { blobs } = await this.final(height);
    const whole: Blob[] = [];
    for (const entry of blobs) whole.push(blobOf(entry, await this.data(height, entry)));
    const { square } = buildSquare(whole);
    this.#squares.set(height, square, square.shares.length);
    return square;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.[Symbol.asyncDispose]();
  }

  get #open(): RecordFile {
    if (this.#file === undefined)
      throw new CorruptChainError({ problem: 'the chain is not open', path: this.#path });
    return this.#file;
  }

  #nameHash({ height, blockId }: Commit): void {
    this.#heightOfHash.set(toHex(blockId.hash), height);
    this.#hashesTo = height;
  }

  async #load(): Promise<void> {
    const places: RecordPlace[] = [];
    this.#file = await RecordFile.open(this.#path, (place) => places.push(place));
    await this.#cutUnfinished(places);
    for (const [i, place] of places.entries()) (i % 2 === 0 ? this.#blocks : this.#commits).push(place);
    const last = this.#blocks.at(-1);
    if (last !== undefined) await this.#assertWhole(last, BigInt(this.#blocks.length));
  }

  /** A crash may leave a last record of full length whose bytes did not all reach the disk. */
  async #cutUnfinished(places: RecordPlace[]): Promise<void> {
    const last = places.at(-1);
    if (last === undefined) return;
    try {
      const head = await this.#open.head(last);
      if (places.length % 2 === 0) parseCommitHead(head);
      else await this.#assertWhole(last, BigInt((places.length + 1) / 2));
    } catch (error) {
      if (!(error instanceof CorruptChainError)) throw error;
      await this.#open.cut(last);
      places.pop();
    }
  }

  async #assertWhole(place: RecordPlace, height: bigint): Promise<void> {
    const block = await this.#block(place);
    if (block.header.height !== height)
      throw new CorruptChainError({ problem: 'heights are not in order', path: this.#path });
    for (const entry of block.blobs) await this.#data(place, entry);
  }

  async #block(place: RecordPlace): Promise<StoredBlock> {
    return parseBlockHead(await this.#open.head(place));
  }

  async #data(
    place: RecordPlace,
    { offset, length, crc }: Pick<BlobEntry, 'offset' | 'length' | 'crc'>,
  ): Promise<Uint8Array> {
    const data = await this.#open.body(place, offset, length);
    if (crc32(data) !== crc) throw new CorruptChainError({ problem: 'a blob is damaged', path: this.#path });
    return data;
  }
}
