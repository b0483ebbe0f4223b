import {
  type Address,
  compareBytes,
  fromHex,
  MalformedError,
  maxU64,
  parseAddress,
  type RollupId,
  rollupId,
  rollupIdOf,
  SwitchyardError,
} from '@switchyard/primitives';
import { z } from 'zod';
import { type Account, accountKey, type ChainState, type ChainValidator } from './domain/chain-state.ts';
import { brokenBound } from './domain/params.ts';
import { sortedRollups, sortedValidators } from './domain/sudo.ts';

/** The genesis file cannot start a chain; the message lists what to mend. */
export class GenesisError extends SwitchyardError {
  override readonly code = 'SEQUENCER_GENESIS';
  override readonly fault = 'fatal';

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `app_state of the genesis file is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
      {},
      options,
    );
  }
}

/** What a chain starts from. */
export type Genesis = {
  readonly state: ChainState;
  readonly accounts: ReadonlyMap<string, Account>;
};

const u64 = z.string().transform((text, context) => {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > maxU64) {
    context.addIssue({
      code: 'custom',
      message: 'expected a decimal string of an unsigned 64-bit integer, such as "1000"',
    });
    return z.NEVER;
  }
  return BigInt(text);
});

const accountAddress = z.string().transform((text, context): Address => {
  try {
    return parseAddress(text);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    context.addIssue({ code: 'custom', message: 'expected an address such as yard1…' });
    return z.NEVER;
  }
});

const rollup = z
  .object({ name: z.string().min(1).optional(), id: z.string().optional(), weight: u64 })
  .strict()
  .transform(({ name, id, weight }, context): { rollupId: RollupId; weight: bigint } => {
    if ((name === undefined) === (id === undefined)) {
      context.addIssue({ code: 'custom', message: 'expected either name or id' });
      return z.NEVER;
    }
    if (id !== undefined && !/^[0-9a-f]{64}$/.test(id)) {
      context.addIssue({ code: 'custom', message: 'expected an id of 64 hex digits, lower case' });
      return z.NEVER;
    }
    return { rollupId: id === undefined ? rollupIdOf(name ?? '') : rollupId(fromHex(id)), weight };
  });

const schema = z
  .object({
    accounts: z.array(z.object({ address: accountAddress, balance: u64 }).strict()),
    sudo: accountAddress,
    params: z
      .object({
        block_max_bytes: u64,
        rollup_budget_bytes: u64,
        section_max_bytes: u64,
        transaction_max_bytes: u64,
        max_rollups_per_block: u64,
        backlog_low_bytes: u64,
        backlog_high_bytes: u64,
        price_floor: u64,
        price_cap: u64,
        report_quorum: u64,
        reporters: z.array(accountAddress),
      })
      .strict()
      .transform((params) => ({
        blockMaxBytes: params.block_max_bytes,
        rollupBudgetBytes: params.rollup_budget_bytes,
        sectionMaxBytes: params.section_max_bytes,
        transactionMaxBytes: params.transaction_max_bytes,
        maxRollupsPerBlock: params.max_rollups_per_block,
        backlogLowBytes: params.backlog_low_bytes,
        backlogHighBytes: params.backlog_high_bytes,
        priceFloor: params.price_floor,
        priceCap: params.price_cap,
        reportQuorum: Number(params.report_quorum),
        reporters: params.reporters.toSorted(compareBytes),
      })),
    rollups: z.array(rollup),
  })
  .strict();

/**
 * The state before the first block, out of the genesis file's app_state.
 *
 * @throws GenesisError with every problem.
 */
export function parseGenesis(
  text: string,
  {
    chainId,
    initialHeight,
    validators,
  }: {
    readonly chainId: string;
    readonly initialHeight: bigint;
    readonly validators: readonly ChainValidator[];
  },
): Genesis {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new GenesisError(
      parsed.error.issues.map(({ path, message }) => `app_state.${path.join('.')}: ${message}`),
    );
  }
  const { accounts, sudo, params, rollups } = parsed.data;
  const byKey = new Map(
    accounts.map(({ address, balance }): [string, Account] => [accountKey(address), { nonce: 0n, balance }]),
  );
  const supply = accounts.reduce((sum, { balance }) => sum + balance, 0n);
  const broken = brokenBound(params);
  const problems = [
    ...(byKey.size < accounts.length ? ['app_state.accounts: an address is listed twice; keep one'] : []),
    ...(supply > maxU64 ? ['app_state.accounts: balances together pass 2^64 − 1; lower them'] : []),
    ...(broken === undefined ? [] : [`app_state.params: ${broken}`]),
    ...(hasTwins(params.reporters)
      ? ['app_state.params.reporters: an address is listed twice; keep one']
      : []),
    ...(hasTwins(rollups.map((known) => known.rollupId))
      ? ['app_state.rollups: a rollup is listed twice; keep one']
      : []),
    ...(rollups.some(({ weight }) => weight === 0n || weight > 1n << 20n)
      ? ['app_state.rollups: weights are 1 to 1048576']
      : []),
    ...(validators.length === 0 ? ['validators: the genesis file needs at least one'] : []),
  ];
  if (problems.length > 0) throw new GenesisError(problems);
  const before = initialHeight - 1n;
  return {
    accounts: byKey,
    state: {
      chainId,
      sudo,
      params,
      rollups: sortedRollups(rollups),
      validators: sortedValidators(validators),
      reports: [],
      fees: 0n,
      progress: {
        price: params.priceFloor,
        credit: 0n,
        totalBytes: 0n,
        sequencerHeight: before,
        daHeight: 0n,
        reportedBytes: 0n,
        prunedHeight: before,
      },
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GenesisError(
      ['app_state: missing or not JSON; see specs/05-state-machine.md §9 for an example'],
      { cause: error },
    );
  }
}

function hasTwins(values: readonly Uint8Array[]): boolean {
  return values
    .toSorted(compareBytes)
    .some((value, index, sorted) => compareBytes(value, sorted[index + 1] ?? new Uint8Array()) === 0);
}
