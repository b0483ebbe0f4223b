import { rollupIdOf, toHex } from '@switchyard/primitives';
import type { Action, Params } from '@switchyard/protocol';
import { testParams } from '@switchyard/testing';
import { describe, expect, it } from 'vitest';
import {
  aTransaction,
  chainId,
  createWorld,
  data,
  person,
  prices,
  report,
  sudo,
  transfer,
  validatorKey,
} from '../testing/world.ts';
import { blockBudgetOf, decodeChainState } from './chain-state.ts';
import { defaultParams } from './params.ts';

const withReporters = (quorum: number, ...people: number[]): Partial<Params> => ({
  reportQuorum: quorum,
  reporters: people.map(person).sort((a, b) => Buffer.compare(a, b)),
});
const bySudo = (nonce: bigint, ...actions: Action[]) => aTransaction(1, { nonce, actions });
const newParams = (changes: Partial<Params>): Action => ({
  kind: 'updateParams',
  params: { ...testParams, ...changes },
});
const setPower = (n: number, power: bigint): Action => ({
  kind: 'updateValidator',
  publicKey: validatorKey(n),
  power,
});

describe('the envelope', () => {
  it.each([
    ['another chain', { chainId: 'yard-other' }, 'WRONG_CHAIN'],
    ['expired', { expiresAtHeight: 0n }, 'EXPIRED'],
    ['valid at its last height', { expiresAtHeight: 1n }, undefined],
    ['a nonce ahead', { nonce: 1n }, 'NONCE_GAP'],
  ])('%s', (_name, body, code) => {
    expect(createWorld().tryBlock([aTransaction(2, body)])).toEqual([code]);
  });

  it('refuses a used nonce', () => {
    const world = createWorld();
    world.block([aTransaction(2)]);
    expect(world.tryBlock([aTransaction(2), aTransaction(2, { nonce: 1n })])).toEqual([
      'NONCE_USED',
      undefined,
    ]);
  });

  it('refuses what is longer than the parameter, and long control', () => {
    const world = createWorld({ params: { transactionMaxBytes: 4_096n, rollupBudgetBytes: 8_192n } });
    const exact = aTransaction(2, { actions: [data('demo', 3_936)] });
    const over = aTransaction(3, { actions: [data('demo', 3_937)] });
    expect([exact.bytes.length, over.bytes.length]).toEqual([4_096, 4_097]);
    expect(world.tryBlock([exact, over])).toEqual([undefined, 'TOO_LARGE']);
    const many = Array.from({ length: 1_900 }, (_, n): Action => setPower(n % 9, 1n));
    expect(createWorld().tryBlock([bySudo(0n, ...many)])).toEqual(['TOO_LARGE']);
  });
});

describe('fees and transfers', () => {
  it('takes the fee from the sender and counts it', () => {
    const world = createWorld({ params: prices });
    const paid = aTransaction(2, { maxFee: 10_000_000n, actions: [transfer(20, 5n)] });
    world.block([paid]);
    const fee = 1_000n * BigInt(paid.bytes.length);
    expect(world.account(2)).toEqual({ nonce: 1n, balance: 1_000_000_000_000n - fee - 5n });
    expect(world.account(20)).toEqual({ nonce: 0n, balance: 5n });
    expect(world.state().fees).toBe(fee);
  });

  it('never makes or loses a token', () => {
    const world = createWorld({ params: prices, funded: 3 });
    world.block([
      aTransaction(2, { maxFee: 10_000_000n, actions: [transfer(3, 7n), transfer(2, 1n), transfer(9, 2n)] }),
      aTransaction(3, { maxFee: 10_000_000n, actions: [transfer(2, 9n)] }),
    ]);
    const balances = [1, 2, 3, 9].map((n) => world.account(n).balance);
    expect(balances.reduce((sum, one) => sum + one, world.state().fees)).toBe(3_000_000_000_000n);
  });

  it('refuses a max fee under the price, a fee and transfers without funds, and leaves nothing of them', () => {
    const world = createWorld({ params: prices, balance: 400_000n });
    const low = aTransaction(2, { maxFee: 1n });
    const poor = aTransaction(2, { maxFee: 1_000_000n, actions: [data('demo', 500)] });
    const half = aTransaction(3, { maxFee: 1_000_000n, actions: [transfer(4, 10n), transfer(4, 400_000n)] });
    expect(world.tryBlock([low, poor, half])).toEqual([
      'FEE_TOO_LOW',
      'INSUFFICIENT_FUNDS',
      'INSUFFICIENT_FUNDS',
    ]);
    const before = world.tree.root();
    expect(() => world.block([half])).toThrow('INSUFFICIENT_FUNDS');
    expect(world.tree.root()).toEqual(before);
  });

  it('lets an account without funds send where the price is 0', () => {
    expect(createWorld().tryBlock([aTransaction(77)])).toEqual([undefined]);
  });
});

