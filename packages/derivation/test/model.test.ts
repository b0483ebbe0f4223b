import { type DaHeight, equalBytes, toHex } from '@switchyard/primitives';
import { sectionRoot } from '@switchyard/protocol';
import type { TestChain } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeEnvelope, encodeEnvelope } from '../src/envelope.ts';
import { decodeMetadata, type MetadataSegment, rangeOf } from '../src/metadata.ts';
import { decodeSections } from '../src/rollup-sections.ts';
import type { VerifiedHeight } from '../src/verify-metadata.ts';
import { verifyMetadataSegment } from '../src/verify-metadata.ts';
import {
  aChain,
  aDa,
  alpha,
  batchOf,
  readerOn,
  restartedAt,
  rollups,
  summaries,
  summary,
  type TestDa,
} from './world.ts';

const chain = aChain();
const other = aChain('yard-0000dead');
const expected = summaries(chain, alpha);
const stranger = new Uint8Array(20).fill(9);
/** Thousands nightly. */
const numRuns = Number(process.env['FC_NUM_RUNS'] ?? 60);

vi.setConfig({ testTimeout: 600_000 });

const cache = new Map<string, ReturnType<typeof batchOf>>();

function blobsOf(of: TestChain, from: number, to: number) {
  const key = `${of.chainId} ${from} ${to}`;
  const known = cache.get(key) ?? batchOf(of, from, to);
  cache.set(key, known);
  return known;
}

type Post = {
  readonly from: number;
  readonly length: number;
  readonly kind: 'whole' | 'metadata' | 'data' | 'otherChain' | 'forged' | 'noise' | 'stranger';
};

const aPost: fc.Arbitrary<Post> = fc.record({
  from: fc.integer({ min: 1, max: 30 }),
  length: fc.integer({ min: 0, max: 9 }),
  kind: fc.constantFrom('whole', 'whole', 'metadata', 'data', 'otherChain', 'forged', 'noise', 'stranger'),
});

/** The real batches, cut anywhere, among anything else, in any order, over any DA blocks. */
const aSchedule = fc
  .record({
    cuts: fc.uniqueArray(fc.integer({ min: 2, max: 30 }), { maxLength: 8 }),
    lost: fc.array(fc.nat(), { maxLength: 3 }),
    extra: fc.array(aPost, { maxLength: 12 }),
    order: fc.array(fc.nat(999), { minLength: 32, maxLength: 32 }),
    sizes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 30, maxLength: 30 }),
    restarts: fc.array(fc.nat(), { maxLength: 4 }),
  })
  .map(({ cuts, lost, extra, order, sizes, restarts }) => {
    const starts = [1, ...cuts.toSorted((a, b) => a - b)];
    const real = starts.map(
      (from, i): Post => ({ from, length: (starts[i + 1] ?? 31) - from - 1, kind: 'whole' }),
    );
    const kept = real.filter((_, i) => !lost.some((n) => n % real.length === i));
    const keyed = [...kept, ...extra].map((post, i) => ({ post, key: order[i] ?? 0 }));
    const posts = keyed.sort((a, b) => a.key - b.key).map(({ post }) => post);
    return { posts, repost: real, sizes, restarts };
  });

function post(da: TestDa, { from, length, kind }: Post): void {
  const to = Math.min(30, from + length);
  const blobs = blobsOf(kind === 'otherChain' ? other : chain, from, to);
  if (kind === 'metadata') da.post({ metadata: blobs.metadata });
  else if (kind === 'data') da.post({ data: blobs.data });
  else if (kind === 'forged') da.post({ metadata: forged(blobs.metadata, from), data: blobs.data });
  else if (kind === 'noise') da.post({ metadata: blobs.metadata.subarray(0, 20 + length * 7) });
  else da.post(blobs, kind === 'stranger' ? stranger : undefined);
}

/** One byte of the payload changed, wherever it is. */
function forged(blob: Uint8Array, at: number): Uint8Array {
  const payload = Uint8Array.from(decodeEnvelope(blob, chain).payload);
  const place = (at * 7_919) % payload.length;
  payload[place] = (payload[place] ?? 0) ^ 1;
  return encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload });
}

function daOf({
  posts,
  sizes,
}: {
  readonly posts: readonly Post[];
  readonly sizes: readonly number[];
}): TestDa {
  const da = aDa();
  const queue = [...posts];
  for (const size of sizes) {
    for (const next of queue.splice(0, size)) post(da, next);
    da.endBlock();
  }
  for (const next of queue) post(da, next);
  da.endBlock();
  return da;
}

