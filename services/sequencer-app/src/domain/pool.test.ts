import { rollupIdOf, toHex } from '@switchyard/primitives';
import type { Params, Transaction } from '@switchyard/protocol';
import { describe, expect, it } from 'vitest';
import { aTransaction, createWorld, data, person, prices, report, transfer } from '../testing/world.ts';
import { createPool, type Pool, type PoolView } from './pool.ts';
import { defaultPoolLimits } from './pool-usage.ts';

const MIB = 1_048_576;

function outcome(pool: Pool, transaction: Transaction, view: PoolView): string {
  const admission = pool.admit(transaction, view);
  if ('code' in admission) return admission.code;
  if (admission.kind === 'known') return 'known';
  return admission.replaced === undefined ? 'admitted' : 'replaced';
}

const name = ({ id }: Transaction): string => toHex(id);
const reporters = (...people: number[]): Partial<Params> => ({
  reporters: people.map(person).sort((a, b) => Buffer.compare(a, b)),
});

describe('admission', () => {
  it.each([
    ['the next nonce', { nonce: 0n }, 'admitted'],
    ['the last nonce of the window', { nonce: 127n }, 'admitted'],
    ['the first beyond it', { nonce: 128n }, 'NONCE_TOO_FAR'],
    ['expiring at the head', { expiresAtHeight: 2n }, 'EXPIRED'],
    ['expiring at the next height', { expiresAtHeight: 3n }, 'admitted'],
    ['expiring 600 ahead', { expiresAtHeight: 602n }, 'admitted'],
    ['expiring 601 ahead', { expiresAtHeight: 603n }, 'EXPIRES_TOO_LATE'],
    ['of another chain', { chainId: 'other' }, 'WRONG_CHAIN'],
    [
      'with data of too many rollups',
      { actions: Array.from({ length: 257 }, (_, n) => data(`${n}`, 1)) },
      'TOO_MANY_ROLLUPS',
    ],
    ['a report by nobody authorised', { actions: [report(1n, 1n)] }, 'NOT_REPORTER'],
    ['sudo by somebody else', { actions: [{ kind: 'changeSudo', newSudo: person(2) } as const] }, 'NOT_SUDO'],
  ])('%s', (_name, body, expected) => {
    const world = createWorld();
    world.blocks(2);
    expect(outcome(createPool(defaultPoolLimits), aTransaction(2, body), world.view())).toBe(expected);
  });

  it('refuses a used nonce and one that another transaction has, and knows its own', () => {
    const world = createWorld();
    const pool = createPool(defaultPoolLimits);
    world.block([aTransaction(2)]);
    expect(outcome(pool, aTransaction(2), world.view())).toBe('NONCE_USED');
    const first = aTransaction(2, { nonce: 1n });
    expect(outcome(pool, first, world.view())).toBe('admitted');
    expect(outcome(pool, first, world.view())).toBe('known');
    const other = aTransaction(2, { nonce: 1n, actions: [data('gm', 1)] });
    expect(outcome(pool, other, world.view())).toBe('NONCE_TAKEN');
    expect(pool.byNonce(toHex(person(2)), 1n)?.name).toBe(name(first));
    expect(pool.get(name(first))?.account).toBe(toHex(person(2)));
    expect(pool.size()).toBe(1);
  });

  it('refuses data larger than a section can ever be', () => {
    const params = { transactionMaxBytes: 4_096n, sectionMaxBytes: 5_120n };
    const world = createWorld({ params });
    // Many items of one byte take more bytes in the section than in the transaction.
    const actions = Array.from({ length: 90 }, () => data('demo', 1));
    expect(outcome(createPool(defaultPoolLimits), aTransaction(2, { actions }), world.view())).toBe(
      'admitted',
    );
    const tight = createWorld();
    const view = tight.view();
    const narrow = {
      ...view,
      state: { ...view.state, params: { ...view.state.params, sectionMaxBytes: 10n } },
    };
    expect(outcome(createPool(defaultPoolLimits), aTransaction(2), narrow)).toBe('SECTION_FULL');
  });

  it('adds up what an account would pay', () => {
    const world = createWorld({ params: prices, balance: 1_000_000n });
    const pool = createPool(defaultPoolLimits);
    const costly = (nonce: bigint, amount: bigint) =>
      aTransaction(2, { nonce, maxFee: 300_000n, actions: [transfer(3, amount)] });
    expect(outcome(pool, costly(0n, 100_000n), world.view())).toBe('admitted');
    expect(outcome(pool, costly(1n, 300_000n), world.view())).toBe('admitted');
    expect(outcome(pool, costly(2n, 0n), world.view())).toBe('INSUFFICIENT_FUNDS');
    expect(outcome(pool, aTransaction(2, { nonce: 2n, maxFee: 1n }), world.view())).toBe('FEE_TOO_LOW');
  });

  it('says no to data while the budget is 0, and yes to reports', () => {
    const world = createWorld({ params: reporters(3) });
    world.blocks(1);
    const view = { ...world.view(), budget: { budget: 0n, allowed: 0n, price: 0n } };
    const pool = createPool(defaultPoolLimits);
    expect(outcome(pool, aTransaction(2), view)).toBe('THROTTLED');
    expect(outcome(pool, aTransaction(3, { actions: [report(0n, 1n)] }), view)).toBe('admitted');
  });
});

