import fc from 'fast-check';
import { hexToBytes, type TransactionSerializable } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { secp256k1 } from '../secp256k1.ts';
import { type Account, admit, type Inspected, maxCost } from './admission.ts';
import { inspect } from './inspection.ts';
import { type EvmAddress, evmAddress } from './names.ts';

const keys = Array.from(
  { length: 4 },
  (_, index) => `0x${(index + 1).toString(16).padStart(64, '0')}` as const,
);
const accounts = keys.map((key) => privateKeyToAccount(key));
const chainId = 1337;
const limits = { baseFee: 1_000n, gasLimit: 100_000_000n };
const recipient = '0x000000000000000000000000000000000000dEaD';

async function signed(
  fields: Partial<TransactionSerializable> & { readonly by?: number } = {},
): Promise<Inspected> {
  const { by = 0, ...tx } = fields;
  const account = accounts[by];
  if (account === undefined) throw new Error('no such key');
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce: 0,
    gas: 21_000n,
    to: recipient,
    maxFeePerGas: 2_000n,
    maxPriorityFeePerGas: 1n,
    ...tx,
  } as TransactionSerializable);
  return inspect(hexToBytes(raw), BigInt(chainId), secp256k1);
}

function state(fields: Partial<Account> = {}, by = 0): [EvmAddress, Account] {
  return [
    evmAddress(accounts[by]?.address ?? ''),
    { nonce: 0n, balance: 10n ** 18n, hasCode: false, ...fields },
  ];
}

function verdicts(
  states: readonly [EvmAddress, Account][],
  items: readonly Inspected[],
  over = limits,
): string[] {
  const { admitted, skipped } = admit(new Map(states), over, items);
  const reasons = new Map(skipped.map(({ index, reason }) => [index, reason]));
  const verdict = items.map((_, index) => reasons.get(index) ?? 'admitted');
  expect(admitted.length).toBe(verdict.filter((word) => word === 'admitted').length);
  return verdict;
}