describe('space', () => {
  const small: Partial<Params> = {
    transactionMaxBytes: 4_096n,
    sectionMaxBytes: 5_120n,
    rollupBudgetBytes: 8_192n,
    backlogLowBytes: 81_920n,
    backlogHighBytes: 90_000n,
  };

  it('fills a section to its last byte and no further', () => {
    const world = createWorld({ params: small });
    // Each item has a tag and a length of two bytes, and so has its frame: 2,060 + 3,060 = 5,120.
    const first = aTransaction(2, { actions: [data('demo', 2_054)] });
    expect(world.tryBlock([first, aTransaction(3, { actions: [data('demo', 3_054)] })])).toEqual([
      undefined,
      undefined,
    ]);
    expect(world.tryBlock([first, aTransaction(3, { actions: [data('demo', 3_055)] })])).toEqual([
      undefined,
      'SECTION_FULL',
    ]);
  });

  it('counts tiny items as they are on the DA layer, framed', () => {
    const budget = { rollupBudgetBytes: 16_384n, backlogLowBytes: 163_840n, backlogHighBytes: 170_000n };
    const world = createWorld({ params: { ...small, ...budget } });
    // 80 items of 3 bytes are 400 framed; with the others the section's 5,120 bytes are reached, and not one more.
    const tiny = aTransaction(2, { actions: Array.from({ length: 80 }, () => data('demo', 1)) });
    const item = (sender: number, framed: number) =>
      aTransaction(sender, { actions: [data('demo', framed - 6)] });
    expect(world.tryBlock([tiny, item(3, 1_000), item(4, 3_720)])).toEqual([undefined, undefined, undefined]);
    expect(world.tryBlock([tiny, item(3, 1_000), item(4, 3_721)])).toEqual([
      undefined,
      undefined,
      'SECTION_FULL',
    ]);
  });

  it('fills the budget to its last byte and no further', () => {
    const world = createWorld({ params: small });
    const first = aTransaction(2, { actions: [data('demo', 3_936)] });
    const second = (length: number) => aTransaction(3, { actions: [data('gm', length)] });
    expect(second(3_936).bytes.length).toBe(4_096);
    expect(world.tryBlock([first, second(3_936)])).toEqual([undefined, undefined]);
    expect(world.tryBlock([first, second(3_936), aTransaction(4, { actions: [transfer(5, 0n)] })])).toEqual([
      undefined,
      undefined,
      'BUDGET_FULL',
    ]);
  });

  it('takes 256 rollups and not one more', () => {
    const world = createWorld();
    const many = (count: number) =>
      aTransaction(2, { actions: Array.from({ length: count }, (_, n) => data(`r${n}`, 1)) });
    expect(world.tryBlock([many(256)])).toEqual([undefined]);
    expect(world.tryBlock([many(257)])).toEqual(['TOO_MANY_ROLLUPS']);
    expect(world.tryBlock([many(256), aTransaction(3, { actions: [data('r0', 1)] })])).toEqual([
      undefined,
      undefined,
    ]);
    expect(world.tryBlock([many(256), aTransaction(3, { actions: [data('new', 1)] })])).toEqual([
      undefined,
      'TOO_MANY_ROLLUPS',
    ]);
  });

  it('leaves control a space of its own, with an end', () => {
    const many = Array.from(
      { length: 1_400 },
      (_, n): Action => ({ kind: 'registerRollup', rollupId: rollupIdOf(`${n % 1_000}`), weight: 1n }),
    );
    const long = [0n, 1n, 2n, 3n, 4n].map((nonce) => bySudo(nonce, ...many));
    expect(createWorld().tryBlock(long)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'CONTROL_FULL',
    ]);
  });
});

