import { headerHash, validatorsHash } from '@switchyard/light';
import { daHeight, equalBytes, sha256, utf8 } from '@switchyard/primitives';
import { aValidator, createTestChain, setOf, signHeader } from '@switchyard/testing';
import { describe, expect, it } from 'vitest';
import { buildBatch, measureBlock, planBatches } from '../src/batch.ts';
import { decodeEnvelope, encodeEnvelope } from '../src/envelope.ts';
import { decodeMetadata, encodeMetadata } from '../src/metadata.ts';
import { pendingLimits } from '../src/pending-metadata.ts';
import { WrongDaHeightError } from '../src/reader.ts';
import { encodeSections } from '../src/rollup-sections.ts';
import {
  aChain,
  aDa,
  alpha,
  batchOf,
  beta,
  readerOn,
  restartedAt,
  rollups,
  summaries,
  summary,
  type TestDa,
  writer,
} from './world.ts';

const chain = aChain();
const expected = summaries(chain, alpha);
const stranger = new Uint8Array(20).fill(9);

function posted(...blocks: readonly (readonly [number, number][])[]): TestDa {
  const da = aDa();
  for (const batches of blocks) {
    for (const [from, to] of batches) da.post(batchOf(chain, from, to));
    da.endBlock();
  }
  return da;
}

function firmOf(da: TestDa): readonly string[] {
  const test = readerOn(da, chain);
  test.catchUp();
  return test.firm.map(summary);
}

