import { equalBytes, rollupIdOf, utf8 } from '@switchyard/primitives';
import { createTestChain } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchCaps,
  batchPayloads,
  buildBatch,
  measureBlock,
  planBatches,
  UnknownValidatorSetError,
} from '../src/batch.ts';
import { decodeEnvelope, ENVELOPE_BYTES } from '../src/envelope.ts';
import { decodeMetadata } from '../src/metadata.ts';
import { decodeSections } from '../src/rollup-sections.ts';
import { aChain, aDa, alpha, batchOf, readerOn, rollups, summaries, summary } from './world.ts';

const chain = aChain();
const measured = chain.blocks.map(measureBlock);
const context = {
  validatorsBefore: chain.blocks[0]?.header.validatorsHash,
  validatorSet: (hash: Uint8Array) => chain.validatorSet(hash),
};

describe('planBatches', () => {
  it('plans nothing for nothing', () => {
    expect(planBatches([])).toEqual([]);
  });

  it('covers each height once, in order, within its caps', () => {
    fc.assert(
      fc.property(
        fc.record({
          blobBytes: fc.integer({ min: 2_000, max: 9_000 }),
          submissionBytes: fc.integer({ min: 3_000, max: 20_000 }),
          heights: fc.integer({ min: 1, max: 12 }),
        }),
        (caps) => {
          const plan = planBatches(measured, caps);
          let next = 1n;
          for (const [index, batch] of plan.entries()) {
            if (batch.from !== next) expect(batch.rollupIds).toBeDefined();
            else next = batch.to + 1n;
            expect(batch.blocks.length).toBeLessThanOrEqual(caps.heights);
            expect(batch.isFull || index === plan.length - 1).toBe(true);
            const { metadata, data } = batchPayloads(batch, { ...context, validatorsBefore: undefined });
            const total = data.reduce((sum, { payload }) => sum + payload.length, metadata.length);
            if (batch.rollupIds !== undefined) continue;
            expect(batch.bytes).toBeGreaterThanOrEqual(total);
            expect(total).toBeLessThanOrEqual(caps.submissionBytes);
            for (const payload of [metadata, ...data.map((rollup) => rollup.payload)]) {
              expect(payload.length + ENVELOPE_BYTES).toBeLessThanOrEqual(caps.blobBytes);
            }
          }
          expect(next).toBe(31n);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives a reader the whole chain, however it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 900, max: 12_000 }), fc.integer({ min: 1, max: 9 }), (bytes, heights) => {
        const caps = { blobBytes: bytes, submissionBytes: 2 * bytes, heights };
        const da = aDa();
        for (const batch of planBatches(measured, caps)) {
          const before = chain.blocks[Number(batch.from) - 2]?.header.validatorsHash;
          const blobs = buildBatch(batch, { ...context, validatorsBefore: before }, chain.chainId);
          da.post(blobs);
          da.endBlock();
        }
        const test = readerOn(da, chain);
        test.catchUp();
        expect(test.firm.map(summary)).toEqual(summaries(chain, alpha));
      }),
      { numRuns: 20 },
    );
  });

  it('splits a height above the cap by rollup, each part with its metadata', () => {
    const names = Array.from({ length: 8 }, (_, i) => rollupIdOf(`r${i}`));
    const big = createTestChain();
    big.nextBlock();
    big.nextBlock({
      data: names.map((rollupId) => ({
        rollupId,
        data: [new Uint8Array(700_000).fill(1), new Uint8Array(700_000).fill(2)],
      })),
    });
    big.nextBlock();
    const plan = planBatches(big.blocks.map(measureBlock));
    expect(plan.map(({ from, to }) => [from, to])).toEqual([
      [1n, 1n],
      [2n, 2n],
      [2n, 2n],
      [3n, 3n],
    ]);
    const [, first, second] = plan;
    if (first === undefined || second === undefined) throw new Error('not split');
    const parts = [first, second].map((part) =>
      batchPayloads(part, { validatorsBefore: undefined, validatorSet: (hash) => big.validatorSet(hash) }),
    );
    expect(parts[0]?.metadata).toEqual(parts[1]?.metadata);
    expect(parts.map(({ data }) => data.length)).toEqual([4, 4]);
    for (const { metadata, data } of parts) {
      const bytes = data.reduce((sum, { payload }) => sum + payload.length, metadata.length);
      expect(bytes).toBeLessThanOrEqual(batchCaps.submissionBytes);
    }
  });
});

describe('buildBatch', () => {
  it('carries a set where it differs from that of the height before, and nowhere else', () => {
    const { metadata } = batchPayloads(only(measured), context);
    const { segments, from, to } = decodeMetadata(metadata);
    expect([from, to]).toEqual([1n, 30n]);
    expect(segments.map(({ heights }) => heights.length)).toEqual([8, 9, 9, 4]);
    expect(segments.map(({ validators }) => validators?.length)).toEqual([undefined, 3, 2, 2]);
    const alone = batchPayloads(only(measured), { ...context, validatorsBefore: undefined });
    expect(decodeMetadata(alone.metadata).segments[0]?.validators).toHaveLength(1);
  });

  it('has one data blob for each rollup, with whole sections', () => {
    const { data } = batchOf(chain, 1, 30);
    expect(data).toHaveLength(rollups.length);
    for (const { rollupId, data: blob } of data) {
      for (const { height, items } of decodeSections(decodeEnvelope(blob, chain).payload)) {
        const block = chain.blocks[Number(height) - 1];
        const section = block?.sections.find((candidate) => equalBytes(candidate.rollupId, rollupId));
        expect(items).toEqual(section?.items);
      }
    }
  });

  it('says when a set that it must carry is not known', () => {
    const unknown = { validatorsBefore: utf8('other'), validatorSet: () => undefined };
    expect(() => batchPayloads(only(measured), unknown)).toThrow(UnknownValidatorSetError);
  });
});

function only(blocks: typeof measured) {
  const [batch] = planBatches(blocks);
  if (batch === undefined) throw new Error('no batch');
  return batch;
}