describe('waiting', () => {
  it('becomes ready when the gap closes, and waiting again when the price passes what it pays', () => {
    const world = createWorld({ params: prices });
    const pool = createPool(defaultPoolLimits);
    const view = world.view();
    const at = (nonce: bigint) => aTransaction(2, { nonce, maxFee: 1_000n * 250n });
    const [zero, one, three] = [at(0n), at(1n), at(3n)];
    for (const transaction of [one, three]) expect(outcome(pool, transaction, view)).toBe('admitted');
    expect([one, three].map((tx) => pool.isReady(name(tx)))).toEqual([false, false]);
    expect([...pool.readyAccounts()]).toEqual([]);
    outcome(pool, zero, view);
    expect([zero, one, three].map((tx) => pool.isReady(name(tx)))).toEqual([true, true, false]);
    expect(pool.pendingNonce(toHex(person(2)), 0n)).toBe(2n);
    expect([...pool.readyAccounts()]).toEqual([toHex(person(2))]);
    const dear = { ...view, budget: { ...view.budget, price: 5_000n } };
    pool.refresh(dear, new Set());
    expect(pool.isReady(name(zero))).toBe(false);
    pool.refresh(view, new Set());
    expect(pool.isReady(name(one))).toBe(true);
  });

  it('holds an eighth of the pool, and never refuses what is ready', () => {
    const world = createWorld({ funded: 0 });
    const pool = createPool({ maxBytes: 4 * MIB, maxTransactions: 1_000 });
    const waiting = Array.from({ length: 40 }, (_, n) =>
      outcome(
        pool,
        aTransaction(2, { nonce: BigInt(n + 1), actions: [data(`${n % 8}`, 60_000)] }),
        world.view(),
      ),
    );
    expect(waiting.filter((answer) => answer === 'admitted').length).toBe(4);
    expect(pool.waiting.total().bytes).toBeLessThanOrEqual((4 * MIB) / 8);
    const ready = Array.from({ length: 40 }, (_, n) =>
      outcome(pool, aTransaction(n + 3, { actions: [data('demo', 40_000)] }), world.view()),
    );
    expect(ready.every((answer, index) => answer === 'admitted' || index > 20)).toBe(true);
  });

  it('24 transactions of a megabyte that can never be included leave others alone', () => {
    const world = createWorld();
    const pool = createPool(defaultPoolLimits);
    for (let n = 1n; n <= 24n; n++) {
      outcome(pool, aTransaction(2, { nonce: n, actions: [data('demo', 1_000_000)] }), world.view());
    }
    expect(pool.waiting.total().bytes).toBeLessThanOrEqual(6 * MIB);
    const own = Array.from({ length: 11 }, (_, n) =>
      outcome(pool, aTransaction(n + 3, { actions: [data('demo', 1_000_000)] }), world.view()),
    );
    expect(own.every((answer) => answer === 'admitted')).toBe(true);
  });

  it('that fell from ready leaves, newest first, when it is too much', () => {
    const world = createWorld({ params: prices });
    const pool = createPool({ maxBytes: 800_000, maxTransactions: 1_000 });
    const many = [2, 3, 4, 5].map((n) =>
      aTransaction(n, { maxFee: 70_000_000n, actions: [data(`${n}`, 60_000)] }),
    );
    for (const transaction of many) expect(outcome(pool, transaction, world.view())).toBe('admitted');
    const view = world.view();
    const departed = pool.refresh({ ...view, budget: { ...view.budget, price: 9_000n } }, new Set());
    expect(departed.map(({ entry, reason }) => [entry.name, reason])).toEqual(
      many
        .slice(1)
        .toReversed()
        .map((tx) => [name(tx), 'evicted']),
    );
  });
});