describe('reader', () => {
  it('finds the same blocks in any schedule, restarts included, and all of them once all is posted', () => {
    fc.assert(
      fc.property(aSchedule, ({ posts, repost, sizes, restarts }) => {
        const da = daOf({ posts, sizes });
        const test = readerOn(da, chain);
        test.catchUp();
        const reached = test.firm.map(summary);
        expect(reached).toEqual(expected.slice(0, reached.length));
        for (const number of restarts) {
          const block = test.firm[number % Math.max(1, test.firm.length)];
          if (block === undefined) continue;
          const again = restartedAt(da, chain, block);
          again.catchUp();
          const rest = reached.slice(Number(block.height));
          // A restart cannot tell how old a gap is, so it may take from strangers what came too early before.
          const found = again.firm.map(summary);
          expect(found.slice(0, rest.length)).toEqual(rest);
          expect(expected.slice(Number(block.height), Number(block.height) + found.length)).toEqual(found);
        }
        for (const next of repost) post(da, next);
        da.endBlock();
        test.catchUp();
        expect(test.firm.map(summary)).toEqual(expected);
      }),
      { numRuns },
    );
  });

  it('is never behind a reader that keeps everything, after any DA block, however little it holds', () => {
    fc.assert(
      fc.property(aSchedule, fc.constantFrom(1, 20_000, 1 << 20), (schedule, heldBytes) => {
        const da = daOf(schedule);
        const model = referenceReader(chain);
        const partial = aDa();
        const test = readerOn(partial, chain, { knownSigners: [] }, { heldBytes });
        for (let at = 1n as DaHeight; at <= da.head; at = (at + 1n) as DaHeight) {
          const { metadata, sections } = da.block(at);
          partial.post({ data: sections });
          for (const { data } of metadata) partial.post({ metadata: data });
          partial.endBlock();
          test.catchUp();
          // It may be further: rewound, it meets other copies of the metadata first, and what it had dropped again.
          expect(test.reader.tip.height).toBeGreaterThanOrEqual(model(at, da));
          expect(test.firm.map(summary)).toEqual(expected.slice(0, test.firm.length));
        }
      }),
      { numRuns },
    );
  });

  it('follows all rollups as it follows one', () => {
    fc.assert(
      fc.property(aSchedule, (schedule) => {
        const da = daOf(schedule);
        const all = readerOn(da, chain, { follow: { kind: 'all' } });
        all.catchUp();
        const each = rollups.map((rollupId) => {
          const test = readerOn(da, chain, { follow: { kind: 'rollup', rollupId } });
          test.catchUp();
          return test.reader.tip.height;
        });
        const [least] = each.toSorted((a, b) => Number(a - b));
        expect(all.reader.tip.height).toBe(least);
        expect(all.firm.map(({ headerHash }) => toHex(headerHash))).toEqual(
          chain.blocks.slice(0, all.firm.length).map(({ headerHash }) => toHex(headerHash)),
        );
      }),
      { numRuns: numRuns / 2 },
    );
  });

  it('is total: any bytes are read without a throw', () => {
    const real = blobsOf(chain, 1, 10);
    const base = decodeEnvelope(real.metadata, chain).payload;
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(base.length - 1), byte: fc.integer({ min: 0, max: 255 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom('metadata' as const, 'data' as const),
        fc.uint8Array({ maxLength: 200 }),
        (changes, kind, noise) => {
          const payload = Uint8Array.from(base);
          for (const { at, byte } of changes) payload[at] = byte;
          const da = aDa();
          const wrap = (bytes: Uint8Array) =>
            encodeEnvelope({ kind, chainId: chain.chainId, payload: bytes });
          da.post({ metadata: wrap(payload) });
          da.post({ metadata: wrap(noise), data: [{ rollupId: alpha, data: wrap(noise) }] });
          da.post({ metadata: noise, data: [{ rollupId: alpha, data: noise }] });
          da.endBlock();
          const test = readerOn(da, chain);
          test.catchUp();
          expect(test.reader.nextDaHeight).toBe(2n);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Specs/08 §5 by the letter, without bounds and rewinds: everything seen stays in memory. */
function referenceReader(of: TestChain): (at: DaHeight, da: TestDa) => bigint {
  const anchor = of.anchor().sequencer;
  let tip = {
    chainId: of.chainId,
    height: 0n,
    headerHash: anchor.headerHash,
    nextValidatorsHash: of.blocks[0]?.header.validatorsHash ?? new Uint8Array(),
    nextValidators: anchor.nextValidators as typeof anchor.nextValidators | undefined,
  };
  let firm = 0n;
  let remembered: { readonly segment: MetadataSegment; readonly at: DaHeight }[] = [];
  const verified: { readonly height: VerifiedHeight; readonly at: DaHeight }[] = [];
  const seen: { readonly root: Uint8Array; readonly height: bigint; readonly at: DaHeight }[] = [];
  return (at, da) => {
    const { metadata, sections } = da.block(at);
    for (const { data } of metadata) {
      const decoded = attempt(() => decodeMetadata(decodeEnvelope(data, of).payload));
      for (const segment of decoded?.segments ?? []) {
        remembered.push({ segment, at });
        for (let isMoving = true; isMoving; ) {
          isMoving = false;
          remembered = remembered.filter((entry) => rangeOf(entry.segment).to > tip.height);
          const covering = remembered.find((entry) => rangeOf(entry.segment).from <= tip.height + 1n);
          if (covering === undefined) continue;
          isMoving = true;
          remembered = remembered.filter((entry) => entry !== covering);
          const found = attempt(() => verifyMetadataSegment(tip, covering.segment));
          for (const height of found?.heights ?? []) {
            verified.push({ height, at: covering.at });
            const { height: number, nextValidatorsHash, chainId } = height.header;
            const nextValidators = of.validatorSet(nextValidatorsHash);
            tip = {
              chainId,
              height: number,
              headerHash: height.headerHash,
              nextValidatorsHash,
              nextValidators,
            };
          }
        }
      }
    }
    for (const { data, rollupId } of sections) {
      if (!equalBytes(rollupId, alpha)) continue;
      const decoded = attempt(() => decodeSections(decodeEnvelope(data, of).payload)) ?? [];
      for (const { height, items } of decoded) seen.push({ root: sectionRoot(items), height, at });
    }
    for (let next = verified[Number(firm)]; next !== undefined; next = verified[Number(firm)]) {
      const index = next.height.rollupIds.findIndex((id) => equalBytes(id, alpha));
      const root = next.height.sectionRoots[index];
      const from = next.at;
      const height = next.height.header.height;
      const isThere =
        root === undefined ||
        seen.some(
          (section) => section.at >= from && section.height === height && equalBytes(section.root, root),
        );
      if (!isThere) break;
      firm++;
    }
    return firm;
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
