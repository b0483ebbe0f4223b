import type { Params } from '@switchyard/protocol';

const KIB = 1_024n;
const MIB = 1_024n * KIB;

/** design: a section is one blob of ≤ 1.9 MB and one gossip message of ≤ 2 MiB. */
const MAX_SECTION_BYTES = (3n * MIB) / 2n;
const MAX_TRANSACTION_BYTES = MIB;
/** CometBFT's evidence of 1 MiB must fit a block, and its own limit is 100 MiB. */
const MIN_BLOCK_BYTES = 2n * MIB;
const MAX_BLOCK_BYTES = 100n * MIB;
/** What a block holds besides rollup bytes: control transactions, framing, header and commits. */
const BLOCK_HEADROOM_BYTES = 512n * KIB;
const MAX_PRICE_FLOOR = 1_000_000_000n;
const MAX_CAP_RATIO = 4_096n;

/** How many accounts may report. */
export const MAX_REPORTERS = 64;
/** How many rollups may be registered. */
export const MAX_REGISTERED_ROLLUPS = 1_024;

/** What the chain of design §3 starts with, without reporters. */
export const defaultParams: Params = {
  blockMaxBytes: 7n * MIB,
  rollupBudgetBytes: 6n * MIB,
  sectionMaxBytes: MAX_SECTION_BYTES,
  transactionMaxBytes: MAX_TRANSACTION_BYTES,
  maxRollupsPerBlock: 256n,
  backlogLowBytes: 16n * 6n * MIB,
  backlogHighBytes: 80n * 6n * MIB,
  priceFloor: 1_000n,
  priceCap: 4_096_000n,
  reportQuorum: 1,
  reporters: [],
};

/** The first bound of specs/05-state-machine.md §3 that the parameters break, or undefined. */
export function brokenBound(params: Params): string | undefined {
  return bounds.find(({ holds }) => !holds(params))?.rule;
}

const bounds: readonly { readonly rule: string; readonly holds: (params: Params) => boolean }[] = [
  {
    rule: 'transaction_max_bytes is 4 KiB to 1 MiB',
    holds: (p) => within(p.transactionMaxBytes, 4n * KIB, MAX_TRANSACTION_BYTES),
  },
  {
    rule: 'section_max_bytes is from transaction_max_bytes + 1 KiB to 1.5 MiB',
    holds: (p) => within(p.sectionMaxBytes, p.transactionMaxBytes + KIB, MAX_SECTION_BYTES),
  },
  {
    rule: 'rollup_budget_bytes is at least transaction_max_bytes',
    holds: (p) => p.rollupBudgetBytes >= p.transactionMaxBytes,
  },
  {
    rule: 'block_max_bytes is 2 MiB to 100 MiB',
    holds: (p) => within(p.blockMaxBytes, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES),
  },
  {
    rule: 'rollup_budget_bytes leaves 512 KiB of block_max_bytes free',
    holds: (p) => p.rollupBudgetBytes + BLOCK_HEADROOM_BYTES <= p.blockMaxBytes,
  },
  { rule: 'max_rollups_per_block is 1 to 256', holds: (p) => within(p.maxRollupsPerBlock, 1n, 256n) },
  {
    rule: 'backlog_low_bytes is at least 10 times rollup_budget_bytes',
    holds: (p) => p.backlogLowBytes >= 10n * p.rollupBudgetBytes,
  },
  {
    rule: 'backlog_high_bytes is above backlog_low_bytes and below 2^50',
    holds: (p) => within(p.backlogHighBytes, p.backlogLowBytes + 1n, 1n << 50n),
  },
  { rule: 'price_floor is at most 10^9', holds: (p) => p.priceFloor <= MAX_PRICE_FLOOR },
  {
    rule: 'price_cap is from price_floor to 4096 times price_floor',
    holds: (p) => within(p.priceCap, p.priceFloor, MAX_CAP_RATIO * p.priceFloor),
  },
  { rule: 'there are at most 64 reporters', holds: (p) => p.reporters.length <= MAX_REPORTERS },
  {
    rule: 'report_quorum is 1 to the number of reporters',
    holds: (p) => p.reportQuorum >= 1 && p.reportQuorum <= Math.max(1, p.reporters.length),
  },
];

function within(value: bigint, low: bigint, high: bigint): boolean {
  return value >= low && value <= high;
}
