import { compareBytes, equalBytes, toHex } from '@switchyard/primitives';
import type { RegisterRollup, SudoAction, UpdateParams, UpdateValidator } from '@switchyard/protocol';
import type { ChainState, ChainValidator, RegisteredRollup } from './chain-state.ts';
import { clamp } from './market.ts';
import { brokenBound, MAX_REGISTERED_ROLLUPS } from './params.ts';
import { never, type Refusal } from './refusal.ts';

/** CometBFT halts on a total power above 2^60; 256 validators of 2^40 stay far below. */
const MAX_POWER = 1n << 40n;
const MAX_VALIDATORS = 256;
const MAX_WEIGHT = 1n << 20n;

/** The state after a sudo action, or why it is not valid. */
export type SudoOutcome = ChainState | Refusal;

/** Applies one sudo action. `updated` holds the hex keys of the validators that this block already updated. */
export function applySudo(state: ChainState, action: SudoAction, updated: ReadonlySet<string>): SudoOutcome {
  switch (action.kind) {
    case 'changeSudo':
      return { ...state, sudo: action.newSudo };
    case 'registerRollup':
      return registerRollup(state, action);
    case 'updateParams':
      return updateParams(state, action);
    case 'updateValidator':
      return updateValidator(state, action, updated);
  }
}

function updateParams(state: ChainState, { params }: UpdateParams): SudoOutcome {
  const broken = brokenBound(params);
  if (broken !== undefined) return never('PARAMS_OUT_OF_BOUNDS', broken);
  const isReporter = new Set(params.reporters.map(toHex));
  const price = clamp(state.progress.price, params.priceFloor, params.priceCap);
  return {
    ...state,
    params,
    progress: { ...state.progress, price },
    reports: state.reports.filter(({ reporter }) => isReporter.has(toHex(reporter))),
  };
}

function registerRollup(state: ChainState, { rollupId, weight }: RegisterRollup): SudoOutcome {
  const { index, isThere } = find(state.rollups, rollupId, (rollup) => rollup.rollupId);
  if (weight === 0n) {
    if (!isThere) return never('ROLLUP_ABSENT', 'rollup is not registered');
    return { ...state, rollups: state.rollups.toSpliced(index, 1) };
  }
  if (weight > MAX_WEIGHT) return never('ROLLUP_WEIGHT', 'weight is above 2^20');
  if (!isThere && state.rollups.length >= MAX_REGISTERED_ROLLUPS) {
    return never('ROLLUPS_FULL', 'too many registered rollups');
  }
  return { ...state, rollups: state.rollups.toSpliced(index, isThere ? 1 : 0, { rollupId, weight }) };
}

/**
 * CometBFT halts when a key occurs twice in a block's updates, when an absent one is removed, and when the set would
 * be empty: such updates are not valid.
 */
function updateValidator(
  state: ChainState,
  { publicKey, power }: UpdateValidator,
  updated: ReadonlySet<string>,
): SudoOutcome {
  if (updated.has(toHex(publicKey))) {
    return never('VALIDATOR_TWICE_IN_BLOCK', 'validator was already updated in this block');
  }
  if (power > MAX_POWER) return never('VALIDATOR_POWER', 'power is above 2^40');
  const { validators } = state;
  const { index, isThere } = find(validators, publicKey, (validator) => validator.publicKey);
  if (power === 0n) {
    if (!isThere) return never('VALIDATOR_ABSENT', 'validator is not in the set');
    if (validators.length === 1) return never('VALIDATOR_SET_EMPTY', 'the last validator cannot leave');
    return { ...state, validators: validators.toSpliced(index, 1) };
  }
  if (!isThere && validators.length >= MAX_VALIDATORS) {
    return never('VALIDATOR_SET_FULL', 'the set has 256 validators');
  }
  return { ...state, validators: validators.toSpliced(index, isThere ? 1 : 0, { publicKey, power }) };
}

/** Where a key is, or belongs, in a list with ascending keys. */
function find<T>(
  sorted: readonly T[],
  key: Uint8Array,
  keyOf: (item: T) => Uint8Array,
): { readonly index: number; readonly isThere: boolean } {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && compareBytes(keyOf(item), key) < 0) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return { index: low, isThere: found !== undefined && equalBytes(keyOf(found), key) };
}

/** In the order of the state: ids ascending. */
export function sortedRollups(rollups: readonly RegisteredRollup[]): readonly RegisteredRollup[] {
  return rollups.toSorted((a, b) => compareBytes(a.rollupId, b.rollupId));
}

/** In the order of the state: keys ascending. */
export function sortedValidators(validators: readonly ChainValidator[]): readonly ChainValidator[] {
  return validators.toSorted((a, b) => compareBytes(a.publicKey, b.publicKey));
}
