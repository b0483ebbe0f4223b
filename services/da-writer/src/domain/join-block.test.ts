import { rollupIdOf, sequencerHeight, utf8 } from '@switchyard/primitives';
import { encodeQueuedHeader, encodeSection, type SignedBlock } from '@switchyard/protocol';
import { createTestChain } from '@switchyard/testing';
import { describe, expect, it } from 'vitest';
import { createJoiner, maxBlockBytes } from './join-block.ts';

const chain = createTestChain();
const data = ['alpha', 'beta'].map((name) => ({ rollupId: rollupIdOf(name), data: [utf8(name)] }));
chain.nextBlocks(3, (height) => ({ data: height === 2n ? [] : data }));
const [first, second, third] = chain.blocks as [SignedBlock, SignedBlock, SignedBlock];
const validators = chain.anchor().sequencer.nextValidators;

const partsOf = (block: SignedBlock, round = '0') =>
  [encodeQueuedHeader({ block, validators }), ...block.sections.map(encodeSection)].map((bytes, part) => ({
    height: block.header.height as bigint,
    part,
    round,
    bytes,
  }));
const kinds = (joiner: ReturnType<typeof createJoiner>, parts: ReturnType<typeof partsOf>) =>
  parts.map((part) => joiner.take(part).kind);

describe('joining a block of its messages', () => {
  it('gives each block when its last part has come, with the set that signed it', () => {
    const joiner = createJoiner(sequencerHeight(1n), undefined);
    const taken = [first, second, third].flatMap((block) => partsOf(block)).map((part) => joiner.take(part));
    expect(taken.map(({ kind }) => kind)).toEqual([
      'kept',
      'kept',
      'block',
      'block',
      'kept',
      'kept',
      'block',
    ]);
    const blocks = taken.flatMap((joined) => (joined.kind === 'block' ? [joined] : []));
    expect(blocks.map(({ block }) => block)).toEqual([first, second, third]);
    expect(blocks[0]?.validators).toEqual(validators);
    expect(joiner.next).toBe(4n);
  });

  it('takes parts in any order, and twice', () => {
    const [header, one, two] = partsOf(first) as [never, never, never];
    expect(kinds(createJoiner(sequencerHeight(1n), undefined), [two, one, one, two, header])).toEqual([
      ...['kept', 'kept', 'kept', 'kept'],
      'block',
    ]);
  });

  it('tells what came before, and what is too early', () => {
    const joiner = createJoiner(sequencerHeight(2n), undefined);
    expect(kinds(joiner, partsOf(first))).toEqual(['known', 'known', 'known']);
    expect(kinds(joiner, partsOf(third).slice(0, 1))).toEqual(['gap']);
    expect(kinds(joiner, partsOf(second))).toEqual(['block']);
  });

  it('counts only messages of the round that was asked for, and forgets half a block', () => {
    const joiner = createJoiner(sequencerHeight(1n), 'a');
    expect(kinds(joiner, partsOf(first))).toEqual(['stale', 'stale', 'stale']);
    expect(kinds(joiner, partsOf(first, 'a').slice(0, 2))).toEqual(['kept', 'kept']);
    joiner.restart('b');
    expect(kinds(joiner, partsOf(first, 'b').slice(2))).toEqual(['kept']);
    expect(kinds(joiner, partsOf(first, 'b').slice(0, 2))).toEqual(['kept', 'block']);
  });

  it('goes on above what came another way, never back', () => {
    const joiner = createJoiner(sequencerHeight(1n), undefined);
    joiner.skipTo(sequencerHeight(3n));
    joiner.skipTo(sequencerHeight(2n));
    expect(joiner.next).toBe(3n);
    expect(kinds(joiner, partsOf(third))).toEqual(['kept', 'kept', 'block']);
  });

  it.each([
    ['bytes that are no header', 0, utf8('garbage')],
    ['a header of another height', 0, partsOf(third)[0]?.bytes ?? new Uint8Array()],
    ['bytes that are no section', 1, utf8('garbage')],
    ['a section that is not listed', 3, partsOf(first)[1]?.bytes ?? new Uint8Array()],
    ['more than a block has', 1, new Uint8Array(maxBlockBytes + 1)],
  ])('drops the block for %s, and takes it when it comes anew', (_, part, bytes) => {
    const joiner = createJoiner(sequencerHeight(1n), undefined);
    const others = partsOf(first).filter((other) => other.part !== part);
    const all = [{ height: 1n, part, round: '0', bytes }, ...others];
    expect(kinds(joiner, all)).toContain('malformed');
    expect(kinds(joiner, partsOf(first))).toContain('block');
  });
});