describe('reader', () => {
  it.each<[string, readonly (readonly [number, number][])[]]>([
    ['one batch after the other', [[[1, 10]], [[11, 20]], [[21, 30]]]],
    ['overlap of two writers', [[[1, 10]], [[5, 15]], [[11, 20]], [[16, 30]]]],
    [
      'the second batch first',
      [
        [[11, 20]],
        [
          [21, 30],
          [1, 10],
        ],
      ],
    ],
    ['all of them backwards, each in its own DA block', [[[21, 30]], [[11, 20]], [[5, 10]], [[1, 4]]]],
    [
      'all backwards in one DA block',
      [
        [
          [21, 30],
          [11, 20],
          [1, 10],
        ],
      ],
    ],
    [
      'everything twice',
      [
        [[1, 30]],
        [
          [1, 30],
          [1, 10],
        ],
      ],
    ],
  ])('finds the chain whatever the order: %s', (_, blocks) => {
    expect(firmOf(posted(...blocks))).toEqual(expected);
  });

  it('says what a restart needs: anchor and search height', () => {
    const da = posted([[11, 20]], [[1, 10]], [[21, 30]]);
    const test = readerOn(da, chain);
    test.catchUp();
    for (const block of test.firm) {
      const again = restartedAt(da, chain, block);
      again.catchUp();
      expect(again.firm.map(summary)).toEqual(expected.slice(Number(block.height)));
    }
    const last = test.firm.at(-1);
    expect(last?.nextValidators).toEqual(chain.validatorSet(last?.header.nextValidatorsHash ?? utf8('')));
    expect(test.reader.tip).toMatchObject({ height: 30n, headerHash: last?.headerHash });
    expect(test.reader.searchHeight).toBe(test.reader.nextDaHeight);
    expect(test.reader.waitingFor()).toBeUndefined();
  });

  it('waits for a section that is listed and missing, and says which', () => {
    const da = aDa();
    const { metadata, data } = batchOf(chain, 1, 10);
    da.post({ metadata, data: data.filter(({ rollupId }) => !equalBytes(rollupId, alpha)) });
    da.endBlock();
    da.post(batchOf(chain, 11, 20));
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.firm.map(({ height }) => height)).toEqual([1n]);
    expect(test.reader.verifiedHeight).toBe(20n);
    expect(test.reader.waitingFor()).toEqual({
      height: 2n,
      missing: { kind: 'sections', rollupIds: [alpha] },
      since: 1n,
    });
    expect(test.firm[0]?.searchHeight).toBe(1n);
    expect(test.reader.searchHeight).toBe(1n);
    da.endBlock();
    da.post({ data: batchOf(chain, 1, 10).data });
    da.endBlock();
    test.catchUp();
    expect(test.firm.map(summary)).toEqual(expected.slice(0, 20));
    expect(test.firm.at(-1)?.daHeight).toBe(4n);
  });

  it('does not lose sections to a copy of their metadata', () => {
    const da = aDa();
    da.post({ metadata: batchOf(chain, 1, 10).metadata });
    da.endBlock();
    da.post(batchOf(chain, 1, 10));
    da.endBlock();
    expect(firmOf(da)).toEqual(expected.slice(0, 10));
  });

  it('does not lose sections to a copy of their metadata that is applied before it', () => {
    const da = posted([[5, 10]]);
    da.post({ metadata: batchOf(chain, 1, 10).metadata, data: batchOf(chain, 1, 4).data });
    da.endBlock();
    expect(firmOf(da)).toEqual(expected.slice(0, 10));
  });

  it('takes a height that was split by rollup from its parts', () => {
    const da = aDa();
    da.post(batchOf(chain, 1, 5));
    da.post(batchOf(chain, 6, 6, [beta]));
    da.endBlock();
    da.post(batchOf(chain, 6, 6, [alpha]));
    da.post(batchOf(chain, 7, 30));
    da.endBlock();
    expect(firmOf(da)).toEqual(expected);
  });

  it('follows all rollups', () => {
    const da = posted([[1, 10]], [[11, 30]]);
    const all = readerOn(da, chain, { follow: { kind: 'all' } });
    const opened = all.reader.open(daHeight(1), da.block(daHeight(1)).metadata);
    expect(opened.wanted).toEqual(expect.arrayContaining([...rollups]));
    const closed = all.reader.close(da.block(daHeight(1)).sections);
    const firm = [...opened.events, ...closed].filter(({ kind }) => kind === 'firm');
    expect(firm).toHaveLength(10);
    // Height 1 has data of nobody: it waits for no section.
    expect(opened.events.map(({ kind }) => kind)).toEqual(['firm']);
    all.catchUp();
    expect(all.reader.tip.height).toBe(30n);
    expect(all.firm.every(({ section }) => section === undefined)).toBe(true);
  });

  it('says what is missing when later metadata is there', () => {
    const test = readerOn(posted([[11, 20]]), chain);
    test.catchUp();
    expect(test.firm).toEqual([]);
    expect(test.reader.waitingFor()).toEqual({ height: 1n, missing: { kind: 'metadata' }, since: 1n });
    expect(test.reader.searchHeight).toBe(1n);
  });

  it('changes nothing for noise', () => {
    const da = aDa();
    const other = aChain('yard-0000dead');
    const good = batchOf(chain, 1, 30);
    const [data] = good.data;
    da.post({ metadata: utf8('noise') });
    da.post({ metadata: new Uint8Array() });
    da.post({ metadata: good.metadata.subarray(0, 500) });
    da.post({ metadata: data?.data ?? utf8('') });
    da.post(batchOf(other, 1, 30));
    const garbage = encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload: sha256() });
    da.post({ metadata: garbage, data: [{ rollupId: alpha, data: good.metadata }] });
    const empty = encodeEnvelope({ kind: 'data', chainId: chain.chainId, payload: new Uint8Array() });
    const junk = encodeEnvelope({ kind: 'data', chainId: chain.chainId, payload: utf8('junk') });
    da.post({ data: [empty, junk, utf8('x')].map((bytes) => ({ rollupId: alpha, data: bytes })) });
    da.post(good);
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.firm.map(summary)).toEqual(expected);
    const reasons = test.events.flatMap((event) => (event.kind === 'ignored' ? [event.reason] : []));
    expect(new Set(reasons)).toEqual(new Set(['foreign', 'malformed', 'unwanted']));
  });

  it('refuses sections with other bytes, other heights, and unwanted ones', () => {
    const da = aDa();
    const forged = encodeSections([{ height: 2n, items: [utf8('forged')] }]);
    const beyond = encodeSections([{ height: 99n, items: [utf8('forged')] }]);
    da.post({ metadata: batchOf(chain, 1, 3).metadata });
    for (const payload of [forged, beyond]) {
      const bytes = encodeEnvelope({ kind: 'data', chainId: chain.chainId, payload });
      da.post({ data: [{ rollupId: alpha, data: bytes }] });
    }
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.reader.waitingFor()).toMatchObject({ height: 2n });
    expect(test.events.filter(({ kind }) => kind === 'ignored')).toHaveLength(2);
  });

  it('is told when it is given another DA block than it asked for', () => {
    const da = posted([[1, 10]], [[11, 20]]);
    const { reader } = readerOn(da, chain);
    expect(() => reader.read(da.block(daHeight(2)))).toThrow(WrongDaHeightError);
    expect(() => reader.close([])).toThrow(WrongDaHeightError);
    reader.open(daHeight(1), []);
    expect(() => reader.open(daHeight(1), [])).toThrow(WrongDaHeightError);
  });
});

