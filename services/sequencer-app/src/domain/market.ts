import type { Params } from '@switchyard/protocol';

/** Unused budget that the next block may use besides its own. */
export const MAX_CREDIT_BYTES = 1_048_576n;

/** What a block may carry and costs: all from the state before it. */
export type BlockBudget = {
  /** By the backlog law. */
  readonly budget: bigint;
  /** The budget with credit: what ordinary transactions may have in all. */
  readonly allowed: bigint;
  readonly price: bigint;
};

/** The backlog law: the full budget up to L, none from H on, linear between; specs/05-state-machine.md §6. */
export function budgetOf(backlog: bigint, params: Params): bigint {
  const { rollupBudgetBytes: full, backlogLowBytes: low, backlogHighBytes: high } = params;
  if (backlog <= low) return full;
  if (backlog >= high) return 0n;
  return (full * (high - backlog)) / (high - low);
}

/** What ordinary transactions may have in all: no credit helps when the budget is 0. */
export function allowedBytes(budget: bigint, credit: bigint, { rollupBudgetBytes }: Params): bigint {
  return budget === 0n ? 0n : lesser(rollupBudgetBytes, budget + credit);
}

/** The credit after a block. */
export function nextCredit(credit: bigint, budget: bigint, used: bigint): bigint {
  return lesser(MAX_CREDIT_BYTES, credit + budget - used);
}

/**
 * The price after a block: towards more when over half of the budget was used, at least by 1; held while the budget is
 * under a quarter of the full one, where little use says nothing about demand.
 */
export function nextPrice(price: bigint, used: bigint, budget: bigint, params: Params): bigint {
  return clamp(moved(price, used, budget, params), params.priceFloor, params.priceCap);
}

function moved(price: bigint, used: bigint, budget: bigint, { rollupBudgetBytes }: Params): bigint {
  if (4n * budget < rollupBudgetBytes) return price;
  const target = budget / 2n;
  const slope = 64n * target;
  if (used > target) return price + greater(1n, (price * (used - target)) / slope);
  return price - (price * (target - used)) / slope;
}

/** What a transaction of this length pays. */
export function feeOf(price: bigint, length: number): bigint {
  return price * BigInt(length);
}

/** The value, or the bound that it passes. */
export function clamp(value: bigint, low: bigint, high: bigint): bigint {
  return lesser(greater(value, low), high);
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