describe('reports', () => {
  it.each([
    ['by nobody authorised', 3, report(1n, 1n), 'NOT_REPORTER'],
    ['of this very height', 2, report(4n, 1n), 'REPORT_ABOVE_HEAD'],
    ['of height 0', 2, report(0n, 1n), 'REPORT_NOT_FORWARD'],
    ['of the head', 2, report(3n, 9n), undefined],
  ])('%s', (_name, from, action, code) => {
    const world = createWorld({ params: withReporters(1, 2) });
    world.blocks(3);
    expect(world.tryBlock([aTransaction(from, { actions: [action] })])).toEqual([code]);
  });

  it('go only forward, once per block, and are free', () => {
    const world = createWorld({ params: { ...withReporters(1, 2), ...prices }, funded: 1 });
    world.blocks(5);
    const at = (nonce: bigint, height: bigint, da: bigint) =>
      aTransaction(2, { nonce, actions: [report(height, da)] });
    world.block([at(0n, 2n, 10n)]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 2n, daHeight: 10n, prunedHeight: 2n });
    expect(world.entries.has('bytes/2')).toBe(false);
    expect(world.entries.has('bytes/3')).toBe(true);
    expect(world.tryBlock([at(1n, 2n, 11n)])).toEqual(['REPORT_NOT_FORWARD']);
    expect(world.tryBlock([at(1n, 3n, 9n)])).toEqual(['REPORT_NOT_FORWARD']);
    expect(world.tryBlock([at(1n, 3n, 10n), at(2n, 4n, 10n)])).toEqual([undefined, 'REPORT_TWICE_IN_BLOCK']);
  });

  it('count by quorum: 2 of 3, with one liar and one dead', () => {
    const world = createWorld({ params: withReporters(2, 2, 3, 4) });
    world.blocks(10);
    const at = (from: number, nonce: bigint, height: bigint, da = 1n) =>
      aTransaction(from, { nonce, actions: [report(height, da)] });
    world.block([at(2, 0n, 9n, 100n)]);
    expect(world.state().progress.sequencerHeight).toBe(0n);
    world.block([at(3, 0n, 4n, 7n)]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 4n, daHeight: 7n });
    world.block([at(3, 1n, 6n, 8n)]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 6n, daHeight: 8n });
    world.block([at(3, 2n, 11n, 9n)]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 9n, daHeight: 100n });
  });

  it('take the lowest DA height of equal reports', () => {
    const world = createWorld({ params: withReporters(1, 2, 3) });
    world.blocks(5);
    world.block([
      aTransaction(2, { actions: [report(4n, 50n)] }),
      aTransaction(3, { actions: [report(4n, 40n)] }),
    ]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 4n, daHeight: 40n });
  });

  it('never go back when reporters change', () => {
    const world = createWorld({ params: withReporters(1, 2, 3) });
    world.blocks(5);
    world.block([aTransaction(2, { actions: [report(4n, 40n)] })]);
    world.block([bySudo(0n, newParams(withReporters(1, 3)))]);
    expect(world.state().reports).toEqual([]);
    expect(world.state().progress.sequencerHeight).toBe(4n);
    world.block([aTransaction(3, { actions: [report(3n, 41n)] })]);
    expect(world.state().progress).toMatchObject({ sequencerHeight: 4n, daHeight: 40n });
  });

  it('drop at most 256 byte counts per block, and the backlog at once', () => {
    const world = createWorld({ params: withReporters(1, 2) });
    world.block([aTransaction(3, { actions: [data('demo', 100)] })]);
    world.blocks(400);
    expect(world.state().progress).toMatchObject({ totalBytes: 102n, reportedBytes: 0n });
    world.block([aTransaction(2, { actions: [report(400n, 1n)] })]);
    expect(world.state().progress).toMatchObject({ reportedBytes: 102n, prunedHeight: 256n });
    world.block();
    expect(world.state().progress.prunedHeight).toBe(400n);
    expect([...world.entries.keys()].filter((key) => key.startsWith('bytes/')).length).toBe(3);
  });
});

