import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAnchorJson, type ValidatorSet } from '@switchyard/light';
import { formatAddress, sha256, toHex } from '@switchyard/primitives';
import { writeFileAtomic } from '@switchyard/service-kit';
import { ensureKey, type Key } from './keys.ts';
import type { Layout } from './layout.ts';

/** Who has a part in the sequencer chain's genesis. */
export type Operators = {
  readonly validator: Key;
  /** Funds composers, registers rollups: the sudo account. */
  readonly operator: Key;
  readonly reporter: Key;
};

const validatorPower = 10n;
const operatorBalance = 1_000_000_000_000_000n;
const reporterBalance = 1_000_000_000n;

/** The local way charges nothing; the rule is the same as on a public network. */
const localPriceFloor = 0n;
const mebibyte = 1024n * 1024n;

/** A name that no earlier network of this machine had: old data never comes back to life. */
export function freshChainId(): string {
  return `yard-${randomBytes(4).toString('hex')}`;
}

/** The keys of the network, made where they are missing. */
export async function ensureOperators(layout: Layout): Promise<Operators> {
  return {
    validator: await ensureKey(layout.keys, 'validator'),
    operator: await ensureKey(layout.keys, 'operator'),
    reporter: await ensureKey(layout.keys, 'reporter'),
  };
}

/** The validators of genesis. */
export function genesisValidators({ validator }: Operators): ValidatorSet {
  return [{ publicKey: validator.publicKey, power: validatorPower }];
}

/** Writes the consensus home: genesis, validator key and a fresh signing state, in CometBFT's formats. */
export async function writeSequencerHome(
  home: string,
  { chainId, genesisTime, operators }: { chainId: string; genesisTime: string; operators: Operators },
): Promise<void> {
  const { validator, operator, reporter } = operators;
  const publicKey = { type: 'tendermint/PubKeyEd25519', value: base64(validator.publicKey) };
  const address = toHex(sha256(validator.publicKey).subarray(0, 20)).toUpperCase();
  const genesis = {
    genesis_time: genesisTime,
    chain_id: chainId,
    initial_height: '1',
    consensus_params: {
      block: { max_bytes: `${7n * mebibyte}`, max_gas: '-1' },
      evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
      validator: { pub_key_types: ['ed25519'] },
      version: { app: '0' },
      abci: { vote_extensions_enable_height: '0' },
    },
    validators: [{ address, pub_key: publicKey, power: `${validatorPower}`, name: 'validator-0' }],
    app_hash: '',
    app_state: {
      accounts: [
        { address: formatAddress(operator.address), balance: `${operatorBalance}` },
        { address: formatAddress(reporter.address), balance: `${reporterBalance}` },
      ],
      sudo: formatAddress(operator.address),
      params: {
        block_max_bytes: `${7n * mebibyte}`,
        rollup_budget_bytes: `${6n * mebibyte}`,
        section_max_bytes: `${(3n * mebibyte) / 2n}`,
        transaction_max_bytes: `${mebibyte}`,
        max_rollups_per_block: '256',
        backlog_low_bytes: `${16n * 6n * mebibyte}`,
        backlog_high_bytes: `${80n * 6n * mebibyte}`,
        price_floor: `${localPriceFloor}`,
        price_cap: `${localPriceFloor * 4096n}`,
        report_quorum: '1',
        reporters: [formatAddress(reporter.address)],
      },
      rollups: [],
    },
  };
  await mkdir(join(home, 'data'), { recursive: true });
  await writeFileAtomic(join(home, 'config/genesis.json'), `${JSON.stringify(genesis, undefined, 2)}\n`);
  const privateKey = {
    type: 'tendermint/PrivKeyEd25519',
    value: base64(Buffer.concat([validator.seed, validator.publicKey])),
  };
  const keyFile = { address, pub_key: publicKey, priv_key: privateKey };
  await writeFileAtomic(
    join(home, 'config/priv_validator_key.json'),
    `${JSON.stringify(keyFile, undefined, 2)}\n`,
  );
  const signingState = { height: '0', round: 0, step: 0 };
  await writeFileAtomic(
    join(home, 'data/priv_validator_state.json'),
    `${JSON.stringify(signingState, undefined, 2)}\n`,
  );
}

/** What a DA header anchors. */
export type DaAnchor = { readonly chainId: string; readonly height: bigint; readonly headerHash: Uint8Array };

/** Writes the trust root of the chain's first height. */
export async function writeGenesisAnchor(
  path: string,
  { chainId, operators, da }: { chainId: string; operators: Operators; da: DaAnchor },
): Promise<void> {
  const anchor = {
    chainId,
    sequencer: { height: 0n, headerHash: new Uint8Array(), nextValidators: genesisValidators(operators) },
    da,
  };
  await writeFileAtomic(path, formatAnchorJson(anchor));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
