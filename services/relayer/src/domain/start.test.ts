import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtherChainError, start } from './start.ts';

const chainId = 'yard-1';
const head = { chainId, startAt: 'head' } as const;
const cursor = (height: bigint) => ({
  chainId,
  height,
  headerHash: new Uint8Array(32),
  nextValidatorsHash: new Uint8Array(32),
});

describe('start', () => {
  it.each([
    ['head', 1n, 0n, 1n],
    ['head', 1n, 9n, 9n],
    ['head', 0n, 0n, 1n],
    ['head', 50n, 40n, 50n],
    ['earliest', 1n, 9n, 1n],
    ['earliest', 5n, 9n, 5n],
    ['earliest', 0n, 0n, 1n],
  ] as const)('begins without a cursor at %s of %s..%s: %s', (setting, earliestHeight, height, next) => {
    expect(start(undefined, { chainId, startAt: setting }, { chainId, earliestHeight, height })).toEqual({
      kind: 'fresh',
      next,
    });
  });

  it('goes on behind the cursor, also above a node that lost its head', () => {
    const tip = cursor(7n);
    const resumed = { kind: 'resumed', next: 8n, tip };
    expect(start(tip, head, { chainId, earliestHeight: 1n, height: 100n })).toEqual(resumed);
    expect(start(tip, head, { chainId, earliestHeight: 1n, height: 3n })).toEqual(resumed);
    expect(
      start(tip, { chainId, startAt: 'earliest' }, { chainId, earliestHeight: 8n, height: 100n }),
    ).toEqual(resumed);
  });

  it('says which heights nobody can get here any more', () => {
    expect(start(cursor(7n), head, { chainId, earliestHeight: 20n, height: 100n })).toEqual({
      kind: 'gap',
      next: 20n,
      missed: { from: 8n, to: 19n },
    });
  });

  it('refuses a node or a cursor of another chain', () => {
    const other = { chainId: 'yard-2', earliestHeight: 1n, height: 9n };
    expect(() => start(cursor(7n), head, other)).toThrow(OtherChainError);
    expect(() => start(undefined, head, other)).toThrow(OtherChainError);
    expect(() => start(cursor(7n), { ...head, chainId: 'yard-2' }, other)).toThrow(OtherChainError);
  });

  it('never leaves out a height that the node has', () => {
    const anyHeight = fc.bigInt({ min: 0n, max: 50n });
    fc.assert(
      fc.property(anyHeight, anyHeight, anyHeight, (saved, earliestHeight, height) => {
        const decided = start(cursor(saved), head, { chainId, earliestHeight, height });
        const firstLeft = saved + 1n;
        if (decided.kind === 'gap') expect(decided.next).toBe(earliestHeight);
        else expect(decided.next).toBe(firstLeft);
        expect(decided.next > saved).toBe(true);
      }),
    );
  });
});