describe('reader against forgeries', () => {
  /** protocol-notes M1: a header that names the attacker's set, and one that it alone signs. */
  it('gives no set a voice before the preceding set has signed for it', () => {
    const honest = ['a', 'b', 'c', 'd'].map((name) => aValidator(name));
    const attacker = [aValidator('w', 1n)];
    const real = createTestChain({ validators: honest });
    real.nextBlocks(9);
    const evil = real.fork();
    evil.nextBlock({ nextValidators: attacker, signers: [] });
    evil.nextBlock({ data: [{ rollupId: alpha, data: [utf8('evil')] }] });
    const [nine, ten, eleven] = evil.blocks.slice(8).map(measureBlock);
    if (nine === undefined || ten === undefined || eleven === undefined) throw new Error('no blocks');
    const one = encodeMetadata([
      { validators: setOf(attacker), heights: [ten.height, eleven.height], commit: eleven.block.commit },
    ]);
    const two = encodeMetadata([
      { validators: undefined, heights: [ten.height], commit: ten.block.commit },
      { validators: setOf(attacker), heights: [eleven.height], commit: eleven.block.commit },
    ]);
    const signedByW = encodeMetadata([
      {
        validators: setOf(attacker),
        heights: [ten.height],
        commit: signHeader(ten.block.header, attacker),
      },
    ]);
    const da = aDa();
    da.post(batchOf(real, 1, 9));
    for (const payload of [one, two, signedByW]) {
      da.post({ metadata: encodeEnvelope({ kind: 'metadata', chainId: real.chainId, payload }) });
    }
    da.endBlock();
    const test = readerOn(da, real);
    test.catchUp();
    expect(test.reader.verifiedHeight).toBe(9n);
    expect(
      test.events.filter((event) => event.kind === 'ignored' && event.reason === 'invalid'),
    ).toHaveLength(3);
    expect(test.events.filter(({ kind }) => kind === 'conflict')).toEqual([]);
  });

  it('keeps what two thirds signed against a verified block as evidence', () => {
    const fork = createFork(20);
    const da = posted([[1, 22]]);
    da.post(fork.batch(21, 21));
    da.post(fork.batch(21, 21));
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    const conflicts = test.events.flatMap((event) => (event.kind === 'conflict' ? [event.conflict] : []));
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]).toMatchObject({
      height: 21n,
      headerHash: fork.chain.blocks[20]?.headerHash,
      verifiedHash: chain.blocks[20]?.headerHash,
    });
    expect(test.firm.map(summary)).toEqual(expected.slice(0, 22));
  });

  it('keeps what denies the tip as evidence, and goes on', () => {
    const fork = createFork(19);
    fork.chain.nextBlock();
    const da = posted([[1, 20]]);
    da.post(fork.batch(21, 21));
    da.post(batchOf(chain, 21, 30));
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    const conflicts = test.events.flatMap((event) => (event.kind === 'conflict' ? [event.conflict] : []));
    expect(conflicts).toMatchObject([{ height: 21n, verifiedHash: chain.blocks[19]?.headerHash }]);
    expect(test.firm.map(summary)).toEqual(expected);
  });

  it.each<[string, (height: ReturnType<typeof measureBlock>['height']) => object]>([
    ['roots of another height', ({ blockRoots }) => ({ blockRoots: flipped(blockRoots, 9) })],
    ['roots that the header does not know', ({ blockRoots }) => ({ blockRoots: flipped(blockRoots, 20) })],
    ['no rollup ids', () => ({ rollupIds: [], sectionRoots: [] })],
    ['ids in another order', ({ rollupIds }) => ({ rollupIds: [...rollupIds].reverse() })],
    ['another section root', ({ sectionRoots }) => ({ sectionRoots: sectionRoots.map(() => sha256()) })],
    ['another path', ({ blockRootsPath }) => ({ blockRootsPath: [...blockRootsPath, sha256()] })],
    [
      'a header of another time',
      ({ header }) => ({ header: { ...header, time: { seconds: 1n, nanos: 0 } } }),
    ],
    ['a header of another chain', ({ header }) => ({ header: { ...header, chainId: 'other' } })],
  ])('drops metadata with %s', (_, change) => {
    const measured = measureBlock(chain.blocks[5] as (typeof chain.blocks)[number]);
    const heights = [{ ...measured.height, ...change(measured.height) }];
    const payload = encodeMetadata([{ validators: undefined, heights, commit: measured.block.commit }]);
    const da = posted([[1, 5]]);
    da.post({ metadata: encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload }) });
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.reader.verifiedHeight).toBe(5n);
    expect(test.events.at(-1)).toMatchObject({ kind: 'ignored', reason: 'invalid' });
  });

  it('waits for a set that no segment has shown', () => {
    const da = posted([[1, 8]]);
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.reader.tip.nextValidators).toBeUndefined();
    const noSet = { validators: undefined, ...segmentOf(9) };
    const payload = encodeMetadata([noSet]);
    da.post({ metadata: encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload }) });
    da.endBlock();
    test.catchUp();
    expect(test.reader.verifiedHeight).toBe(8n);
    const last = test.firm.at(-1);
    da.post(batchOf(chain, 9, 30));
    da.endBlock();
    if (last === undefined) throw new Error('nothing firm');
    const again = restartedAt(da, chain, last);
    again.catchUp();
    expect(again.firm.map(summary)).toEqual(expected.slice(8));
  });

  function segmentOf(height: number) {
    const measured = measureBlock(chain.blocks[height - 1] as (typeof chain.blocks)[number]);
    return { heights: [measured.height], commit: measured.block.commit };
  }

  function flipped(bytes: Uint8Array, at: number): Uint8Array {
    const copy = Uint8Array.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  }

  /** The chain up to a height, then another. */
  function createFork(height: number) {
    const sets = new Map([
      [19, ['c', 'd']],
      [20, ['c', 'd']],
    ]);
    const set = (sets.get(height) ?? []).map((name) => aValidator(name));
    const parent = chain.blocks[height - 1];
    if (parent === undefined) throw new Error('no such block');
    expect(validatorsHash(setOf(set))).toEqual(parent.header.nextValidatorsHash);
    const forked = chainFork(height, set);
    return {
      chain: forked,
      batch: (from: number, to: number) => {
        const [batch] = planBatches(forked.blocks.slice(from - 1, to).map(measureBlock));
        if (batch === undefined) throw new Error('no batch');
        const context = { validatorsBefore: undefined, validatorSet: () => setOf(set) };
        return buildBatch(batch, context, chain.chainId);
      },
    };
  }

  function chainFork(height: number, set: readonly ReturnType<typeof aValidator>[]) {
    const fork = createTestChain({ validators: set });
    const parents = chain.blocks.slice(0, height);
    for (const _ of parents) fork.nextBlock();
    const parent = parents.at(-1);
    if (parent === undefined) throw new Error('no parent');
    fork.nextBlock({
      data: [{ rollupId: alpha, data: [utf8('fork')] }],
      header: { lastBlockId: parent.commit.blockId },
    });
    expect(headerHash(fork.blocks[height]?.header as never)).toEqual(fork.blocks[height]?.headerHash);
    return fork;
  }
});

