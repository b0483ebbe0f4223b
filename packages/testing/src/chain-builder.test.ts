import { validatorsHash } from '@switchyard/light';
import { rollupIdOf, utf8 } from '@switchyard/primitives';
import { decodeSignedBlock, encodeSignedBlock, verifySignedBlock } from '@switchyard/protocol';
import { describe, expect, it } from 'vitest';
import { aValidator, createTestChain, setOf } from './chain-builder.ts';

describe('createTestChain', () => {
  it('makes blocks that verify and survive their encoding', () => {
    const next = [aValidator('b', 3n), aValidator('c', 4n)];
    const chain = createTestChain();
    const first = chain.nextBlock({
      data: [{ rollupId: rollupIdOf('demo'), data: [utf8('x')] }],
      nextValidators: next,
    });
    const second = chain.nextBlock();
    verifySignedBlock(first, chain.anchor().sequencer.nextValidators, chain.chainId);
    verifySignedBlock(second, setOf(next), chain.chainId);
    expect(first.rollupIds).toEqual([rollupIdOf('demo')]);
    expect(second.header.lastBlockId.hash).toEqual(first.headerHash);
    expect(decodeSignedBlock(encodeSignedBlock(first))).toEqual(first);
    expect(chain.validatorSet(validatorsHash(setOf(next)))).toEqual(setOf(next));
  });

  it('forks', () => {
    const chain = createTestChain();
    chain.nextBlock();
    const fork = chain.fork();
    const data = [{ rollupId: rollupIdOf('demo'), data: [utf8('y')] }];
    expect(chain.nextBlock().headerHash).not.toEqual(fork.nextBlock({ data }).headerHash);
    expect(fork.blocks[0]).toBe(chain.blocks[0]);
  });
});
