import { compareBytes, toHex } from '@switchyard/primitives';
import { InvalidValidatorUpdatesError } from './errors.ts';
import { validatorAddress } from './hashes.ts';
import type { Validator, ValidatorSet } from './types.ts';

/** A validator whose place in the queue of proposers is known. */
export type QueuedValidator = Validator & { readonly proposerPriority: bigint };

/**
 * A validator set with the order in which its members propose, as CometBFT keeps it. The proposer of round r is that of
 * {@link advanceProposer}`(rotation, r)`, and of round 0 the one here.
 */
export type ProposerRotation = {
  readonly validators: readonly QueuedValidator[];
  readonly proposer: QueuedValidator;
};

/** A key with its new power; power 0 removes it. */
export type ValidatorUpdate = { readonly publicKey: Uint8Array; readonly power: bigint };

/** The largest sum of powers that CometBFT allows: 2^63 / 8. */
export const MAX_TOTAL_POWER: bigint = ((1n << 63n) - 1n) / 8n;

/** The set in CometBFT's order, which its hash depends on: power descending, then address ascending. */
export function sortValidators<V extends Validator>(validators: readonly V[]): readonly V[] {
  return validators
    .map((validator) => ({ validator, address: validatorAddress(validator) }))
    .sort((a, b) => {
      if (a.validator.power !== b.validator.power) return a.validator.power > b.validator.power ? -1 : 1;
      return compareBytes(a.address, b.address);
    })
    .map(({ validator }) => validator);
}

/** The sum of powers. */
export function totalPower(validators: ValidatorSet): bigint {
  return validators.reduce((sum, { power }) => sum + power, 0n);
}

/**
 * The rotation of a new chain: that of height 1.
 * @throws InvalidValidatorUpdatesError when CometBFT would not start with this set.
 */
export function startRotation(validators: readonly ValidatorUpdate[]): ProposerRotation {
  if (validators.some(({ power }) => power === 0n)) {
    throw new InvalidValidatorUpdatesError('validator has no power');
  }
  return advance(changed([], validators), 1);
}

/**
 * The rotation some turns later; a height without updates is one turn.
 * @throws RangeError unless there is at least one turn.
 */
export function advanceProposer({ validators }: ProposerRotation, turns: number): ProposerRotation {
  if (!Number.isSafeInteger(turns) || turns < 1) throw new RangeError('turns must be 1 or more');
  return advance(validators, turns);
}

/**
 * The rotation of the height after next, from that of the next height and the updates that the application answered.
 * @throws InvalidValidatorUpdatesError for what would stop CometBFT.
 */
export function updateValidators(
  { validators }: ProposerRotation,
  updates: readonly ValidatorUpdate[],
): ProposerRotation {
  return advance(updates.length === 0 ? validators : changed(validators, updates), 1);
}

/** `NewValidatorSet` and `UpdateWithChangeSet` of CometBFT, without the turn that follows. */
function changed(
  validators: readonly QueuedValidator[],
  updates: readonly ValidatorUpdate[],
): readonly QueuedValidator[] {
  assertUpdates(updates);
  const members = new Map(validators.map((validator) => [toHex(validator.publicKey), validator]));
  const removed = updates.filter(({ power }) => power === 0n);
  const kept = updates.filter(({ power }) => power !== 0n);
  const absent = removed.find(({ publicKey }) => !members.has(toHex(publicKey)));
  if (absent !== undefined) {
    throw new InvalidValidatorUpdatesError('validator to remove is not in the set', {
      publicKey: toHex(absent.publicKey),
    });
  }
  const removedPower = removed.reduce(
    (sum, { publicKey }) => sum + (members.get(toHex(publicKey))?.power ?? 0n),
    0n,
  );
  const powerDelta = kept.reduce(
    (sum, { publicKey, power }) => sum + power - (members.get(toHex(publicKey))?.power ?? 0n),
    0n,
  );
  const powerBeforeRemovals = totalPower(validators) + powerDelta;
  if (powerBeforeRemovals - removedPower > MAX_TOTAL_POWER) {
    throw new InvalidValidatorUpdatesError('total power is too large');
  }
  /** Behind everyone, so that leaving and coming back wins no turn. */
  const newcomerPriority = -(powerBeforeRemovals + (powerBeforeRemovals >> 3n));
  for (const { publicKey, power } of kept) {
    const id = toHex(publicKey);
    const proposerPriority = members.get(id)?.proposerPriority ?? newcomerPriority;
    members.set(id, { publicKey, power, proposerPriority });
  }
  for (const { publicKey } of removed) members.delete(toHex(publicKey));
  if (members.size === 0) throw new InvalidValidatorUpdatesError('set would be empty');
  return sortValidators(centred(rescaled([...members.values()])));
}

