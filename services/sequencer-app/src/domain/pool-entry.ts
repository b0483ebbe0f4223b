import { toHex } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';

/** Bytes of a transaction on account of one flow: a rollup by hex id, or what carries no data. */
export type Charge = { readonly flow: string; readonly bytes: number };

/** The flow of transactions without rollup data. */
export const TRANSFERS = 'transfers';

/** A transaction as the pool holds it. */
export type PoolEntry = {
  readonly transaction: Transaction;
  /** The id in hex. */
  readonly name: string;
  /** The sender in hex. */
  readonly account: string;
  /** What the sender pays at most: fee and transfers. */
  readonly cost: bigint;
  /** Together the length of the transaction; none for reports and sudo. */
  readonly charges: readonly Charge[];
  /** Grows with each admission. */
  readonly arrival: number;
};

/** The entry of a transaction that arrives now. */
export function entryOf(transaction: Transaction, arrival: number): PoolEntry {
  return {
    transaction,
    name: toHex(transaction.id),
    account: toHex(transaction.sender),
    cost: costOf(transaction),
    charges: chargesOf(transaction),
    arrival,
  };
}

/** What the sender pays at most; reports and sudo are free. */
export function costOf({ body, lane }: Transaction): bigint {
  if (lane !== 'ordinary') return 0n;
  return body.actions.reduce(
    (sum, action) => (action.kind === 'transfer' ? sum + action.amount : sum),
    body.maxFee,
  );
}

/** Each rollup pays for its own data; the rest of the transaction goes with the first. */
export function chargesOf({ body, bytes, lane }: Transaction): readonly Charge[] {
  if (lane !== 'ordinary') return [];
  const data = new Map<string, number>();
  let rest = bytes.length;
  for (const action of body.actions) {
    if (action.kind !== 'submitRollupData') continue;
    const flow = toHex(action.rollupId);
    data.set(flow, (data.get(flow) ?? 0) + action.data.length);
    rest -= action.data.length;
  }
  const [first] = data.keys();
  if (first === undefined) return [{ flow: TRANSFERS, bytes: rest }];
  return [...data].map(([flow, length]) => ({ flow, bytes: flow === first ? length + rest : length }));
}

/** The class of all that is not registered. */
export const OTHERS = 'others';

/** How flows belong to classes: a registered rollup is one of its own. */
export type Classes = {
  readonly of: (flow: string) => string;
  readonly weightOf: (name: string) => number;
};

/** The classes of the registered rollups, by hex id. */
export function classesOf(weights: ReadonlyMap<string, number>): Classes {
  return {
    of: (flow) => (weights.has(flow) ? flow : OTHERS),
    weightOf: (name) => weights.get(name) ?? 1,
  };
}

/** A transaction's bytes by class. */
export function chargesByClass(charges: readonly Charge[], classes: Classes): ReadonlyMap<string, number> {
  const byClass = new Map<string, number>();
  for (const { flow, bytes } of charges) {
    const name = classes.of(flow);
    byClass.set(name, (byClass.get(name) ?? 0) + bytes);
  }
  return byClass;
}
