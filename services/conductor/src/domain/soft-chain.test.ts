import { tipOfAnchor, validatorsHash } from '@switchyard/light';
import { equalBytes, sequencerHeight } from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
import { aValidator, createTestChain, setOf, type TestChain } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSoftChain, type SoftBlock, type SoftChain, type WindowLimits } from './soft-chain.ts';

const softOf = ({ header, headerHash, commit }: SignedBlock, byteLength = 1): SoftBlock => ({
  height: sequencerHeight(header.height),
  headerHash,
  header,
  commit,
  items: [],
  byteLength,
  via: 'gossip',
});

const followed = (chain: TestChain, limits?: WindowLimits): SoftChain =>
  createSoftChain(
    { tip: tipOfAnchor(chain.anchor()), validators: chain.anchor().sequencer.nextValidators },
    limits,
  );

const drain = (chain: SoftChain): readonly bigint[] => {
  const heights: bigint[] = [];
  for (let block = chain.take(); block !== undefined; block = chain.take()) heights.push(block.height);
  return heights;
};

const tipOfBlock = ({ header, headerHash }: SignedBlock) => ({
  chainId: header.chainId,
  height: header.height,
  headerHash,
  nextValidatorsHash: header.nextValidatorsHash,
});

const source = createTestChain();
const blocks = source.nextBlocks(12);

describe('a soft chain', () => {
  it('gives every block once and in order, however they come', () => {
    const order = fc.shuffledSubarray([...blocks], { minLength: blocks.length });
    fc.assert(
      fc.property(order, fc.array(fc.nat(11)), (arrivals, repeats) => {
        const chain = followed(source);
        for (const block of [...arrivals, ...repeats.map((index) => blocks[index] ?? arrivals[0])]) {
          if (block !== undefined) expect(['taken', 'known']).toContain(chain.admit(softOf(block)));
        }
        expect(drain(chain)).toEqual(blocks.map(({ header }) => header.height));
        expect(chain.byteLength()).toBe(0);
        expect(chain.admit(softOf(arrivals[0] as SignedBlock))).toBe('known');
      }),
    );
  });

  it('stays within its limits, and lower heights push out higher ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ index: fc.nat(11), bytes: fc.integer({ min: 1, max: 6 }) })),
        (arrivals) => {
          const chain = followed(source, { heights: 4, bytes: 10 });
          for (const { index, bytes } of arrivals) {
            const block = blocks[index];
            if (block !== undefined) chain.admit(softOf(block, bytes));
            expect(chain.byteLength()).toBeLessThanOrEqual(10);
            expect(chain.room()).toBeGreaterThanOrEqual(0);
          }
          const heights = drain(chain);
          expect(heights).toEqual(heights.map((_, index) => BigInt(index + 1)));
        },
      ),
    );
  });

  it('knows what is far, stale, and missing', () => {
    const chain = followed(source, { heights: 4, bytes: 100 });
    const [first, second, third, , fifth] = blocks.map((block) => softOf(block));
    if (!first || !second || !third || !fifth) throw new Error('blocks are missing');
    expect(chain.admit(fifth)).toBe('far');
    expect(chain.admit(third)).toBe('taken');
    expect([chain.lowestAhead(), chain.has(3n), chain.has(1n)]).toEqual([3n, true, false]);
    chain.admit(first);
    chain.admit(second);
    expect([chain.lowestAhead(), chain.tip().height, chain.hashAt(2n)]).toEqual([
      undefined,
      3n,
      second.headerHash,
    ]);
  });

  it('holds two blocks of one height for a conflict', () => {
    const fork = source.fork();
    const other = createTestChain().nextBlock({ timeMs: 0 });
    const chain = followed(fork);
    chain.admit(softOf(blocks[0] as SignedBlock));
    expect(chain.admit(softOf(other))).toBe('conflict');
  });

  it('drops what does not continue the chain when its turn comes', () => {
    const chain = followed(source);
    const other = createTestChain({ chainId: source.chainId });
    other.nextBlock({ timeMs: 0 });
    const stranger = other.nextBlock({ timeMs: 1_000 });
    expect(chain.admit(softOf(stranger))).toBe('taken');
    chain.admit(softOf(blocks[0] as SignedBlock));
    expect([chain.tip().height, chain.has(2n)]).toEqual([1n, false]);
    chain.admit(softOf(blocks[1] as SignedBlock));
    expect(drain(chain)).toEqual([1n, 2n]);
  });
});

describe('validator sets', () => {
  const changing = createTestChain();
  const next = [aValidator('b'), aValidator('c')];
  const [first, second] = [changing.nextBlock({ nextValidators: next }), changing.nextBlock()];

  it('are trusted only when the block before names them', () => {
    const chain = followed(changing);
    expect(chain.validatorsFor(second.header)).toBeUndefined();
    chain.admit(softOf(first));
    expect(chain.validators()).toBeUndefined();
    chain.learn(changing.anchor().sequencer.headerHash, setOf(next));
    expect(chain.validators()).toBeUndefined();
    chain.learn(validatorsHash(setOf(next)), setOf(next));
    expect(chain.validatorsFor(second.header)).toEqual(setOf(next));
    expect(chain.validatorsFor(first.header)).toEqual(changing.anchor().sequencer.nextValidators);
  });
});

describe('a leap', () => {
  it('goes on from a later block and keeps what follows it', () => {
    const chain = followed(source);
    chain.admit(softOf(blocks[5] as SignedBlock));
    chain.leap(tipOfBlock(blocks[4] as SignedBlock), source.anchor().sequencer.nextValidators);
    expect(drain(chain)).toEqual([6n]);
  });

  it('forgets blocks of its own that were passed', () => {
    const chain = followed(source);
    for (const block of blocks.slice(0, 6)) chain.admit(softOf(block));
    chain.leap(tipOfBlock(blocks[3] as SignedBlock), undefined);
    expect([chain.tip().height, drain(chain)]).toEqual([6n, [5n, 6n]]);
    chain.leap(tipOfBlock(blocks[1] as SignedBlock), undefined);
    expect(chain.tip().height).toBe(6n);
  });

  it('leaves a fork that is not the firm one', () => {
    const chain = followed(source);
    for (const block of blocks.slice(0, 4)) chain.admit(softOf(block));
    const other = createTestChain({ chainId: source.chainId });
    const fork = [0, 1, 2].map((timeMs) => other.nextBlock({ timeMs: timeMs * 1_000 }));
    chain.leap(tipOfBlock(fork[1] as SignedBlock), other.anchor().sequencer.nextValidators);
    expect(chain.tip().height).toBe(2n);
    expect(equalBytes(chain.tip().headerHash, (fork[1] as SignedBlock).headerHash)).toBe(true);
    chain.admit(softOf(fork[2] as SignedBlock));
    expect(drain(chain)).toEqual([3n]);
  });
});