describe('backpressure', () => {
  const small: Partial<Params> = {
    transactionMaxBytes: 4_096n,
    sectionMaxBytes: 5_120n,
    rollupBudgetBytes: 4_096n,
    backlogLowBytes: 40_960n,
    backlogHighBytes: 49_152n,
    ...withReporters(1, 9),
  };

  it('falls to nothing without reports and comes back with one', () => {
    const world = createWorld({ params: small });
    let nonce = 0n;
    for (let n = 0; n < 40; n++) {
      const transaction = aTransaction(2, { nonce, actions: [data('demo', 3_500)] });
      if (world.tryBlock([transaction])[0] === undefined) {
        world.block([transaction]);
        nonce++;
      } else world.block();
    }
    const { budget } = blockBudgetOf(world.state());
    expect(budget).toBeLessThan(700n);
    world.block([aTransaction(9, { actions: [report(world.height(), 5n)] })]);
    expect(blockBudgetOf(world.state()).budget).toBe(4_096n);
    expect(world.tryBlock([aTransaction(2, { nonce, actions: [data('demo', 3_500)] })])).toEqual([undefined]);
  });

  it('gives unused budget to a transaction that one block’s budget does not hold', () => {
    const world = createWorld({ params: small });
    let nonce = 0n;
    while (blockBudgetOf(world.state()).budget === 4_096n) {
      world.block([aTransaction(2, { nonce: nonce++, actions: [data('demo', 3_900)] })]);
    }
    const large = aTransaction(2, { nonce, actions: [data('demo', 3_900)] });
    let blocks = 0;
    while (world.tryBlock([large])[0] !== undefined && blocks < 100) {
      world.block();
      blocks++;
    }
    expect(blocks).toBeLessThan(100);
    world.block([large]);
  });
});

