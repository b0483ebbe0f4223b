import {
  type Blob,
  buildSquare,
  coversNamespace,
  dahHash,
  dataAvailabilityHeader,
  type NamespaceRow,
  proveNamespace,
  rowTree,
  SHARE_SIZE,
  type Square,
  userNamespace,
} from '@switchyard/celestia';
import {
  type Anchor,
  type Commit,
  commitHash,
  emptyBlockId,
  emptyCommit,
  emptyHash,
  type Header,
  headerHash,
  LightError,
  validatorAddress,
  validatorsHash,
} from '@switchyard/light';
import { type DaHeight, daHeight, type Namespace, toHex } from '@switchyard/primitives';
import { aValidator, ManualClock, setOf, signHeader, type TestValidator } from '@switchyard/testing';
import { describe, expect, it } from 'vitest';
import type { DaHeader } from './celestia-client.ts';
import { DaHeightNotYetError, DaProofError } from './celestia-errors.ts';
import { DaAnchorTooOldError } from './celestia-headers.ts';
import { createVerifiedDaReader, type DaReadMode, type VerifiedDaReaderOptions } from './celestia-reader.ts';

const signal = AbortSignal.timeout(60_000);
const space = (id: number): Namespace => userNamespace(new Uint8Array([id, 0]));
const aBlob = (id: number, length: number, fill = id): Blob => ({
  namespace: space(id),
  data: new Uint8Array(length).fill(fill),
  shareVersion: 0,
});

type Block = { readonly header: DaHeader; readonly square: Square };

type DaContent = {
  readonly blobs?: readonly Blob[];
  readonly nextValidators?: readonly TestValidator[];
  readonly signers?: readonly TestValidator[];
};

/** A DA chain in memory that tells the truth unless a test changes what it tells. */
class FakeDa {
  readonly blocks: Block[] = [];
  readonly asked: bigint[] = [];
  tellHeader: (header: DaHeader) => DaHeader = (header) => header;
  tellRows: (rows: readonly NamespaceRow[]) => readonly NamespaceRow[] = (rows) => rows;
  #set: readonly TestValidator[];

  constructor(set: readonly TestValidator[]) {
    this.#set = set;
  }

  get anchor(): Anchor['da'] {
    const first = this.block(1n).header;
    return { chainId: first.header.chainId, height: 1n, headerHash: first.headerHash };
  }