describe('room', () => {
  it('a hog of one class leaves half, and of the others’ class a quarter', () => {
    const world = createWorld({ funded: 0, rollups: [{ name: 'hog', weight: 1n }] });
    const fill = (pool: Pool, rollup: string) => {
      let count = 0;
      while (
        outcome(pool, aTransaction(100 + count, { actions: [data(rollup, 99_800)] }), world.view()) ===
        'admitted'
      ) {
        count++;
      }
      return count;
    };
    const limits = { maxBytes: 4_000_000, maxTransactions: 1_000 };
    const registered = createPool(limits);
    registered.refresh(world.view(), new Set());
    expect(fill(registered, 'hog')).toBe(20);
    expect(outcome(registered, aTransaction(2, { actions: [data('small', 99_800)] }), world.view())).toBe(
      'admitted',
    );
    const others = createPool(limits);
    others.refresh(world.view(), new Set());
    expect(fill(others, 'stranger')).toBe(10);
    expect(outcome(others, aTransaction(2, { actions: [data('small', 99_800)] }), world.view())).toBe(
      'admitted',
    );
    expect(others.ready.classes()).toEqual(['others']);
  });

  it('counts transactions as well', () => {
    const world = createWorld({ funded: 0 });
    const pool = createPool({ maxBytes: 4_000_000, maxTransactions: 64 });
    const answers = Array.from({ length: 40 }, (_, n) => outcome(pool, aTransaction(n + 2), world.view()));
    expect(answers.filter((answer) => answer === 'admitted').length).toBe(16);
    expect(answers.at(-1)).toBe('POOL_FULL');
  });

  it('always has it for reports and sudo', () => {
    const world = createWorld({ funded: 0, params: reporters(90) });
    const pool = createPool({ maxBytes: 1_000, maxTransactions: 64 });
    world.blocks(3);
    while (outcome(pool, aTransaction(2 + pool.size()), world.view()) === 'admitted');
    expect(outcome(pool, aTransaction(90, { actions: [report(1n, 1n)] }), world.view())).toBe('admitted');
    const action = { kind: 'registerRollup', rollupId: rollupIdOf('x'), weight: 1n } as const;
    expect(outcome(pool, aTransaction(1, { actions: [action] }), world.view())).toBe('admitted');
  });
});

describe('replacement', () => {
  const world = createWorld({ params: reporters(3) });
  world.blocks(9);
  const at = (height: bigint) => aTransaction(3, { actions: [report(height, 1n)] });

  it('a newer report takes the place of the older, not the reverse', () => {
    const pool = createPool(defaultPoolLimits);
    expect(outcome(pool, at(4n), world.view())).toBe('admitted');
    expect(outcome(pool, at(5n), world.view())).toBe('replaced');
    expect(outcome(pool, at(4n), world.view())).toBe('NONCE_TAKEN');
    expect(pool.size()).toBe(1);
  });

  it('reports and sudo take the place of data', () => {
    const pool = createPool(defaultPoolLimits);
    outcome(pool, aTransaction(3), world.view());
    expect(outcome(pool, at(4n), world.view())).toBe('replaced');
    expect(pool.ready.total()).toEqual({ bytes: 0, count: 0 });
    outcome(pool, aTransaction(1), world.view());
    const action = { kind: 'changeSudo', newSudo: person(2) } as const;
    expect(outcome(pool, aTransaction(1, { actions: [action] }), world.view())).toBe('replaced');
  });
});

describe('after a block', () => {
  it('leaves: what was committed, used, expired, superseded or is too long now', () => {
    const world = createWorld({ params: reporters(3, 4) });
    const pool = createPool(defaultPoolLimits);
    world.blocks(2);
    const committed = aTransaction(2);
    const rival = aTransaction(5, { actions: [data('gm', 9)] });
    const expiring = aTransaction(6, { expiresAtHeight: 3n });
    const old = aTransaction(3, { nonce: 1n, actions: [report(1n, 1n)] });
    const long = aTransaction(7, { actions: [data('demo', 6_000)] });
    const staying = aTransaction(8);
    for (const tx of [committed, rival, expiring, old, long, staying]) outcome(pool, tx, world.view());
    const shrunk = { ...world.state().params, transactionMaxBytes: 4_096n };
    world.block([
      committed,
      aTransaction(5),
      aTransaction(3, { actions: [report(2n, 1n)] }),
      aTransaction(1, { actions: [{ kind: 'updateParams', params: shrunk }] }),
    ]);
    const departed = pool.refresh(world.view(), new Set([name(committed)]));
    expect(departed.map(({ entry, reason }) => [entry.name, reason])).toEqual([
      [name(committed), 'committed'],
      [name(rival), 'nonceUsed'],
      [name(expiring), 'expired'],
      [name(old), 'superseded'],
      [name(long), 'superseded'],
    ]);
    expect(pool.size()).toBe(1);
    expect(pool.ready.total().count).toBe(1);
    expect(pool.readyAt(toHex(person(8)), 0n)?.name).toBe(name(staying));
  });
});