function assertUpdates(updates: readonly ValidatorUpdate[]): void {
  const seen = new Set<string>();
  for (const { publicKey, power } of updates) {
    const id = toHex(publicKey);
    if (publicKey.length !== 32)
      throw new InvalidValidatorUpdatesError('key has not 32 bytes', { publicKey: id });
    if (seen.has(id)) throw new InvalidValidatorUpdatesError('key has two updates', { publicKey: id });
    if (power < 0n || power > MAX_TOTAL_POWER) {
      throw new InvalidValidatorUpdatesError('power is out of range', { publicKey: id, power });
    }
    seen.add(id);
  }
}

/** `IncrementProposerPriority`: priorities are bounded and centred once, then each turn gives all their power. */
function advance(validators: readonly QueuedValidator[], turns: number): ProposerRotation {
  const total = totalPower(validators);
  const queue = centred(rescaled(validators)).map((validator) => ({
    ...validator,
    address: validatorAddress(validator),
  }));
  let proposer = queue[0];
  for (let turn = 0; turn < turns; turn++) {
    for (const member of queue) member.proposerPriority = clip(member.proposerPriority + member.power);
    proposer = undefined;
    for (const member of queue) if (proposer === undefined || isBefore(member, proposer)) proposer = member;
    if (proposer !== undefined) proposer.proposerPriority = clip(proposer.proposerPriority - total);
  }
  if (proposer === undefined) throw new InvalidValidatorUpdatesError('set would be empty');
  const plain = ({ publicKey, power, proposerPriority }: QueuedValidator): QueuedValidator => ({
    publicKey,
    power,
    proposerPriority,
  });
  return { validators: queue.map(plain), proposer: plain(proposer) };
}

type Candidate = { readonly proposerPriority: bigint; readonly address: Uint8Array };

function isBefore(a: Candidate, b: Candidate): boolean {
  if (a.proposerPriority !== b.proposerPriority) return a.proposerPriority > b.proposerPriority;
  return compareBytes(a.address, b.address) < 0;
}

/** Divides all priorities, if need be, so that they span at most twice the total power. */
function rescaled(validators: readonly QueuedValidator[]): readonly QueuedValidator[] {
  const window = 2n * totalPower(validators);
  let highest = MIN_I64;
  let lowest = MAX_I64;
  for (const { proposerPriority } of validators) {
    if (proposerPriority > highest) highest = proposerPriority;
    if (proposerPriority < lowest) lowest = proposerPriority;
  }
  const span = highest - lowest;
  if (window <= 0n || span <= window) return validators;
  const ratio = (span + window - 1n) / window;
  return validators.map((validator) => ({
    ...validator,
    proposerPriority: validator.proposerPriority / ratio,
  }));
}

/** Shifts all priorities so that their mean, rounded down, is zero. */
function centred(validators: readonly QueuedValidator[]): readonly QueuedValidator[] {
  const sum = validators.reduce((total, { proposerPriority }) => total + proposerPriority, 0n);
  const count = BigInt(validators.length || 1);
  const mean = sum >= 0n ? sum / count : -((-sum + count - 1n) / count);
  return validators.map((validator) => ({
    ...validator,
    proposerPriority: clip(validator.proposerPriority - mean),
  }));
}

const MIN_I64 = -(1n << 63n);
const MAX_I64 = (1n << 63n) - 1n;

function clip(value: bigint): bigint {
  if (value > MAX_I64) return MAX_I64;
  return value < MIN_I64 ? MIN_I64 : value;
}
