import { type ValidatorSet, validatorsHash } from '@switchyard/light';
import { equalBytes, type SequencerHeight, SwitchyardError, toHex } from '@switchyard/primitives';
import type { Consensus } from './ports.ts';

/** Where validator sets outlive the process. */
export type ValidatorSetStore = {
  /** In the order of their saving. */
  readonly saved: readonly ValidatorSet[];
  /** Durable when it resolves. */
  save(set: ValidatorSet): Promise<void>;
};

/** Validator sets by their hash: those of this chain that were met since this data folder exists, within a bound. */
export type ValidatorSets = {
  readonly get: (hash: Uint8Array) => ValidatorSet | undefined;
  /** The set of a height, whose header names this hash. @throws transient errors until the node has it. */
  require(hash: Uint8Array, height: SequencerHeight, signal: AbortSignal): Promise<ValidatorSet>;
  readonly size: () => number;
};

/** The newest so many are known; a set of a hundred validators takes about 20 kB of memory. */
const maxSets = 1_024;

/** Validator sets, asked of the consensus node when they are met first. */
export function createValidatorSets(
  consensus: Pick<Consensus, 'validators'>,
  store: ValidatorSetStore,
): ValidatorSets {
  const sets = new Map<string, ValidatorSet>();
  const remember = (key: string, set: ValidatorSet): void => {
    sets.set(key, set);
    for (const oldest of sets.keys()) {
      if (sets.size <= maxSets) break;
      sets.delete(oldest);
    }
  };
  for (const set of store.saved) remember(toHex(validatorsHash(set)), set);
  return {
    get: (hash) => sets.get(toHex(hash)),
    require: async (hash, height, signal) => {
      const key = toHex(hash);
      const known = sets.get(key);
      if (known !== undefined) return known;
      const set = withoutPriorities(await consensus.validators(height, signal));
      if (!equalBytes(validatorsHash(set), hash)) throw new ValidatorsUnavailableError(height, hash);
      await store.save(set);
      remember(key, set);
      return set;
    },
    size: () => sets.size,
  };
}

/** Priorities change with every height and are no part of the hash. */
function withoutPriorities(set: ValidatorSet): ValidatorSet {
  return set.map(({ publicKey, power }) => ({ publicKey, power }));
}

/** The consensus node answers a set other than the one that its header names. */
export class ValidatorsUnavailableError extends SwitchyardError {
  override readonly code = 'RELAYER_VALIDATORS_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor(height: bigint, hash: Uint8Array) {
    super('consensus node has not the validator set that the header names', { height, hash: toHex(hash) });
  }
}

/** The relayer has never met a validator set with this hash. */
export class UnknownValidatorSetError extends SwitchyardError {
  override readonly code = 'RELAYER_UNKNOWN_VALIDATOR_SET';
  override readonly fault = 'rejected';

  constructor(hash: Uint8Array) {
    super('no such validator set', { hash: toHex(hash) });
  }
}
