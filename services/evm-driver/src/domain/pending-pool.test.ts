import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from './inspection.ts';
import { type EvmAddress, evmAddress, evmHash } from './names.ts';
import { createPendingPool, type PendingPool } from './pending-pool.ts';

const alice = evmAddress(`0x${'aa'.repeat(20)}`);
const bob = evmAddress(`0x${'bb'.repeat(20)}`);
const rich = { nonce: 0n, balance: 10n ** 18n, hasCode: false };
let lastHash = 0;

function aCandidate(
  fields: {
    sender?: EvmAddress;
    nonce?: bigint;
    fee?: bigint;
    tip?: bigint;
    bytes?: number;
    value?: bigint;
  } = {},
): Candidate {
  const { sender = alice, nonce = 0n, fee = 1_000n, tip = 100n, bytes = 100, value = 0n } = fields;
  return {
    bytes: new Uint8Array(bytes),
    hash: evmHash((++lastHash).toString(16).padStart(64, '0')),
    sender,
    tx: {
      type: 2,
      chainId: 1n,
      nonce,
      maxFeePerGas: fee,
      maxPriorityFeePerGas: tip,
      gasLimit: 21_000n,
      to: bob,
      value,
      data: new Uint8Array(),
      accessList: [],
      signature: { yParity: 0, r: 1n, s: 1n },
      signingPayload: new Uint8Array(),
    },
  };
}

let pool: PendingPool;

beforeEach(() => {
  pool = createPendingPool({ bytes: 1_000, perAccount: 4 });
});

describe('the pending pool', () => {
  it('refuses what it knows', () => {
    const candidate = aCandidate();
    expect(pool.add(candidate, rich)).toBeUndefined();
    expect(pool.add(candidate, rich)?.reason).toBe('already-known');
  });

  it.each([
    [4n, 'nonce-too-low'],
    [5n, undefined],
    [8n, undefined],
    [9n, 'account-limit'],
  ])('takes nonce %i of an account at 5 as %s', (nonce, reason) => {
    expect(pool.add(aCandidate({ nonce }), { ...rich, nonce: 5n })?.reason).toBe(reason);
  });

  it('takes a balance that covers the cost and not one wei less', () => {
    const balance = 21_000n * 1_000n;
    expect(pool.add(aCandidate(), { ...rich, balance: balance - 1n })).toMatchObject({
      reason: 'insufficient-funds',
      queued: 0n,
    });
    expect(pool.add(aCandidate(), { ...rich, balance })).toBeUndefined();
  });

  it('counts what waits against the balance', () => {
    const balance = 2n * 21_000n * 1_000n;
    expect(pool.add(aCandidate(), { ...rich, balance })).toBeUndefined();
    expect(pool.add(aCandidate({ nonce: 1n, value: 1n }), { ...rich, balance })).toMatchObject({
      reason: 'insufficient-funds',
      queued: 21_000_000n,
    });
    expect(pool.add(aCandidate({ nonce: 1n }), { ...rich, balance })).toBeUndefined();
  });

  it('takes so many of an account and not one more, but lets one be replaced', () => {
    const tiny = { bytes: 1 };
    for (const nonce of [0n, 1n, 2n, 3n])
      expect(pool.add(aCandidate({ nonce, ...tiny }), rich)).toBeUndefined();
    expect(pool.add(aCandidate({ nonce: 4n, ...tiny }), rich)).toEqual({
      reason: 'account-limit',
      pooled: 4,
      next: 0n,
      nonce: 4n,
    });
    expect(pool.add(aCandidate({ nonce: 3n, fee: 1_100n, tip: 110n, ...tiny }), rich)).toBeUndefined();
    expect(pool.totals()).toEqual({ count: 4, bytes: 4 });
  });

  it('takes so many bytes and not one more', () => {
    expect(pool.add(aCandidate({ bytes: 600 }), rich)).toBeUndefined();
    expect(pool.add(aCandidate({ sender: bob, bytes: 401 }), rich)?.reason).toBe('pool-full');
    expect(pool.add(aCandidate({ sender: bob, bytes: 400 }), rich)).toBeUndefined();
  });

  it.each([
    [1_099n, 110n, 'replacement-underpriced'],
    [1_100n, 109n, 'replacement-underpriced'],
    [1_100n, 110n, undefined],
  ])('takes a replacement with fee %i and tip %i as %s', (fee, tip, reason) => {
    const old = aCandidate();
    pool.add(old, rich);
    const replacement = aCandidate({ fee, tip });
    expect(pool.add(replacement, rich)?.reason).toBe(reason);
    expect(pool.get(old.hash) === undefined).toBe(reason === undefined);
  });

  it('promotes an unbroken run, once, and what a filled gap frees', () => {
    const [first, second, third] = [
      aCandidate({ nonce: 0n }),
      aCandidate({ nonce: 1n }),
      aCandidate({ nonce: 2n }),
    ];
    pool.add(third, rich);
    pool.add(first, rich);
    expect(pool.promote(1n)).toEqual([first]);
    expect(pool.promote(1n)).toEqual([]);
    pool.add(second, rich);
    expect(pool.promote(1n)).toEqual([second, third]);
    expect(pool.nextNonce(alice, 0n)).toBe(3n);
  });

  it('promotes when the base fee has come down to the fee cap', () => {
    const candidate = aCandidate({ fee: 1_000n });
    pool.add(candidate, rich);
    expect(pool.promote(1_001n)).toEqual([]);
    expect(pool.promote(1_000n)).toEqual([candidate]);
  });

  it('lets used nonces leave', () => {
    const [first, second] = [aCandidate({ nonce: 0n }), aCandidate({ nonce: 1n })];
    pool.add(first, rich);
    pool.add(second, rich);
    pool.setNonce(alice, 1n);
    expect(pool.get(first.hash)).toBeUndefined();
    expect(pool.of(alice).map(({ candidate }) => candidate)).toEqual([second]);
    pool.setNonce(alice, 2n);
    expect(pool.senders()).toEqual([]);
    expect(pool.totals()).toEqual({ count: 0, bytes: 0 });
  });

  it('takes in again what was accepted before, whatever the limits', () => {
    for (let nonce = 0n; nonce < 20n; nonce++) pool.restore(aCandidate({ nonce }));
    pool.setNonce(alice, 15n);
    expect([...pool.all()].map(({ tx }) => tx.nonce)).toEqual([15n, 16n, 17n, 18n, 19n]);
  });

  it('keeps its sums whatever happens', () => {
    const operation = fc.record({
      kind: fc.constantFrom('add', 'use', 'promote'),
      sender: fc.constantFrom(alice, bob),
      nonce: fc.bigInt({ min: 0n, max: 6n }),
      fee: fc.constantFrom(100n, 200n, 1_000n),
      bytes: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const fresh = createPendingPool({ bytes: 1_000, perAccount: 4 });
        const promoted = new Set<string>();
        for (const { kind, sender, nonce, fee, bytes } of operations) {
          if (kind === 'add') fresh.add(aCandidate({ sender, nonce, fee, tip: fee, bytes }), rich);
          else if (kind === 'use') fresh.setNonce(sender, nonce);
          else {
            for (const { hash } of fresh.promote(150n)) {
              expect(promoted.has(hash)).toBe(false);
              promoted.add(hash);
            }
          }
          const all = [...fresh.all()];
          expect(fresh.totals()).toEqual({
            count: all.length,
            bytes: all.reduce((sum, each) => sum + each.bytes.length, 0),
          });
          expect(fresh.totals().bytes).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });
});