describe('sudo', () => {
  it.each<[string, Action, string | undefined]>([
    ['a new validator', setPower(2, 5n), undefined],
    ['too much power', setPower(2, (1n << 40n) + 1n), 'VALIDATOR_POWER'],
    ['removing an absent validator', setPower(2, 0n), 'VALIDATOR_ABSENT'],
    ['removing the last validator', setPower(1, 0n), 'VALIDATOR_SET_EMPTY'],
    [
      'weight 0 for a rollup that is not registered',
      { kind: 'registerRollup', rollupId: rollupIdOf('gm'), weight: 0n },
      'ROLLUP_ABSENT',
    ],
    [
      'too much weight',
      { kind: 'registerRollup', rollupId: rollupIdOf('gm'), weight: (1n << 20n) + 1n },
      'ROLLUP_WEIGHT',
    ],
    ['parameters', newParams({ priceFloor: 1n, priceCap: 4_096n }), undefined],
    [
      'a budget over the block',
      newParams({ rollupBudgetBytes: 7n << 20n, backlogLowBytes: 70n << 20n }),
      'PARAMS_OUT_OF_BOUNDS',
    ],
  ])('%s', (_name, action, code) => {
    expect(createWorld().tryBlock([bySudo(0n, action)])).toEqual([code]);
  });

  it('is for sudo alone, and hands over', () => {
    const world = createWorld();
    expect(world.tryBlock([aTransaction(2, { actions: [setPower(2, 1n)] })])).toEqual(['NOT_SUDO']);
    world.block([bySudo(0n, { kind: 'changeSudo', newSudo: person(2) })]);
    expect(
      world.tryBlock([bySudo(1n, setPower(2, 1n)), aTransaction(2, { actions: [setPower(2, 1n)] })]),
    ).toEqual(['NOT_SUDO', undefined]);
    expect(toHex(world.state().sudo)).not.toBe(toHex(sudo));
  });

  it('updates a validator once per block and tells consensus', () => {
    const world = createWorld();
    expect(world.tryBlock([bySudo(0n, setPower(2, 5n)), bySudo(1n, setPower(2, 6n))])).toEqual([
      undefined,
      'VALIDATOR_TWICE_IN_BLOCK',
    ]);
    expect(world.tryBlock([bySudo(0n, setPower(2, 5n), setPower(2, 6n))])).toEqual([
      'VALIDATOR_TWICE_IN_BLOCK',
    ]);
    expect(world.block([bySudo(0n, setPower(2, 5n), setPower(3, 6n))]).validatorUpdates.length).toBe(2);
    const removed = world.block([bySudo(1n, setPower(1, 0n))]);
    expect(removed.validatorUpdates).toEqual([{ publicKey: validatorKey(1), power: 0n }]);
    expect(world.state().validators.length).toBe(2);
    expect(world.block().validatorUpdates).toEqual([]);
  });

  it('stops at 256 validators and 1,024 registered rollups', () => {
    const world = createWorld();
    const validators = Array.from({ length: 255 }, (_, n) => setPower(n + 2, 1n));
    world.block([bySudo(0n, ...validators)]);
    expect(world.tryBlock([bySudo(1n, setPower(999, 1n))])).toEqual(['VALIDATOR_SET_FULL']);
    const rollups = Array.from(
      { length: 1_024 },
      (_, n): Action => ({
        kind: 'registerRollup',
        rollupId: rollupIdOf(`${n}`),
        weight: 2n,
      }),
    );
    world.block([bySudo(1n, ...rollups)]);
    const one: Action = { kind: 'registerRollup', rollupId: rollupIdOf('x'), weight: 1n };
    expect(world.tryBlock([bySudo(2n, one)])).toEqual(['ROLLUPS_FULL']);
    world.block([bySudo(2n, { kind: 'registerRollup', rollupId: rollupIdOf('0'), weight: 0n }, one)]);
    expect(world.state().rollups.length).toBe(1_024);
  });

  it('changes parameters for the next block, its own block keeping the old ones', () => {
    const world = createWorld();
    const { params } = world.block([
      bySudo(0n, newParams({ transactionMaxBytes: 4_096n, ...prices })),
      aTransaction(2, { actions: [data('demo', 3_000)] }),
    ]);
    expect(params?.transactionMaxBytes).toBe(4_096n);
    expect(world.state().progress.price).toBe(1_000n);
    expect(world.tryBlock([aTransaction(3, { actions: [data('demo', 5_000)] })])).toEqual(['TOO_LARGE']);
    expect(world.block().params).toBeUndefined();
  });

  it.each<[string, Partial<Params>]>([
    ['a transaction over 1 MiB', { transactionMaxBytes: (1n << 20n) + 1n }],
    ['a section under a transaction', { sectionMaxBytes: 1n << 20n }],
    ['a section over 1.5 MiB', { sectionMaxBytes: (3n << 19n) + 1n }],
    ['a budget under a transaction', { rollupBudgetBytes: (1n << 20n) - 1n }],
    ['a block under 2 MiB', { blockMaxBytes: (2n << 20n) - 1n }],
    ['a block over 100 MiB', { blockMaxBytes: (100n << 20n) + 1n }],
    ['no rollups', { maxRollupsPerBlock: 0n }],
    ['L under 10 C', { backlogLowBytes: (20n << 20n) - 1n }],
    ['H not above L', { backlogHighBytes: testParams.backlogLowBytes }],
    ['a floor over 10^9', { priceFloor: 1_000_000_001n, priceCap: 1_000_000_001n }],
    ['a cap under the floor', { priceFloor: 2n, priceCap: 1n }],
    ['a cap over 4096 floors', { priceFloor: 1n, priceCap: 4_097n }],
    ['65 reporters', withReporters(1, ...Array.from({ length: 65 }, (_, n) => n + 2))],
    ['quorum 0', { reportQuorum: 0 }],
    ['a quorum over the reporters', withReporters(3, 2, 3)],
  ])('bounds parameters: %s', (_name, changes) => {
    const refused = createWorld().tryBlock([
      bySudo(0n, newParams({ rollupBudgetBytes: 2n << 20n, blockMaxBytes: 8n << 20n, ...changes })),
    ]);
    expect(refused).toEqual(['PARAMS_OUT_OF_BOUNDS']);
  });

  it('accepts the defaults', () => {
    expect(createWorld().tryBlock([bySudo(0n, newParams(defaultParams))])).toEqual([undefined]);
  });
});

describe('the state', () => {
  it('comes back from its entries, and misses none', () => {
    const world = createWorld({ params: withReporters(1, 2), rollups: [{ name: 'gm', weight: 3n }] });
    world.blocks(2);
    world.block([aTransaction(2, { actions: [report(1n, 1n)] }), bySudo(0n, setPower(5, 1n))]);
    expect(decodeChainState(world.read)).toEqual(world.state());
    world.entries.delete('sudo');
    expect(() => decodeChainState(world.read)).toThrow('state has no sudo');
    expect(world.state().chainId).toBe(chainId);
  });

  it('is the same for the same blocks', () => {
    const run = () => {
      const world = createWorld({ params: { ...prices, ...withReporters(1, 2) } });
      world.block([
        aTransaction(3, { maxFee: 1n << 40n }),
        aTransaction(4, { maxFee: 1n << 40n, actions: [transfer(30, 1n)] }),
      ]);
      world.block([aTransaction(2, { actions: [report(1n, 1n)] })]);
      return toHex(world.tree.root());
    };
    expect(run()).toBe(run());
  });
});
