import {
  type Account,
  type Admission,
  admit,
  type BlockLimits,
  type Inspected,
  type SkipReason,
} from './domain/admission.ts';
import type { Candidate } from './domain/inspection.ts';
import type { EvmAddress } from './domain/names.ts';
import { EmptyBlockRefusedError } from './errors.ts';
import type { BuildPlan, Engine, EngineBlock } from './ports.ts';

/** What the block is made of. */
export type BuildInput = {
  readonly plan: Omit<BuildPlan, 'transactions'>;
  readonly limits: BlockLimits;
  readonly accounts: ReadonlyMap<EvmAddress, Account>;
  readonly items: readonly Inspected[];
};

/** A transaction that the profile admits and the client refuses. */
type RefusedTransaction = { readonly candidate: Candidate; readonly why: string };

/** The block, what it holds, and what went wrong on the way. */
export type BuildResult = {
  readonly block: EngineBlock;
  readonly admission: Admission;
  readonly refused: readonly RefusedTransaction[];
};

/** More builds than these, and the block is made empty; specs/10-evm-profile.md §6. */
export const MAX_BUILDS = 64;

/**
 * Makes the block of exactly the admitted transactions: one build. A client that refuses one is a bug; then the refused
 * one is left out (found by bisecting when the client does not name it) and the rest is admitted anew, so that bytes
 * can never halt the rollup. Failures that are not refusals are thrown, never taken for invalid transactions.
 */
export async function buildBlock(
  engine: Engine,
  input: BuildInput,
  signal: AbortSignal,
): Promise<BuildResult> {
  const { plan, limits, accounts } = input;
  const items: Inspected[] = [...input.items];
  const refused: RefusedTransaction[] = [];
  let builds = 0;

  for (;;) {
    const admission = admit(accounts, limits, items);
    const whole = await engine.build({ ...plan, transactions: admission.admitted }, signal);
    builds++;
    if (whole.kind === 'built') return { block: whole.block, admission, refused };
    const found =
      whole.index ??
      (await firstRefused(
        engine,
        plan,
        admission.admitted,
        MAX_BUILDS - 1 - builds,
        (count) => (builds += count),
        signal,
      ));
    const candidate = found === undefined ? undefined : admission.admitted[found];
    if (candidate === undefined || builds >= MAX_BUILDS - 1) {
      refused.push(...(candidate === undefined ? [] : [{ candidate, why: whole.why }]));
      return emptyBlock(engine, plan, items, refused, signal);
    }
    refused.push({ candidate, why: whole.why });
    items[items.indexOf(candidate)] = 'refused-by-engine';
  }
}

/** The index of the transaction with which the shortest refused prefix ends; undefined when the builds run out. */
async function firstRefused(
  engine: Engine,
  plan: BuildInput['plan'],
  transactions: readonly Candidate[],
  budget: number,
  spend: (builds: number) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  let good = 0;
  let bad = transactions.length;
  for (let left = budget; bad - good > 1; left--) {
    if (left <= 0) return undefined;
    const middle = Math.floor((good + bad) / 2);
    const outcome = await engine.build({ ...plan, transactions: transactions.slice(0, middle) }, signal);
    spend(1);
    if (outcome.kind === 'refused') {
      bad = middle;
      continue;
    }
    good = middle;
    await engine.rewind(plan.parent, signal);
  }
  return bad - 1;
}

async function emptyBlock(
  engine: Engine,
  plan: BuildInput['plan'],
  items: readonly Inspected[],
  refused: readonly RefusedTransaction[],
  signal: AbortSignal,
): Promise<BuildResult> {
  const outcome = await engine.build({ ...plan, transactions: [] }, signal);
  if (outcome.kind === 'refused') throw new EmptyBlockRefusedError({ why: outcome.why });
  const skipped = items.map((item, index): { index: number; reason: SkipReason } => ({
    index,
    reason: typeof item === 'string' ? item : 'refused-by-engine',
  }));
  return { block: outcome.block, admission: { admitted: [], skipped }, refused };
}
