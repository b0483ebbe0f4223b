import type { Anchor } from '@switchyard/light';
import { daHeight, sequencerHeight } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { firmStart, walkFrom } from './start.ts';

const anAnchor = (height: number, da: number, hash = height): Anchor => ({
  chainId: 'yard',
  sequencer: {
    height: BigInt(height),
    headerHash: height === 0 ? new Uint8Array() : new Uint8Array([hash]),
    nextValidators: [],
  },
  da: { chainId: 'da', height: BigInt(da), headerHash: new Uint8Array([da]) },
});
const own = (height: number, hash = height) => ({
  height: sequencerHeight(height),
  sequencerHash: hash === 0 ? '' : hash.toString(16).padStart(2, '0'),
});
const search = daHeight(50);
const fetched = { height: 9n, headerHash: new Uint8Array([9]), nextValidators: [] };

describe('firmStart', () => {
  it.each([
    { what: 'the saved tip', saved: anAnchor(9, 60), fetched, root: 9n, from: 60n, da: 60n },
    {
      what: 'the saved tip from the search height',
      saved: anAnchor(9, 40),
      fetched,
      root: 9n,
      from: 50n,
      da: 40n,
    },
    { what: 'the fetched block', saved: undefined, fetched, root: 9n, from: 50n, da: 1n },
    {
      what: 'the fetched block, when saved is later',
      saved: anAnchor(12, 60),
      fetched,
      root: 9n,
      from: 50n,
      da: 1n,
    },
    {
      what: 'the fetched block, when saved is another',
      saved: anAnchor(9, 60, 8),
      fetched,
      root: 9n,
      from: 50n,
      da: 1n,
    },
    {
      what: 'an earlier saved tip',
      saved: anAnchor(7, 40),
      fetched: undefined,
      root: 7n,
      from: 40n,
      da: 40n,
    },
    { what: 'the anchor', saved: undefined, fetched: undefined, root: 0n, from: 1n, da: 1n },
    {
      what: 'the anchor, not a tip of another chain',
      saved: { ...anAnchor(9, 60), chainId: 'old' },
      fetched: undefined,
      root: 0n,
      from: 1n,
      da: 1n,
    },
  ])('reads from $what', ({ saved, fetched: found, root, from, da }) => {
    const start = firmStart({ anchor: anAnchor(0, 1), saved, fetched: found }, own(9), search);
    expect([start?.root.height, start?.from, start?.da.height]).toEqual([root, from, da]);
  });

  it('begins at the genesis anchor of a rollup without blocks', () => {
    const start = firmStart(
      { anchor: anAnchor(0, 7), saved: undefined, fetched: undefined },
      own(0, 0),
      daHeight(1),
    );
    expect([start?.root.height, start?.from]).toEqual([0n, 7n]);
  });

  it('has no start when every root is later', () => {
    expect(
      firmStart({ anchor: anAnchor(20, 1), saved: undefined, fetched: undefined }, own(9), search),
    ).toBeUndefined();
  });
});

it('walks from the latest root that is not after the block', () => {
  const anchor = anAnchor(3, 1);
  expect(walkFrom({ anchor, saved: anAnchor(7, 1) }, own(9))?.height).toBe(7n);
  expect(walkFrom({ anchor, saved: anAnchor(12, 1) }, own(9))?.height).toBe(3n);
  expect(walkFrom({ anchor, saved: undefined }, own(2))).toBeUndefined();
});