  add({ blobs = [], nextValidators = this.#set, signers = this.#set }: DaContent = {}): DaHeight {
    const { square } = buildSquare(blobs);
    const dah = dataAvailabilityHeader(square);
    const parent = this.blocks.at(-1)?.header;
    const height = BigInt(this.blocks.length) + 1n;
    const [proposer] = setOf(this.#set);
    if (proposer === undefined) throw new Error('no validator');
    const header: Header = {
      version: { block: 11n, app: 9n },
      chainId: 'private-test',
      height,
      time: { seconds: 1_800_000_000n + 3n * height, nanos: 0 },
      lastBlockId: parent?.commit.blockId ?? emptyBlockId,
      lastCommitHash: commitHash(parent?.commit ?? emptyCommit),
      dataHash: dahHash(dah),
      validatorsHash: validatorsHash(setOf(this.#set)),
      nextValidatorsHash: validatorsHash(setOf(nextValidators)),
      consensusHash: emptyHash,
      appHash: emptyHash,
      lastResultsHash: emptyHash,
      evidenceHash: emptyHash,
      proposerAddress: validatorAddress(proposer),
    };
    const commit = signHeader(header, this.#set, signers);
    this.blocks.push({ header: daHeaderOf(header, commit, this.#set, dah), square });
    this.#set = nextValidators;
    return daHeight(height);
  }

  addMany(count: number): void {
    for (let i = 0; i < count; i++) this.add();
  }

  block(height: bigint): Block {
    const block = this.blocks[Number(height) - 1];
    if (block === undefined) throw new DaHeightNotYetError('header.GetByHeight');
    return block;
  }

  readonly client: VerifiedDaReaderOptions['client'] = {
    headerByHeight: async (height) => {
      this.asked.push(height);
      return this.tellHeader(this.block(height).header);
    },
    networkHead: async () => this.tellHeader(this.block(BigInt(this.blocks.length)).header),
    namespaceData: async (height, wanted) => this.tellRows(rowsOf(this.block(height), wanted)),
  };
}

function daHeaderOf(
  header: Header,
  commit: Commit,
  set: readonly TestValidator[],
  dah: DaHeader['dah'],
): DaHeader {
  return {
    height: daHeight(header.height),
    header,
    headerHash: headerHash(header),
    commit,
    validators: setOf(set),
    dah,
  };
}

function rowsOf({ header, square }: Block, wanted: Namespace): readonly NamespaceRow[] {
  return header.dah.rowRoots.flatMap((root, row) => {
    if (!coversNamespace(root, wanted) || row >= square.width) return [];
    const proof = proveNamespace(rowTree(square, row), wanted);
    if (proof === undefined) return [];
    const from = proof.leafHash === undefined ? proof.start : proof.end;
    const shares = Array.from({ length: proof.end - from }, (_, i) => {
      const at = (row * square.width + from + i) * SHARE_SIZE;
      return square.shares.subarray(at, at + SHARE_SIZE);
    });
    return [{ shares, proof }];
  });
}

const readerOf = (da: FakeDa, mode: DaReadMode = 'complete') =>
  createVerifiedDaReader({ client: da.client, anchor: da.anchor, mode });

const four = ['a', 'b', 'c', 'd'].map((name) => aValidator(name));
const others = ['e', 'f', 'g', 'h'].map((name) => aValidator(name));

describe('reading blobs', () => {
  const world = (): { da: FakeDa; height: DaHeight } => {
    const da = new FakeDa(four);
    da.add();
    const height = da.add({ blobs: [aBlob(2, 3_000), aBlob(5, 20_000), aBlob(2, 10, 9), aBlob(8, 700)] });
    return { da, height };
  };

  it.each(['complete', 'inclusion'] as const)('gives them in order and shows absence (%s)', async (mode) => {
    const { da, height } = world();
    const { blobs, headerHash: hash } = await readerOf(da, mode).readBlock(
      height,
      [space(2), space(5), space(3), space(1)],
      signal,
    );
    expect(blobs.get(toHex(space(2)))).toEqual([aBlob(2, 3_000), aBlob(2, 10, 9)]);
    expect(blobs.get(toHex(space(5)))).toEqual([aBlob(5, 20_000)]);
    expect(blobs.get(toHex(space(3)))).toEqual([]);
    expect(blobs.get(toHex(space(1)))).toEqual([]);
    expect(hash).toEqual(da.block(height).header.headerHash);
  });

  it('needs nothing but the header where the header shows absence', async () => {
    const { da } = world();
    da.tellRows = () => {
      throw new Error('asked');
    };
    const { blobs } = await readerOf(da).readBlock(daHeight(1), [space(2)], signal);
    expect(blobs.get(toHex(space(2)))).toEqual([]);
  });

  it('detects a row left out when it must be complete, and does without it when not', async () => {
    const { da, height } = world();
    da.tellRows = (rows) => rows.slice(1);
    await expect(readerOf(da).readBlock(height, [space(5)], signal)).rejects.toBeInstanceOf(DaProofError);
    const { blobs } = await readerOf(da, 'inclusion').readBlock(height, [space(5)], signal);
    expect(blobs.get(toHex(space(5)))).toEqual([]);
  });

  it.each(['complete', 'inclusion'] as const)('refuses a changed share (%s)', async (mode) => {
    const { da, height } = world();
    da.tellRows = (rows) =>
      rows.map((row, i) => {
        if (i !== 0) return row;
        const shares = row.shares.map((share) => share.slice());
        const [first] = shares;
        if (first !== undefined) first[100] = (first[100] ?? 0) ^ 1;
        return { ...row, shares };
      });
    await expect(readerOf(da, mode).readBlock(height, [space(5)], signal)).rejects.toBeInstanceOf(
      DaProofError,
    );
  });

  it('refuses rows told twice', async () => {
    const { da, height } = world();
    da.tellRows = (rows) => [...rows, ...rows];
    for (const mode of ['complete', 'inclusion'] as const) {
      await expect(readerOf(da, mode).readBlock(height, [space(5)], signal)).rejects.toBeInstanceOf(
        DaProofError,
      );
    }
  });

  it('refuses a claim of absence where there is something', async () => {
    const { da, height } = world();
    const absent = rowsOf(da.block(height), space(3));
    da.tellRows = () => absent;
    await expect(readerOf(da).readBlock(height, [space(2)], signal)).rejects.toBeInstanceOf(DaProofError);
  });

  it('refuses row roots that are not those of the header', async () => {
    const { da, height } = world();
    const other = dataAvailabilityHeader(buildSquare([aBlob(7, 100)]).square);
    for (const dah of [other, { rowRoots: [], columnRoots: [] }, { ...other, columnRoots: [] }]) {
      da.tellHeader = (header) => (header.height === height ? { ...header, dah } : header);
      await expect(readerOf(da).readBlock(height, [space(7)], signal)).rejects.toBeInstanceOf(DaProofError);
    }
  });
});

describe('verifying headers', () => {
  it('skips far ahead while the set stays, with one header asked for', async () => {
    const da = new FakeDa(four);
    da.addMany(500);
    const reader = readerOf(da);
    await reader.readBlock(daHeight(400), [], signal);
    expect(da.asked).toEqual([400n, 1n]);
    await reader.readBlock(daHeight(401), [], signal);
    expect(da.asked).toEqual([400n, 1n, 401n]);
  });

  it('follows validators who change one by one, asking for few headers', async () => {
    const da = new FakeDa(four);
    const all = [...four, ...others];
    for (let height = 1; height <= 240; height++) {
      const from = Math.min(4, Math.floor(height / 60));
      da.add({ nextValidators: all.slice(from, from + 4) });
    }
    const { headerHash: hash } = await readerOf(da).readBlock(daHeight(240), [], signal);
    expect(hash).toEqual(da.block(240n).header.headerHash);
    expect(da.asked.length).toBeLessThan(20);
  });

  it('follows a set replaced at once, by the link between two headers', async () => {
    const da = new FakeDa(four);
    da.addMany(20);
    da.add({ nextValidators: others });
    da.addMany(20);
    const { headerHash: hash } = await readerOf(da).readBlock(daHeight(41), [], signal);
    expect(hash).toEqual(da.block(41n).header.headerHash);
  });

  it('starts at an anchor whose next set differs', async () => {
    const da = new FakeDa(four);
    da.add({ nextValidators: others });
    da.addMany(3);
    da.add({ nextValidators: [...others.slice(0, 3), ...four.slice(0, 1)] });
    da.addMany(5);
    await readerOf(da).readBlock(daHeight(9), [], signal);
    expect(da.asked).toContain(2n);
  });

  it('refuses a chain of strangers, near and far', async () => {
    const da = new FakeDa(four);
    da.addMany(3);
    const stranger = new FakeDa(others);
    stranger.addMany(30);
    const { anchor } = da;
    for (const height of [2, 20]) {
      const client = {
        ...stranger.client,
        headerByHeight: async (asked: DaHeight) =>
          asked === 1n ? da.block(1n).header : stranger.block(asked).header,
      };
      const reader = createVerifiedDaReader({ client, anchor, mode: 'complete' });
      await expect(reader.readBlock(daHeight(height), [], signal)).rejects.toBeInstanceOf(LightError);
    }
  });

  it('refuses a header without two thirds of its set', async () => {
    const da = new FakeDa(four);
    da.add();
    da.add({ signers: four.slice(0, 2) });
    da.add({ signers: four.slice(0, 3) });
    const reader = readerOf(da);
    await expect(reader.readBlock(daHeight(2), [], signal)).rejects.toBeInstanceOf(LightError);
    await reader.readBlock(daHeight(3), [], signal);
  });

  it('refuses a second header of a height', async () => {
    const da = new FakeDa(four);
    da.addMany(4);
    const fork = new FakeDa(four);
    fork.addMany(3);
    fork.add({ blobs: [aBlob(3, 3)] });
    const reader = readerOf(da);
    await reader.readBlock(daHeight(4), [], signal);
    da.tellHeader = (header) => (header.height === 4n ? fork.block(4n).header : header);
    await expect(reader.readBlock(daHeight(4), [], signal)).rejects.toBeInstanceOf(DaProofError);
  });

  it('refuses another chain than the anchor’s, and heights below it', async () => {
    const da = new FakeDa(four);
    da.addMany(4);
    const anchor = { ...da.anchor, height: 3n, headerHash: da.block(3n).header.headerHash };
    const reader = createVerifiedDaReader({ client: da.client, anchor, mode: 'complete' });
    await expect(reader.readBlock(daHeight(2), [], signal)).rejects.toBeInstanceOf(DaProofError);
    await reader.readBlock(daHeight(4), [], signal);
    for (const wrong of [{ chainId: 'mocha' }, { headerHash: new Uint8Array(32) }]) {
      const stray = createVerifiedDaReader({
        client: da.client,
        anchor: { ...anchor, ...wrong },
        mode: 'complete',
      });
      await expect(stray.readBlock(daHeight(4), [], signal)).rejects.toBeInstanceOf(DaProofError);
    }
    da.tellHeader = (header) => (header.height === 4n ? da.block(2n).header : header);
    const confused = createVerifiedDaReader({ client: da.client, anchor, mode: 'complete' });
    await expect(confused.readBlock(daHeight(4), [], signal)).rejects.toBeInstanceOf(DaProofError);
    await expect(confused.head(signal)).rejects.toBeInstanceOf(DaProofError);
  });

  it('refuses an anchor whose validators the node invents', async () => {
    const da = new FakeDa(four);
    da.addMany(3);
    da.tellHeader = (header) => (header.height === 1n ? { ...header, validators: setOf(others) } : header);
    await expect(readerOf(da).readBlock(daHeight(2), [], signal)).rejects.toBeInstanceOf(DaProofError);
  });

  it('refuses an anchor that is too old, when told to', async () => {
    const da = new FakeDa(four);
    da.addMany(3);
    const nowMs = Number(da.block(1n).header.header.time.seconds) * 1_000 + 1_000_000;
    const clock = new ManualClock(nowMs);
    const options = { client: da.client, anchor: da.anchor, mode: 'complete', clock } as const;
    const strict = createVerifiedDaReader({ ...options, maxAnchorAgeMs: 999_999 });
    await expect(strict.readBlock(daHeight(2), [], signal)).rejects.toBeInstanceOf(DaAnchorTooOldError);
    const lenient = createVerifiedDaReader({ ...options, maxAnchorAgeMs: 1_000_000 });
    await lenient.readBlock(daHeight(2), [], signal);
  });

  it('tells the verified head', async () => {
    const da = new FakeDa(four);
    da.addMany(7);
    const head = await readerOf(da).head(signal);
    expect(head.height).toBe(7n);
    expect(head.time.seconds).toBe(1_800_000_021n);
  });

  it('forgets old headers and still verifies', async () => {
    const da = new FakeDa(four.slice(0, 1));
    da.addMany(1_100);
    const reader = readerOf(da);
    for (let height = 1; height <= 1_100; height++) await reader.readBlock(daHeight(height), [], signal);
    await reader.readBlock(daHeight(5), [], signal);
  });
});
