import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowedBytes, budgetOf, feeOf, MAX_CREDIT_BYTES, nextCredit, nextPrice } from './market.ts';
import { defaultParams } from './params.ts';

type Vectors = {
  readonly budgets: readonly { readonly backlog: string; readonly budget: string }[];
  readonly prices: readonly {
    readonly price: string;
    readonly used: string;
    readonly budget: string;
    readonly next: string;
  }[];
  readonly credits: readonly {
    readonly credit: string;
    readonly budget: string;
    readonly used: string;
    readonly allowed: string;
    readonly next: string;
  }[];
  readonly flood: readonly {
    readonly t: number;
    readonly backlog: string;
    readonly budget: string;
    readonly used: string;
    readonly price: string;
  }[];
};

const vectors = JSON.parse(
  readFileSync(new URL('../../../../specs/vectors/throttle.json', import.meta.url), 'utf8'),
) as Vectors;

it.each(vectors.budgets)('budget at backlog $backlog is $budget', ({ backlog, budget }) => {
  expect(`${budgetOf(BigInt(backlog), defaultParams)}`).toBe(budget);
});

it.each(vectors.prices)('price $price, used $used of $budget: $next', ({ price, used, budget, next }) => {
  expect(`${nextPrice(BigInt(price), BigInt(used), BigInt(budget), defaultParams)}`).toBe(next);
});

it.each(vectors.credits)(
  'credit $credit, budget $budget, used $used',
  ({ credit, budget, used, allowed, next }) => {
    expect(`${allowedBytes(BigInt(budget), BigInt(credit), defaultParams)}`).toBe(allowed);
    expect(`${nextCredit(BigInt(credit), BigInt(budget), BigInt(used))}`).toBe(next);
  },
);

it('settles under a flood as the protocol review computed', () => {
  const MIB = 1_048_576n;
  const cumulative = [0n];
  const reported: bigint[] = [0n];
  let drained = 0n;
  let price = defaultParams.priceFloor;
  const rows = [];
  for (let t = 1; t <= 600; t++) {
    const committed = cumulative[t - 1] ?? 0n;
    const backlog = committed - (t >= 9 ? (reported[t - 9] ?? 0n) : 0n);
    const budget = budgetOf(backlog, defaultParams);
    const demand = (40n * MIB * 1_000n) / price;
    const used = demand < budget ? demand : budget;
    cumulative.push(committed + used);
    drained = drained + 2n * MIB < committed + used ? drained + 2n * MIB : committed + used;
    reported.push(drained);
    price = nextPrice(price, used, budget, defaultParams);
    if ([60, 120, 300, 600].includes(t)) {
      rows.push({ t, backlog: `${backlog}`, budget: `${budget}`, used: `${used}`, price: `${price}` });
    }
  }
  expect(rows).toEqual(vectors.flood);
});

it('keeps every promise at any point', () => {
  const upTo = (max: bigint) => fc.bigInt({ min: 0n, max });
  const { rollupBudgetBytes: full, priceFloor, priceCap } = defaultParams;
  fc.assert(
    fc.property(
      upTo(600n * 1_048_576n),
      upTo(MAX_CREDIT_BYTES),
      upTo(1_000n),
      fc.bigInt({ min: priceFloor, max: priceCap }),
      (backlog, credit, part, price) => {
        const budget = budgetOf(backlog, defaultParams);
        const allowed = allowedBytes(budget, credit, defaultParams);
        expect(allowed <= full && (budget > 0n || allowed === 0n)).toBe(true);
        const used = (allowed * part) / 1_000n;
        const left = nextCredit(credit, budget, used);
        expect(left >= 0n && left <= MAX_CREDIT_BYTES).toBe(true);
        const after = nextPrice(price, used, budget, defaultParams);
        expect(after >= priceFloor && after <= priceCap).toBe(true);
      },
    ),
  );
});

it('is free where floor and cap are 0', () => {
  const free = { ...defaultParams, priceFloor: 0n, priceCap: 0n };
  expect(nextPrice(0n, free.rollupBudgetBytes, free.rollupBudgetBytes, free)).toBe(0n);
  expect(feeOf(0n, 1_000)).toBe(0n);
});
