import { equalBytes } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';
import { refuseEnvelope, sectionBytesOf } from './execution.ts';
import { feeOf } from './market.ts';
import type { PoolView } from './pool.ts';
import { later, never, type Refusal } from './refusal.ts';

/** How far ahead of an account's next nonce the pool looks. */
export const NONCE_WINDOW = 128n;
/** How far ahead a transaction may expire. */
export const EXPIRY_WINDOW = 600n;
/** DA progress moves the budget each few blocks. */
const THROTTLE_RETRY_MS = 5_000;

/** The rules of admission that look at this transaction and the committed state alone; specs/03-transactions.md §6. */
export function refuseAdmission(transaction: Transaction, view: PoolView): Refusal | undefined {
  const { body, lane } = transaction;
  const next = view.height + 1n;
  const refusal = refuseEnvelope(transaction, view.state, next);
  if (refusal !== undefined) return refusal;
  if (body.expiresAtHeight > view.height + EXPIRY_WINDOW) {
    return never('EXPIRES_TOO_LATE', 'transaction expires more than 600 heights ahead');
  }
  const { nonce } = view.accountOf(transaction.sender);
  if (body.nonce < nonce) return never('NONCE_USED', 'nonce is used');
  if (body.nonce >= nonce + NONCE_WINDOW) return later('NONCE_TOO_FAR', 'nonce is 128 or more ahead');
  return lane === 'ordinary' ? refuseOrdinary(transaction, view) : refuseControl(transaction, view);
}

/** What no block of these parameters could hold, then what the next block does not. */
function refuseOrdinary(transaction: Transaction, { state, budget }: PoolView): Refusal | undefined {
  const { params } = state;
  const sections = sectionBytesOf(transaction);
  if (BigInt(sections.size) > params.maxRollupsPerBlock) {
    return never('TOO_MANY_ROLLUPS', 'transaction has data of more rollups than a block may have');
  }
  for (const bytes of sections.values()) {
    if (bytes > params.sectionMaxBytes) return never('SECTION_FULL', 'data is larger than a section');
  }
  if (feeOf(budget.price, transaction.bytes.length) > transaction.body.maxFee) {
    return later('FEE_TOO_LOW', 'max_fee does not pay the price', THROTTLE_RETRY_MS);
  }
  if (budget.allowed === 0n) {
    return later('THROTTLED', 'the data availability layer is too far behind', THROTTLE_RETRY_MS);
  }
  return undefined;
}

function refuseControl({ sender, lane }: Transaction, { state }: PoolView): Refusal | undefined {
  if (lane === 'sudo') {
    return equalBytes(state.sudo, sender) ? undefined : never('NOT_SUDO', 'sender is not sudo');
  }
  const mayReport = state.params.reporters.some((reporter) => equalBytes(reporter, sender));
  return mayReport ? undefined : never('NOT_REPORTER', 'sender may not report');
}