describe('reader within its bounds', () => {
  it('remembers metadata for a window of DA heights', () => {
    const da = posted([[11, 20]]);
    const { metadata } = batchOf(chain, 1, 10);
    const limit = Number(pendingLimits.daHeights);
    for (let at = 2; at <= limit; at++) da.endBlock();
    const late = readerOn(da, chain);
    late.catchUp();
    da.post(batchOf(chain, 1, 10));
    da.endBlock();
    late.catchUp();
    expect(late.firm.map(summary)).toEqual(expected.slice(0, 20));
    const forgetful = posted([[11, 20]]);
    for (let at = 2; at <= limit + 1; at++) forgetful.endBlock();
    forgetful.post({ metadata });
    forgetful.endBlock();
    const test = readerOn(forgetful, chain);
    test.catchUp();
    expect(test.events).toContainEqual({ kind: 'ignored', reason: 'expired', daHeight: BigInt(limit + 2) });
    expect(test.reader.verifiedHeight).toBe(10n);
  });

  it('remembers the segments of one blob each for itself', () => {
    // Kept as posted, each with its whole blob, they would be more than is remembered, and a segment that is due the work of all.
    const long = createTestChain({ chainId: chain.chainId });
    long.nextBlocks(400);
    const [, ...later] = long.blocks.map((block) => ({ ...measureBlock(block), block }));
    const segments = later.map(({ block, height }) => ({
      validators: undefined,
      heights: [height],
      commit: block.commit,
    }));
    const da = aDa();
    const payload = encodeMetadata(segments);
    da.post({ metadata: encodeEnvelope({ kind: 'metadata', chainId: long.chainId, payload }) });
    da.endBlock();
    da.post(batchOf(long, 1, 1));
    da.endBlock();
    const test = readerOn(da, long);
    test.catchUp();
    expect(test.events.filter(({ kind }) => kind !== 'firm')).toEqual([]);
    expect(test.reader.tip.height).toBe(400n);
  });

  it('remembers 64 of other signers, those nearest', () => {
    const da = aDa();
    const { metadata } = batchOf(chain, 30, 30);
    for (let i = 0; i < 70; i++) da.post({ metadata }, stranger);
    da.post({ metadata: batchOf(chain, 3, 4).metadata }, stranger);
    da.endBlock();
    da.post(batchOf(chain, 1, 2));
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    const gone = test.events.filter((event) => event.kind === 'ignored' && event.reason === 'tooFarAhead');
    expect(gone.slice(0, 7).map((event) => event.kind === 'ignored' && event.daHeight)).toEqual(
      Array(7).fill(1n),
    );
    expect(test.reader.verifiedHeight).toBe(4n);
  });

  it('reads strangers after a start and while a gap is old, and lets anyone heal it', () => {
    const da = posted([[1, 4]]);
    da.post(batchOf(chain, 5, 6), stranger);
    da.endBlock();
    for (let i = 0; i < 64; i++) da.endBlock();
    da.post(batchOf(chain, 7, 10));
    const healthy = da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.firm).toHaveLength(10);
    da.post(batchOf(chain, 11, 20), stranger);
    const refused = da.endBlock();
    test.catchUp();
    expect(test.firm).toHaveLength(10);
    expect(test.events).toContainEqual({ kind: 'ignored', reason: 'unknownSigner', daHeight: refused });
    expect(refused).toBe(healthy + 1n);
    for (let i = 0; i < 64; i++) da.endBlock();
    da.post(batchOf(chain, 11, 20), stranger);
    da.endBlock();
    da.post(batchOf(chain, 21, 25), stranger);
    da.endBlock();
    test.catchUp();
    expect(test.firm.map(summary)).toEqual(expected.slice(0, 25));
    const last = test.firm.at(12);
    if (last === undefined) throw new Error('nothing firm');
    const again = restartedAt(da, chain, last);
    again.catchUp();
    expect(again.firm.map(summary)).toEqual(expected.slice(13, 25));
  });

  it('reads so much of strangers in a DA block and no more', () => {
    const big = (fill: number) =>
      encodeEnvelope({
        kind: 'metadata',
        chainId: chain.chainId,
        payload: Uint8Array.from({ length: 2 << 20 }, (_, i) => (i * i * fill) >> 3),
      });
    const da = aDa();
    for (let fill = 1; fill <= 5; fill++) da.post({ metadata: big(fill) }, stranger);
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    const reasons = test.events.map((event) => (event.kind === 'ignored' ? event.reason : event.kind));
    expect(reasons.sort()).toEqual(['malformed', 'malformed', 'malformed', 'malformed', 'unknownSigner']);
  });

  it('knows everyone when it is told of nobody', () => {
    const da = posted([[1, 10]]);
    da.post(batchOf(chain, 11, 20), stranger);
    da.endBlock();
    const test = readerOn(da, chain, { knownSigners: [] });
    test.catchUp();
    expect(test.firm).toHaveLength(20);
  });

  it('reads again what it had no room for', () => {
    const da = aDa();
    const { metadata, data } = batchOf(chain, 1, 2);
    da.post({ metadata });
    da.endBlock();
    for (let from = 3; from <= 30; from += 4) {
      da.post(batchOf(chain, from, Math.min(30, from + 3)));
      da.endBlock();
    }
    da.post({ data });
    da.endBlock();
    const test = readerOn(da, chain, {}, { heldBytes: 60_000 });
    test.catchUp();
    expect(test.firm.map(summary)).toEqual(expected);
    expect(test.events.filter(({ kind }) => kind === 'rewound').length).toBeGreaterThan(0);
    const tight = readerOn(da, chain, {}, { heldBytes: 1 });
    tight.catchUp();
    expect(tight.firm.map(summary)).toEqual(expected);
  });

  it('does not remember metadata of too many heights', () => {
    const measured = measureBlock(chain.blocks[9] as (typeof chain.blocks)[number]);
    const heights = Array.from({ length: 4_097 }, (_, i) => ({
      ...measured.height,
      header: { ...measured.height.header, height: 10n + BigInt(i), chainId: 'x' },
      blockRootsPath: [],
      rollupIds: [],
      sectionRoots: [],
    }));
    const payload = encodeMetadata([{ validators: undefined, heights, commit: measured.block.commit }]);
    const da = aDa();
    da.post({ metadata: encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload }) });
    da.endBlock();
    const test = readerOn(da, chain);
    test.catchUp();
    expect(test.events).toEqual([{ kind: 'ignored', reason: 'tooFarAhead', daHeight: 1n }]);
    expect(decodeMetadata(decodeEnvelope(batchOf(chain, 1, 2).metadata, chain).payload).to).toBe(2n);
    expect(writer).toHaveLength(20);
  });
});
