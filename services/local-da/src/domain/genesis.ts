import { formatAccount } from '@switchyard/celestia';
import {
  type CometbftJson,
  formatTime,
  formatValidatorsJson,
  parseTime,
  parseValidatorsJson,
  type Timestamp,
  type Validator,
} from '@switchyard/light';
import { MalformedError } from '@switchyard/primitives';

/** A key of the node's keyring; without a balance its account is not on the chain. */
type GenesisAccount = {
  readonly name: string;
  /** Bech32. */
  readonly address: string;
  /** In utia. */
  readonly balance?: bigint;
};

/** What the chain begins with; written once, when the data folder is new. */
export type Genesis = {
  readonly chainId: string;
  readonly time: Timestamp;
  readonly validator: Validator;
  /** The first one pays unless a submission names another. */
  readonly accounts: readonly [GenesisAccount, ...GenesisAccount[]];
};

/** What a new genesis is made of. */
export type GenesisSeed = {
  readonly name: string;
  /** At least 84 random bytes. */
  readonly random: Uint8Array;
  readonly time: Timestamp;
  readonly publicKey: Uint8Array;
};

const RICH_BALANCE = 1_000_000_000_000_000n;
const VALIDATOR_POWER = 5_000n;

/**
 * A genesis with a chain id of its own, and the keys that tests need: one with funds, one with 1 utia, one that no
 * transaction ever reached, and one with funds that nobody has to trust.
 */
export function newGenesis({ name, random, time, publicKey }: GenesisSeed): Genesis {
  const suffix = [...random.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const account = (from: number): string => formatAccount(random.subarray(from, from + 20));
  return {
    chainId: `${name}-${suffix}`,
    time,
    validator: { publicKey, power: VALIDATOR_POWER, proposerPriority: 0n },
    accounts: [
      { name: 'my_celes_key', address: account(4), balance: RICH_BALANCE },
      { name: 'poor', address: account(24), balance: 1n },
      { name: 'ghost', address: account(44) },
      { name: 'stranger', address: account(64), balance: RICH_BALANCE },
    ],
  };
}

/** The genesis as its file has it. */
export function formatGenesis({ chainId, time, validator, accounts }: Genesis): string {
  const json = {
    chain_id: chainId,
    genesis_time: formatTime(time),
    validators: formatValidatorsJson([validator]),
    accounts: accounts.map(({ name, address, balance }) => ({
      name,
      address,
      ...(balance === undefined ? {} : { balance: String(balance) }),
    })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** The genesis in its file. @throws MalformedError */
export function parseGenesis(json: CometbftJson): Genesis {
  const { chain_id, genesis_time, validators, accounts } = json;
  const [validator] = parseValidatorsJson(validators);
  if (typeof chain_id !== 'string' || typeof genesis_time !== 'string' || validator === undefined) {
    throw new MalformedError('a genesis has a chain id, a time and a validator');
  }
  if (!Array.isArray(accounts)) throw new MalformedError('a genesis has accounts');
  const [first, ...others] = accounts.map(parseGenesisAccount);
  if (first === undefined) throw new MalformedError('a genesis has an account that pays');
  return { chainId: chain_id, time: parseTime(genesis_time), validator, accounts: [first, ...others] };
}

function parseGenesisAccount(json: unknown): GenesisAccount {
  const { name, address, balance } = json as CometbftJson;
  if (typeof name !== 'string' || typeof address !== 'string') {
    throw new MalformedError('an account of a genesis has name and address');
  }
  return { name, address, ...(typeof balance === 'string' ? { balance: BigInt(balance) } : {}) };
}