describe('admission against the parent state', () => {
  it('takes a fee cap at the base fee and not below', async () => {
    const at = await signed({ maxFeePerGas: 1_000n });
    const below = await signed({ maxFeePerGas: 999n });
    expect(verdicts([state()], [at])).toEqual(['admitted']);
    expect(verdicts([state()], [below])).toEqual(['fee-below-base']);
  });

  it('takes a legacy gas price at the base fee and not below', async () => {
    const at = await signed({
      type: 'legacy',
      gasPrice: 1_000n,
      maxFeePerGas: undefined,
      maxPriorityFeePerGas: undefined,
    } as never);
    const below = await signed({
      type: 'legacy',
      gasPrice: 999n,
      maxFeePerGas: undefined,
      maxPriorityFeePerGas: undefined,
    } as never);
    expect(verdicts([state()], [at])).toEqual(['admitted']);
    expect(verdicts([state()], [below])).toEqual(['fee-below-base']);
  });

  it('takes no transaction of an account with code', async () => {
    const tx = await signed();
    expect(verdicts([state({ hasCode: false })], [tx])).toEqual(['admitted']);
    expect(verdicts([state({ hasCode: true })], [tx])).toEqual(['sender-has-code']);
  });

  it.each([
    [4, 'nonce-too-low'],
    [5, 'admitted'],
    [6, 'nonce-too-high'],
  ])('takes nonce %i at parent nonce 5 as %s', async (nonce, verdict) => {
    expect(verdicts([state({ nonce: 5n })], [await signed({ nonce })])).toEqual([verdict]);
  });

  it('takes [n5, n5′, n6] as n5, n6', async () => {
    const items = [
      await signed({ nonce: 5 }),
      await signed({ nonce: 5, value: 1n }),
      await signed({ nonce: 6 }),
    ];
    expect(verdicts([state({ nonce: 5n })], items)).toEqual(['admitted', 'nonce-too-low', 'admitted']);
  });

  it('counts a skipped one not: what follows it waits', async () => {
    const items = [await signed({ nonce: 0, maxFeePerGas: 999n }), await signed({ nonce: 1 })];
    expect(verdicts([state()], items)).toEqual(['fee-below-base', 'nonce-too-high']);
  });

  it('takes a balance of gas limit · fee cap + value and not one wei less', async () => {
    const tx = await signed({ value: 7n });
    const cost = 21_000n * 2_000n + 7n;
    expect(verdicts([state({ balance: cost })], [tx])).toEqual(['admitted']);
    expect(verdicts([state({ balance: cost - 1n })], [tx])).toEqual(['insufficient-funds']);
  });

  it('reserves what the sender’s admitted transactions may use up', async () => {
    const items = [await signed({ nonce: 0, value: 7n }), await signed({ nonce: 1, value: 9n })];
    const cost = 2n * 21_000n * 2_000n + 16n;
    expect(verdicts([state({ balance: cost })], items)).toEqual(['admitted', 'admitted']);
    expect(verdicts([state({ balance: cost - 1n })], items)).toEqual(['admitted', 'insufficient-funds']);
  });

  it('does not spend in a block what was received in it', async () => {
    const funding = await signed({ by: 0, to: accounts[1]?.address, value: 10n ** 15n });
    const spending = await signed({ by: 1, value: 1n });
    expect(verdicts([state()], [funding, spending])).toEqual(['admitted', 'insufficient-funds']);
  });

  it('fills the block to its gas limit, skips what passes it, and takes a smaller one after', async () => {
    const items = [
      await signed({ by: 0, gas: 60_000n }),
      await signed({ by: 1, gas: 40_001n }),
      await signed({ by: 2, gas: 40_000n }),
    ];
    const states = [state({}, 0), state({}, 1), state({}, 2)];
    const small = { ...limits, gasLimit: 100_000n };
    expect(verdicts(states, items, small)).toEqual(['admitted', 'block-gas-limit', 'admitted']);
    expect(verdicts(states, items, { ...limits, gasLimit: 100_001n })).toEqual([
      'admitted',
      'admitted',
      'block-gas-limit',
    ]);
  });

  it('takes an unknown sender for an empty account', async () => {
    expect(verdicts([], [await signed()])).toEqual(['insufficient-funds']);
  });

  it('skips 5,000 underfunded ones and takes the one after them', async () => {
    const poor = await signed({ by: 1 });
    const items = [...Array.from({ length: 5_000 }, () => poor), await signed()];
    const { admitted, skipped } = admit(new Map([state()]), limits, items);
    expect(admitted.map(({ tx }) => tx.nonce)).toEqual([0n]);
    expect(skipped).toHaveLength(5_000);
  });

  it('passes on what inspection found', () => {
    expect(verdicts([state()], ['malformed', 'unknown-variant'])).toEqual(['malformed', 'unknown-variant']);
  });

  it('admits only what is payable, in nonce order, within the gas limit', async () => {
    const pool: Inspected[] = [];
    for (const by of [0, 1, 2]) {
      for (const nonce of [0, 1, 2, 3]) {
        pool.push(
          await signed({ by, nonce, gas: 21_000n + BigInt(by * 10_000), value: BigInt(nonce * 1_000_000) }),
        );
      }
    }
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: pool.length - 1 }), { maxLength: 40 }),
        fc.array(fc.bigInt({ min: 0n, max: 300_000_000n }), { minLength: 3, maxLength: 3 }),
        fc.bigInt({ min: 0n, max: 400_000n }),
        (picks, balances, gasLimit) => {
          const items = picks.flatMap((pick) => pool[pick] ?? []);
          const states = balances.map((balance, by) => state({ balance }, by));
          const { admitted, skipped } = admit(new Map(states), { baseFee: 1_000n, gasLimit }, items);
          expect(admitted.length + skipped.length).toBe(items.length);
          expect(admitted.reduce((gas, { tx }) => gas + tx.gasLimit, 0n)).toBeLessThanOrEqual(gasLimit);
          for (const [sender, account] of states) {
            const own = admitted.filter((candidate) => candidate.sender === sender);
            expect(own.map(({ tx }) => tx.nonce)).toEqual(own.map((_, index) => BigInt(index)));
            expect(own.reduce((cost, candidate) => cost + maxCost(candidate), 0n)).toBeLessThanOrEqual(
              account.balance,
            );
          }
        },
      ),
    );
  });
});
