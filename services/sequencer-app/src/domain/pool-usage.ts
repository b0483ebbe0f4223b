import { type Charge, type Classes, chargesByClass, OTHERS } from './pool-entry.ts';

/** How much the pool may hold. */
export type PoolLimits = {
  /** Ready data of all classes. */
  readonly maxBytes: number;
  /** Ready transactions of all classes. */
  readonly maxTransactions: number;
};

/** Design §3. */
export const defaultPoolLimits: PoolLimits = { maxBytes: 48 * 1_048_576, maxTransactions: 64_000 };

/** Bytes and transactions of one kind, in all, by class and by flow. */
export type Usage = {
  readonly add: (charges: readonly Charge[], classes: Classes) => void;
  readonly remove: (charges: readonly Charge[], classes: Classes) => void;
  readonly clear: () => void;
  readonly total: () => Amount;
  readonly ofClass: (name: string) => Amount;
  readonly ofFlow: (flow: string) => Amount;
  readonly classes: () => readonly string[];
};

/** So many bytes in so many transactions. */
export type Amount = { readonly bytes: number; readonly count: number };

const nothing: Amount = { bytes: 0, count: 0 };

/** Nothing used yet. */
export function createUsage(): Usage {
  let total = nothing;
  const byClass = new Map<string, Amount>();
  const byFlow = new Map<string, Amount>();
  const move = (charges: readonly Charge[], classes: Classes, sign: 1 | -1): void => {
    for (const [name, bytes] of chargesByClass(charges, classes)) shift(byClass, name, bytes * sign, sign);
    for (const { flow, bytes } of charges) shift(byFlow, flow, bytes * sign, sign);
    const bytes = charges.reduce((sum, charge) => sum + charge.bytes, 0);
    total = { bytes: total.bytes + bytes * sign, count: total.count + sign };
  };
  return {
    add: (charges, classes) => move(charges, classes, 1),
    remove: (charges, classes) => move(charges, classes, -1),
    clear: () => {
      total = nothing;
      byClass.clear();
      byFlow.clear();
    },
    total: () => total,
    ofClass: (name) => byClass.get(name) ?? nothing,
    ofFlow: (flow) => byFlow.get(flow) ?? nothing,
    classes: () => [...byClass.keys()],
  };
}

function shift(amounts: Map<string, Amount>, name: string, bytes: number, count: number): void {
  const before = amounts.get(name) ?? nothing;
  const after = { bytes: before.bytes + bytes, count: before.count + count };
  if (after.count === 0) amounts.delete(name);
  else amounts.set(name, after);
}

/** A class alone gets half, as its threshold falls with what the pool holds. */
const CLASS_PART = 2;
/** What cannot be proposed yet holds at most an eighth of the pool, and of a class. */
const WAITING_PART = 8;

/**
 * Whether ready data fits: each class only while what it has, and this, is no more than what all leave free; a flow
 * without a class of its own likewise within the part of all others together.
 */
export function fitsReady(
  ready: Usage,
  charges: readonly Charge[],
  classes: Classes,
  { maxBytes, maxTransactions }: PoolLimits,
): boolean {
  const total = ready.total();
  for (const [name, bytes] of chargesByClass(charges, classes)) {
    const held = ready.ofClass(name);
    if (held.bytes + bytes > maxBytes - total.bytes) return false;
    if (held.count + 1 > Math.min(maxTransactions / CLASS_PART, maxTransactions - total.count)) return false;
  }
  const others = ready.ofClass(OTHERS);
  return charges.every(
    ({ flow, bytes }) =>
      classes.of(flow) !== OTHERS ||
      (ready.ofFlow(flow).bytes + bytes <= maxBytes / CLASS_PART - others.bytes &&
        ready.ofFlow(flow).count + 1 <= maxTransactions / CLASS_PART - others.count),
  );
}

/** Whether waiting data fits. */
export function fitsWaiting(
  waiting: Usage,
  charges: readonly Charge[],
  classes: Classes,
  limits: PoolLimits,
): boolean {
  const maxBytes = limits.maxBytes / WAITING_PART;
  const maxCount = limits.maxTransactions / WAITING_PART;
  const total = waiting.total();
  const bytes = charges.reduce((sum, charge) => sum + charge.bytes, 0);
  if (total.bytes + bytes > maxBytes || total.count + 1 > maxCount) return false;
  return [...chargesByClass(charges, classes)].every(([name, own]) => {
    const held = waiting.ofClass(name);
    return held.bytes + own <= maxBytes / CLASS_PART && held.count + 1 <= maxCount / CLASS_PART;
  });
}

/** Whether waiting data is over its part, as after a fall from ready to waiting. */
export function isWaitingOver(waiting: Usage, { maxBytes, maxTransactions }: PoolLimits): boolean {
  const { bytes, count } = waiting.total();
  return bytes > maxBytes / WAITING_PART || count > maxTransactions / WAITING_PART;
}
