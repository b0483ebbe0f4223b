import { equalBytes, fromHex, toHex } from '@switchyard/primitives';
import type { Params } from '@switchyard/protocol';
import {
  backlogOf,
  bytesKey,
  type ChainState,
  type ChainValidator,
  encodeAccount,
  encodeChainState,
  encodeIntegers,
  integerAt,
  type Progress,
  type StateReader,
} from './chain-state.ts';
import type { ExecutionResult } from './execution.ts';
import { budgetOf, nextCredit, nextPrice } from './market.ts';
import { effectiveReport } from './reports.ts';

/** At most so many `bytes/<height>` entries leave the state in one block. */
const MAX_PRUNED_PER_BLOCK = 256n;

/** A changed entry of the state; undefined removes it. */
export type StateChange = readonly [key: string, value: Uint8Array | undefined];

/** What a block makes of the state before it. */
export type Transition = {
  readonly state: ChainState;
  /** Keys ascending. */
  readonly changes: readonly StateChange[];
  readonly validatorUpdates: readonly ChainValidator[];
  /** Present when the block changed them. */
  readonly params: Params | undefined;
};

/** Ends a block: reports take effect, then byte counts, credit and price move; specs/05-state-machine.md §7. */
export function finishBlock(result: ExecutionResult, height: bigint, read: StateReader): Transition {
  const { before, after } = result;
  const totalBytes = before.progress.totalBytes + result.rollupBytes;
  const reported = withReport(after, read);
  const prunedHeight = lesser(reported.sequencerHeight, reported.prunedHeight + MAX_PRUNED_PER_BLOCK);
  const budget = budgetOf(backlogOf(before.progress), before.params);
  const state: ChainState = {
    ...after,
    progress: {
      ...reported,
      totalBytes,
      prunedHeight,
      credit: nextCredit(before.progress.credit, budget, result.usedBytes),
      price: priceAfter(result, budget),
    },
  };
  const changes: StateChange[] = [[bytesKey(height), encodeIntegers([totalBytes])]];
  for (let pruned = reported.prunedHeight + 1n; pruned <= prunedHeight; pruned++) {
    changes.push([bytesKey(pruned), undefined]);
  }
  for (const [key, account] of result.accounts) changes.push([key, encodeAccount(account)]);
  changes.push(...changedEntries(before, state));
  return {
    state,
    changes: changes.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    validatorUpdates: validatorUpdates(result),
    params: after.params === before.params ? undefined : after.params,
  };
}

/** The state before the first block: every entry is a change. */
export function genesisChanges(
  state: ChainState,
  accounts: ReadonlyMap<string, { readonly nonce: bigint; readonly balance: bigint }>,
): readonly StateChange[] {
  const changes: StateChange[] = [...encodeChainState(state)];
  for (const [key, account] of accounts) changes.push([key, encodeAccount(account)]);
  return changes.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The progress with the effective report, which never goes back, whoever may report. */
function withReport({ reports, params, progress }: ChainState, read: StateReader): Progress {
  const report = effectiveReport(reports, params.reportQuorum);
  if (report === undefined || report.sequencerHeight <= progress.sequencerHeight) return progress;
  const counted = read(bytesKey(report.sequencerHeight));
  if (counted === undefined) throw new RangeError(`state has no ${bytesKey(report.sequencerHeight)}`);
  return { ...progress, ...report, reportedBytes: integerAt(counted, 0) };
}

/** By the rule and the parameters before the block, then within the bounds after it. */
function priceAfter({ before, after, usedBytes }: ExecutionResult, budget: bigint): bigint {
  const moved = nextPrice(before.progress.price, usedBytes, budget, before.params);
  const { priceFloor, priceCap } = after.params;
  return moved < priceFloor ? priceFloor : lesser(moved, priceCap);
}

function changedEntries(before: ChainState, after: ChainState): readonly StateChange[] {
  const old = encodeChainState(before);
  const changes: StateChange[] = [];
  for (const [key, value] of encodeChainState(after)) {
    const known = old.get(key);
    if (known === undefined || !equalBytes(known, value)) changes.push([key, value]);
  }
  return changes;
}

function validatorUpdates({ after, updatedValidators }: ExecutionResult): readonly ChainValidator[] {
  const powers = new Map(after.validators.map(({ publicKey, power }) => [toHex(publicKey), power]));
  return [...updatedValidators]
    .sort()
    .map((key) => ({ publicKey: fromHex(key), power: powers.get(key) ?? 0n }));
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
