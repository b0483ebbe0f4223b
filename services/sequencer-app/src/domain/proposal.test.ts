import { rollupIdOf, toHex } from '@switchyard/primitives';
import { type Action, decodeTransaction, type Params, type Transaction } from '@switchyard/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aTransaction, createWorld, data, person, report, transfer } from '../testing/world.ts';
import { executeBlock } from './block-rules.ts';
import { framedBytes } from './execution.ts';
import type { Carry } from './fair-share.ts';
import { createPool } from './pool.ts';
import { defaultPoolLimits } from './pool-usage.ts';
import { buildProposal, type Proposal } from './proposal.ts';

const MIB = 1_048_576;

function setUp(options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld({ funded: 0, ...options });
  const pool = createPool(defaultPoolLimits);
  pool.refresh(world.view(), new Set());
  let carry: Carry = new Map();
  const propose = (maxTxBytes = 7 * MIB): Proposal =>
    buildProposal({
      pool,
      state: world.state(),
      read: world.read,
      height: world.height() + 1n,
      maxTxBytes,
      carry,
    });
  const judge = ({ items, transactions }: Proposal) =>
    executeBlock({
      state: world.state(),
      read: world.read,
      height: world.height() + 1n,
      blockRoots: items[0] ?? new Uint8Array(),
      transactions,
    });
  return {
    world,
    pool,
    propose,
    judge,
    add: (...transactions: readonly Transaction[]) => {
      for (const transaction of transactions) {
        const admission = pool.admit(transaction, world.view());
        if ('code' in admission) throw new Error(admission.code);
      }
    },
    commit: (proposal: Proposal) => {
      world.block(proposal.transactions);
      carry = proposal.carry;
      pool.refresh(world.view(), new Set(proposal.transactions.map(({ id }) => toHex(id))));
    },
  };
}

const framed = (items: readonly Uint8Array[]): number =>
  items.reduce((sum, item) => sum + framedBytes(item.length), 0);

