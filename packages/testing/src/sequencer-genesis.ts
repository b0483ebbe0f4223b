import { type Address, compareBytes, formatAddress, fromHex, toHex } from '@switchyard/primitives';
import { type Params, publicKeyOf } from '@switchyard/protocol';

const MIB = 1_048_576n;

/** Small enough for quick tests, and free: local mode's parameters without reporters. */
export const testParams: Params = {
  blockMaxBytes: 7n * MIB,
  rollupBudgetBytes: 6n * MIB,
  sectionMaxBytes: (3n * MIB) / 2n,
  transactionMaxBytes: MIB,
  maxRollupsPerBlock: 256n,
  backlogLowBytes: 96n * MIB,
  backlogHighBytes: 480n * MIB,
  priceFloor: 0n,
  priceCap: 0n,
  reportQuorum: 1,
  reporters: [],
};

/** What a test chain starts from. */
export type SequencerGenesis = {
  readonly sudo: Address;
  readonly accounts?: readonly { readonly address: Address; readonly balance: bigint }[];
  readonly params?: Partial<Params>;
  readonly rollups?: readonly ({ readonly weight: bigint } & (
    | { readonly name: string }
    | { readonly id: Uint8Array }
  ))[];
};

/** The `app_state` of a genesis file, as the sequencer app reads it. */
export function sequencerAppState({
  sudo,
  accounts = [],
  params = {},
  rollups = [],
}: SequencerGenesis): object {
  const all = { ...testParams, ...params };
  return {
    accounts: accounts.map(({ address, balance }) => ({
      address: formatAddress(address),
      balance: `${balance}`,
    })),
    sudo: formatAddress(sudo),
    params: {
      block_max_bytes: `${all.blockMaxBytes}`,
      rollup_budget_bytes: `${all.rollupBudgetBytes}`,
      section_max_bytes: `${all.sectionMaxBytes}`,
      transaction_max_bytes: `${all.transactionMaxBytes}`,
      max_rollups_per_block: `${all.maxRollupsPerBlock}`,
      backlog_low_bytes: `${all.backlogLowBytes}`,
      backlog_high_bytes: `${all.backlogHighBytes}`,
      price_floor: `${all.priceFloor}`,
      price_cap: `${all.priceCap}`,
      report_quorum: `${all.reportQuorum}`,
      reporters: all.reporters.toSorted(compareBytes).map(formatAddress),
    },
    rollups: rollups.map((rollup) => ({
      ...('name' in rollup ? { name: rollup.name } : { id: toHex(rollup.id) }),
      weight: `${rollup.weight}`,
    })),
  };
}

/** A seed for tests: 32 bytes that end in the number. */
export function testSeed(n: number): Uint8Array {
  return fromHex(n.toString(16).padStart(64, '0'));
}

/** The public key of {@link testSeed}. */
export function testPublicKey(n: number): Uint8Array {
  return publicKeyOf(testSeed(n));
}
