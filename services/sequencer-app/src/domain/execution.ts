import { toHex } from '@switchyard/primitives';
import { rollupDataBytes, type Transaction, varintBytes } from '@switchyard/protocol';
import { type Accounts, accountsOver } from './accounts.ts';
import { type Account, blockBudgetOf, type ChainState, type StateReader } from './chain-state.ts';
import { type BlockBudget, feeOf } from './market.ts';
import { later, never, type Refusal } from './refusal.ts';
import { applyReport } from './reports.ts';
import { applySudo } from './sudo.ts';

/** Reports and sudo of one block, which pay nothing and are outside the budget. */
export const MAX_CONTROL_BYTES = 262_144;

/** The longest report or sudo transaction. */
export const MAX_CONTROL_TRANSACTION_BYTES = 65_536;

/** A block under way: what its transactions so far made of the state before it. */
export type Execution = {
  readonly height: bigint;
  readonly budget: BlockBudget;
  /** Applies the transaction as a whole, or tells why it is not valid here and changes nothing. */
  readonly apply: (transaction: Transaction) => Refusal | undefined;
  readonly result: () => ExecutionResult;
};

/** What the transactions of a block made. */
export type ExecutionResult = {
  readonly before: ChainState;
  readonly after: ChainState;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Σ length of ordinary transactions. */
  readonly usedBytes: bigint;
  /** Σ length of encoded RollupData items. */
  readonly rollupBytes: bigint;
  /** Hex keys of the validators that the block updated. */
  readonly updatedValidators: ReadonlySet<string>;
};

/** The tallies of a block, and the space it may take. */
type Tally = {
  used: bigint;
  control: number;
  framed: number;
  rollup: bigint;
  readonly sections: Map<string, bigint>;
  readonly reporters: Set<string>;
  readonly validators: Set<string>;
};

/** How many bytes an item takes in a proposal: tag, length, item. CometBFT stops its node over max_tx_bytes. */
export function framedBytes(length: number): number {
  return 1 + varintBytes(length) + length;
}

/**
 * Starts the block of this height on a state. Limits and price are those of the state before the block, whatever the
 * block changes. `maxBytes` is what all framed transactions together may take.
 */
export function startExecution({
  state,
  read,
  height,
  maxBytes,
}: {
  readonly state: ChainState;
  readonly read: StateReader;
  readonly height: bigint;
  readonly maxBytes: number;
}): Execution {
  const budget = blockBudgetOf(state);
  const accounts = accountsOver(read);
  const tally: Tally = {
    used: 0n,
    control: 0,
    framed: 0,
    rollup: 0n,
    sections: new Map(),
    reporters: new Set(),
    validators: new Set(),
  };
  let current = state;
  return {
    height,
    budget,
    apply: (transaction) => {
      const refusal =
        refuseEnvelope(transaction, current, height) ??
        refuseNonce(transaction, accounts) ??
        refuseSpace(transaction, tally, state, budget, maxBytes);
      if (refusal !== undefined) return refusal;
      const outcome =
        transaction.lane === 'ordinary'
          ? applyOrdinary(transaction, current, accounts, budget.price)
          : applyControl(transaction, current, accounts, tally, height);
      if ('code' in outcome) return outcome;
      current = outcome;
      count(transaction, tally);
      return undefined;
    },
    result: () => ({
      before: state,
      after: current,
      accounts: accounts.changed(),
      usedBytes: tally.used,
      rollupBytes: tally.rollup,
      updatedValidators: tally.validators,
    }),
  };
}

/** What depends on the transaction and the height alone. */
export function refuseEnvelope(
  { bytes, body, lane }: Transaction,
  { chainId, params }: ChainState,
  height: bigint,
): Refusal | undefined {
  if (body.chainId !== chainId) return never('WRONG_CHAIN', 'transaction is for another chain');
  if (body.expiresAtHeight < height) return never('EXPIRED', 'transaction has expired');
  const isTooLarge =
    BigInt(bytes.length) > params.transactionMaxBytes ||
    (lane !== 'ordinary' && bytes.length > MAX_CONTROL_TRANSACTION_BYTES);
  if (isTooLarge) return never('TOO_LARGE', 'transaction is too large');
  return undefined;
}

function refuseNonce({ sender, body }: Transaction, accounts: Accounts): Refusal | undefined {
  const { nonce } = accounts.of(sender);
  if (body.nonce < nonce) return never('NONCE_USED', 'nonce is used');
  if (body.nonce > nonce) return later('NONCE_GAP', 'an earlier nonce is missing');
  return undefined;
}