describe('a proposal', () => {
  it('has block roots alone when the pool is empty', () => {
    const { propose, judge } = setUp();
    const proposal = propose();
    expect(proposal.items.length).toBe(1);
    expect('fault' in judge(proposal)).toBe(false);
  });

  it('puts reports and sudo first, and accounts in the order of their nonces', () => {
    const { add, propose, judge, world } = setUp({ params: { reporters: [person(3)] } });
    world.blocks(3);
    const sudo: Action = { kind: 'registerRollup', rollupId: rollupIdOf('x'), weight: 1n };
    add(
      aTransaction(2),
      aTransaction(2, { nonce: 1n }),
      aTransaction(3, { actions: [report(1n, 1n)] }),
      aTransaction(1),
      aTransaction(1, { nonce: 1n, actions: [sudo] }),
      aTransaction(3, { nonce: 1n, actions: [report(2n, 1n)] }),
    );
    const proposal = propose();
    expect(proposal.transactions[0]?.lane).toBe('report');
    expect(proposal.transactions.map(({ sender, body }) => [toHex(sender).slice(0, 4), body.nonce])).toEqual([
      [toHex(person(3)).slice(0, 4), 0n],
      [toHex(person(2)).slice(0, 4), 0n],
      [toHex(person(2)).slice(0, 4), 1n],
      [toHex(person(1)).slice(0, 4), 0n],
      [toHex(person(1)).slice(0, 4), 1n],
    ]);
    expect('fault' in judge(proposal)).toBe(false);
  });

  it('is exactly as long as it may be, never longer', () => {
    const { add, propose } = setUp();
    const [a, b] = [
      aTransaction(2, { actions: [data('a', 127)] }),
      aTransaction(3, { actions: [data('b', 20_000)] }),
    ];
    add(a, b);
    const both = framed(propose().items);
    expect(both).toBe(framedBytes(74) + framedBytes(a.bytes.length) + framedBytes(b.bytes.length));
    expect(framed(propose(both).items)).toBe(both);
    expect(propose(both - 1).transactions.map(({ id }) => toHex(id))).toEqual([toHex(a.id)]);
  });

  it.each([
    [127, 2],
    [128, 3],
    [16_383, 3],
    [16_384, 4],
  ])('frames %i bytes with %i', (length, framing) => {
    expect(framedBytes(length) - length).toBe(framing);
  });

  it('never exceeds its limits and is always valid, whatever the pool holds', () => {
    const anyTransaction = fc.record({
      from: fc.integer({ min: 2, max: 9 }),
      rollups: fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), length: fc.nat(3_000) }), {
        maxLength: 3,
      }),
      to: fc.integer({ min: 2, max: 9 }),
    });
    const params: Partial<Params> = {
      transactionMaxBytes: 16_384n,
      sectionMaxBytes: 17_408n,
      rollupBudgetBytes: 32_768n,
      maxRollupsPerBlock: 3n,
    };
    fc.assert(
      fc.property(
        fc.array(anyTransaction, { maxLength: 40 }),
        fc.integer({ min: 100, max: 60_000 }),
        (sent, maxTxBytes) => {
          const { pool, world, propose, judge, commit } = setUp({
            params,
            rollups: [
              { name: 'a', weight: 3n },
              { name: 'b', weight: 1n },
            ],
          });
          const nonces = new Map<number, bigint>();
          for (const { from, rollups, to } of sent) {
            const nonce = nonces.get(from) ?? 0n;
            const actions = [...rollups.map(({ name, length }) => data(name, length + 1)), transfer(to, 0n)];
            const admission = pool.admit(aTransaction(from, { nonce, actions }), world.view());
            if (!('code' in admission)) nonces.set(from, nonce + 1n);
          }
          for (let round = 0; round < 3; round++) {
            const proposal = propose(maxTxBytes);
            expect(framed(proposal.items)).toBeLessThanOrEqual(maxTxBytes);
            expect(judge(proposal)).not.toHaveProperty('fault');
            expect(proposal.transactions.map(({ bytes }) => decodeTransaction(bytes).id)).toEqual(
              proposal.transactions.map(({ id }) => id),
            );
            commit(proposal);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is refused when its roots are others, or a transaction comes twice', () => {
    const { add, propose, judge } = setUp();
    add(aTransaction(2));
    const proposal = propose();
    expect(judge({ ...proposal, items: [new Uint8Array(74)] })).toEqual({ fault: 'BLOCK_ROOTS', item: 0 });
    const twice = [...proposal.transactions, ...proposal.transactions];
    expect(judge({ ...proposal, transactions: twice })).toEqual({ fault: 'NONCE_USED', item: 2 });
  });
});

