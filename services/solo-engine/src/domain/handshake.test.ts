import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InconsistentHistoryError } from './errors.ts';
import { assertSigningFits, type HandshakePlan, type Heights, planHandshake } from './handshake.ts';

const at = (app: number, store: number, state: number, base = store === 0 ? 0 : 1): Heights => ({
  app: BigInt(app),
  storeBase: BigInt(base),
  store: BigInt(store),
  state: BigInt(state),
  initial: 1n,
});

const plan = (
  initChain: boolean,
  replay: [number, number] | undefined,
  lastBlock: HandshakePlan['lastBlock'],
) => ({
  initChain,
  replay: replay && { from: BigInt(replay[0]), to: BigInt(replay[1]) },
  lastBlock,
});

describe('handshake', () => {
  it.each([
    ['a new chain', at(0, 0, 0), plan(true, undefined, 'none')],
    ['a crash before the first block was executed', at(0, 1, 0), plan(true, undefined, 'application')],
    ['a crash before the first state was saved', at(1, 1, 0), plan(false, undefined, 'results')],
    ['all at one height', at(9, 9, 9), plan(false, undefined, 'none')],
    ['an application without state', at(0, 9, 9), plan(true, [1, 9], 'none')],
    [
      'an application without state, and a block not executed',
      at(0, 9, 8),
      plan(true, [1, 8], 'application'),
    ],
    ['an application behind', at(4, 9, 9), plan(false, [5, 9], 'none')],
    ['an application behind, and a block not executed', at(4, 9, 8), plan(false, [5, 8], 'application')],
    ['a crash between the block and its execution', at(8, 9, 8), plan(false, undefined, 'application')],
    ['a crash between Commit and the saved state', at(9, 9, 8), plan(false, undefined, 'results')],
    ['an application one below the pruned base', at(4, 9, 9, 5), plan(false, [5, 9], 'none')],
  ])('brings %s together', (_, heights, expected) => {
    expect(planHandshake(heights)).toEqual(expected);
  });

  it('starts at the initial height', () => {
    const heights = { app: 0n, storeBase: 100n, store: 100n, state: 0n, initial: 100n };
    expect(planHandshake(heights)).toEqual(plan(true, undefined, 'application'));
    expect(planHandshake({ ...heights, store: 105n, state: 105n })).toEqual(plan(true, [100, 105], 'none'));
  });

  it.each([
    ['an application ahead of the store', at(10, 9, 9)],
    ['an application of another chain', at(10, 0, 0)],
    ['a state ahead of the store', at(9, 9, 10)],
    ['a store two ahead of the state', at(8, 10, 8)],
    ['an application below the pruned base', at(3, 9, 9, 5)],
    ['an empty application and a pruned store', at(0, 9, 9, 5)],
  ])('refuses %s', (_, heights) => {
    expect(() => planHandshake(heights)).toThrow(InconsistentHistoryError);
  });

  it('makes the application execute every block that it lacks, once and in order', () => {
    const heights = fc.record({ app: fc.nat(30), store: fc.nat(30), behind: fc.nat(1), base: fc.nat(30) });
    fc.assert(
      fc.property(heights, ({ app, store, behind, base }) => {
        const met = at(
          app,
          store,
          Math.max(0, store - behind),
          store === 0 ? 0 : Math.max(1, Math.min(base, store)),
        );
        let planned: HandshakePlan;
        try {
          planned = planHandshake(met);
        } catch (error) {
          expect(error).toBeInstanceOf(InconsistentHistoryError);
          return;
        }
        const executed: bigint[] = [];
        for (let height = planned.replay?.from ?? 1n; height <= (planned.replay?.to ?? 0n); height++) {
          executed.push(height);
        }
        if (planned.lastBlock === 'application') executed.push(met.store);
        const lacked = Array.from({ length: store - app }, (_, index) => BigInt(app + index + 1));
        expect(executed).toEqual(lacked);
        expect(planned.lastBlock !== 'none').toBe(met.store > met.state);
      }),
    );
  });
});

describe('signing state and blocks', () => {
  it.each([
    ['a new chain', 0n, 1n, 0n],
    ['a first block that was signed and not saved', 0n, 1n, 1n],
    ['a running chain', 9n, 10n, 9n],
    ['a block that was signed and not saved', 9n, 10n, 10n],
    ['an initial height', 0n, 100n, 100n],
  ])('fit in %s', (_, store, next, signed) => {
    expect(() => assertSigningFits({ store, next, signed })).not.toThrow();
  });

  it.each([
    ['a fresh signing state on old blocks', 9n, 10n, 0n],
    ['an old signing state', 9n, 10n, 8n],
    ['lost blocks', 0n, 1n, 9n],
    ['old blocks', 7n, 8n, 9n],
  ])('do not fit with %s', (_, store, next, signed) => {
    expect(() => assertSigningFits({ store, next, signed })).toThrow(InconsistentHistoryError);
  });
});