/** What only another block can give. */
function refuseSpace(
  transaction: Transaction,
  tally: Tally,
  { params }: ChainState,
  { allowed }: BlockBudget,
  maxBytes: number,
): Refusal | undefined {
  const { length } = transaction.bytes;
  if (tally.framed + framedBytes(length) > maxBytes) return later('BLOCK_FULL', 'block is full');
  if (transaction.lane !== 'ordinary') {
    return tally.control + length > MAX_CONTROL_BYTES
      ? later('CONTROL_FULL', 'block has no room for control')
      : undefined;
  }
  if (tally.used + BigInt(length) > allowed) return later('BUDGET_FULL', 'budget of the block is used');
  const sections = sectionBytesOf(transaction);
  let fresh = 0n;
  for (const [rollup, bytes] of sections) {
    const before = tally.sections.get(rollup);
    if (before === undefined) fresh++;
    if ((before ?? 0n) + bytes > params.sectionMaxBytes)
      return later('SECTION_FULL', 'section of the rollup is full');
  }
  if (BigInt(tally.sections.size) + fresh > params.maxRollupsPerBlock) {
    return later('TOO_MANY_ROLLUPS', 'block has data of too many rollups');
  }
  return undefined;
}

/**
 * Bytes that the transaction adds to the section of each rollup, by hex id: its items framed, as they go into a DA blob
 * and a gossip message. Unframed, a section of tiny items would take more than twice its bytes there.
 */
export function sectionBytesOf({ body }: Pick<Transaction, 'body'>): ReadonlyMap<string, bigint> {
  const bytes = new Map<string, bigint>();
  for (const action of body.actions) {
    if (action.kind !== 'submitRollupData') continue;
    const rollup = toHex(action.rollupId);
    bytes.set(rollup, (bytes.get(rollup) ?? 0n) + BigInt(framedBytes(rollupDataBytes(action.data.length))));
  }
  return bytes;
}

/** Fee and transfers: computed aside and written at the end, so that a failing one leaves nothing. */
function applyOrdinary(
  { bytes, body, sender }: Transaction,
  state: ChainState,
  accounts: Accounts,
  price: bigint,
): ChainState | Refusal {
  const fee = feeOf(price, bytes.length);
  if (fee > body.maxFee) return later('FEE_TOO_LOW', 'max_fee does not pay the price', 5_000);
  const payer = accounts.of(sender);
  if (payer.balance < fee) return later('INSUFFICIENT_FUNDS', 'balance does not pay the fee', 5_000);
  const touched = new Map([
    [toHex(sender), { address: sender, nonce: payer.nonce + 1n, balance: payer.balance - fee }],
  ]);
  for (const action of body.actions) {
    if (action.kind !== 'transfer') continue;
    const from = touched.get(toHex(sender));
    if (from === undefined || from.balance < action.amount) {
      return later('INSUFFICIENT_FUNDS', 'balance does not pay the transfers', 5_000);
    }
    touched.set(toHex(sender), { ...from, balance: from.balance - action.amount });
    const to = touched.get(toHex(action.to)) ?? { address: action.to, ...accounts.of(action.to) };
    touched.set(toHex(action.to), { ...to, balance: to.balance + action.amount });
  }
  for (const { address, nonce, balance } of touched.values()) accounts.set(address, { nonce, balance });
  return fee === 0n ? state : { ...state, fees: state.fees + fee };
}

function applyControl(
  { body, sender, lane }: Transaction,
  state: ChainState,
  accounts: Accounts,
  tally: Tally,
  height: bigint,
): ChainState | Refusal {
  let after = state;
  const updated = new Set(tally.validators);
  for (const action of body.actions) {
    if (action.kind === 'submitRollupData' || action.kind === 'transfer') continue;
    if (action.kind === 'reportDaProgress') {
      if (tally.reporters.has(toHex(sender))) {
        return later('REPORT_TWICE_IN_BLOCK', 'block has a report of this reporter');
      }
      const reports = applyReport(after, sender, action, height);
      if ('code' in reports) return reports;
      after = { ...after, reports };
      continue;
    }
    if (toHex(after.sudo) !== toHex(sender)) return never('NOT_SUDO', 'sender is not sudo');
    const outcome = applySudo(after, action, updated);
    if ('code' in outcome) return outcome;
    after = outcome;
    if (action.kind === 'updateValidator') updated.add(toHex(action.publicKey));
  }
  for (const key of updated) tally.validators.add(key);
  if (lane === 'report') tally.reporters.add(toHex(sender));
  const account = accounts.of(sender);
  accounts.set(sender, { ...account, nonce: account.nonce + 1n });
  return after;
}

function count(transaction: Transaction, tally: Tally): void {
  const { length } = transaction.bytes;
  tally.framed += framedBytes(length);
  if (transaction.lane !== 'ordinary') {
    tally.control += length;
    return;
  }
  tally.used += BigInt(length);
  for (const [rollup, bytes] of sectionBytesOf(transaction)) {
    tally.sections.set(rollup, (tally.sections.get(rollup) ?? 0n) + bytes);
  }
  for (const action of transaction.body.actions) {
    if (action.kind === 'submitRollupData') tally.rollup += BigInt(rollupDataBytes(action.data.length));
  }
}