describe('fair shares', () => {
  const params: Partial<Params> = {
    transactionMaxBytes: 65_536n,
    sectionMaxBytes: 1_572_864n,
    rollupBudgetBytes: 262_144n,
  };

  /** Keeps each sender's pool full and counts the bytes that its class got over some blocks. */
  function run(
    senders: readonly {
      readonly from: number;
      readonly rollup: string;
      readonly length: number;
      readonly backlog: number;
    }[],
    rollups: readonly { readonly name: string; readonly weight: bigint }[],
    blocks = 50,
  ) {
    const { world, pool, propose, commit } = setUp({
      params: { ...params, backlogLowBytes: 1n << 40n, backlogHighBytes: 1n << 41n },
      rollups,
    });
    const got = new Map<string, number>();
    for (let block = 0; block < blocks; block++) {
      for (const { from, rollup, length, backlog } of senders) {
        const account = toHex(person(from));
        const { nonce } = world.account(from);
        for (let next = pool.pendingNonce(account, nonce); next < nonce + BigInt(backlog); next++) {
          const sent = aTransaction(from, {
            nonce: next,
            expiresAtHeight: world.height() + 100n,
            actions: [data(rollup, length)],
          });
          if ('code' in pool.admit(sent, world.view())) break;
        }
      }
      const proposal = propose();
      for (const { bytes, sender } of proposal.transactions) {
        const rollup = senders.find(({ from }) => toHex(person(from)) === toHex(sender))?.rollup ?? '';
        got.set(rollup, (got.get(rollup) ?? 0) + bytes.length);
      }
      commit(proposal);
    }
    const total = [...got.values()].reduce((sum, bytes) => sum + bytes, 0);
    return { share: (rollup: string) => (got.get(rollup) ?? 0) / total, total };
  }

  it('three classes, one of which sends ten times as much', () => {
    const { share, total } = run(
      [
        { from: 2, rollup: 'a', length: 60_000, backlog: 40 },
        { from: 3, rollup: 'b', length: 6_000, backlog: 25 },
        { from: 4, rollup: 'c', length: 20_000, backlog: 8 },
      ],
      ['a', 'b', 'c'].map((name) => ({ name, weight: 1n })),
    );
    expect(total).toBeGreaterThan(0.9 * 50 * 262_144);
    for (const rollup of ['a', 'b', 'c']) expect(share(rollup)).toBeGreaterThan(0.9 / 3);
  });

  it('goes by weight', () => {
    const { share } = run(
      [
        { from: 2, rollup: 'a', length: 30_000, backlog: 20 },
        { from: 3, rollup: 'b', length: 30_000, backlog: 20 },
        { from: 4, rollup: 'stranger', length: 30_000, backlog: 20 },
      ],
      [
        { name: 'a', weight: 2n },
        { name: 'b', weight: 1n },
      ],
    );
    expect(share('a')).toBeGreaterThan(0.9 * 0.5);
    expect(share('b')).toBeGreaterThan(0.9 * 0.25);
    expect(share('stranger')).toBeGreaterThan(0.9 * 0.25);
  });

  it('many invented rollups are one class, and fair among themselves', () => {
    const { share } = run(
      [
        { from: 2, rollup: 'a', length: 10_000, backlog: 20 },
        ...Array.from({ length: 20 }, (_, n) => ({
          from: 10 + n,
          rollup: `x${n}`,
          length: 10_000,
          backlog: 4,
        })),
      ],
      [{ name: 'a', weight: 1n }],
      20,
    );
    expect(share('a')).toBeGreaterThan(0.9 * 0.5);
    expect(share('x0')).toBeGreaterThan((0.5 * 0.5) / 20);
  });

  it('an idle class leaves its share to the others', () => {
    const { share, total } = run(
      [{ from: 2, rollup: 'a', length: 20_000, backlog: 30 }],
      [
        { name: 'a', weight: 1n },
        { name: 'idle', weight: 100n },
      ],
      10,
    );
    expect(share('a')).toBe(1);
    expect(total).toBeGreaterThan(0.9 * 10 * 262_144);
  });

  it('a bundle for two rollups charges each, and is taken when both can pay', () => {
    const { add, propose, commit } = setUp({
      params,
      rollups: ['a', 'b'].map((name) => ({ name, weight: 1n })),
    });
    for (let n = 0; n < 12; n++) add(aTransaction(10 + n, { actions: [data('a', 40_000)] }));
    const bundle = aTransaction(2, { actions: [data('a', 30_000), data('b', 30_000)] });
    add(bundle);
    for (let n = 0; n < 12; n++) add(aTransaction(40 + n, { actions: [data('b', 40_000)] }));
    const chosen: string[] = [];
    for (let block = 0; block < 3; block++) {
      const proposal = propose();
      chosen.push(...proposal.transactions.map(({ id }) => toHex(id)));
      commit(proposal);
    }
    expect(chosen).toContain(toHex(bundle.id));
  });

  it('a full section leaves the rest of the block to others', () => {
    const { add, propose } = setUp({ params: { ...params, sectionMaxBytes: 70_000n } });
    for (let n = 0; n < 40; n++) add(aTransaction(10 + n, { actions: [data('a', 20_000)] }));
    add(aTransaction(2, { actions: [data('b', 20_000)] }));
    const { transactions } = propose();
    expect(transactions.length).toBe(4);
  });
});
