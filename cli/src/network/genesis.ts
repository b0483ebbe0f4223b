import { randomBytes } from 'node:crypto';
import { formatAnchorJson, sortValidators, type ValidatorSet } from '@switchyard/light';
import { formatAddress, sha256, toHex } from '@switchyard/primitives';
import { writeFileAtomic } from '@switchyard/service-kit';
import { ensureKey, type Key } from './keys.ts';
import { type Layout, ofNode } from './layout.ts';

/** Who has a part in the sequencer chain's genesis. */
export type Operators = {
  /** One per sequencer node, in the order of the nodes. */
  readonly validators: readonly Key[];
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
export async function ensureOperators(layout: Layout, validators: number): Promise<Operators> {
  return {
    validators: await Promise.all(
      Array.from({ length: validators }, (_, node) => ensureKey(layout.keys, ofNode('validator', node))),
    ),
    operator: await ensureKey(layout.keys, 'operator'),
    reporter: await ensureKey(layout.keys, 'reporter'),
  };
}

/** The validators of genesis, in the order that consensus gives them. */
export function genesisValidators({ validators }: Operators): ValidatorSet {
  return sortValidators(validators.map(({ publicKey }) => ({ publicKey, power: validatorPower })));
}

/** The genesis of the sequencer chain, in CometBFT's format. */
export function genesisDocument({
  chainId,
  genesisTime,
  operators,
}: {
  chainId: string;
  genesisTime: string;
  operators: Operators;
}): object {
  const { validators, operator, reporter } = operators;
  return {
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
    validators: validators.map(({ publicKey }, node) => ({
      ...validatorName(publicKey),
      power: `${validatorPower}`,
      name: `validator-${node}`,
    })),
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
}

/** How CometBFT's files name a validator. */
export function validatorName(publicKey: Uint8Array): { readonly address: string; readonly pub_key: object } {
  return {
    address: toHex(sha256(publicKey).subarray(0, 20)).toUpperCase(),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: Buffer.from(publicKey).toString('base64') },
  };
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
