import type { Candidate, StatelessReason } from './inspection.ts';
import type { EvmAddress } from './names.ts';

/** What an account is in the parent state. */
export type Account = { readonly nonce: bigint; readonly balance: bigint; readonly hasCode: boolean };

/** An account that nobody has touched. */
export const emptyAccount: Account = { nonce: 0n, balance: 0n, hasCode: false };

/** What of the block to be made decides about its transactions. */
export type BlockLimits = { readonly baseFee: bigint; readonly gasLimit: bigint };

/** Why a transaction is skipped in this block. */
type StatefulReason =
  | 'fee-below-base'
  | 'sender-has-code'
  | 'nonce-too-low'
  | 'nonce-too-high'
  | 'insufficient-funds'
  | 'block-gas-limit';

/** Why an item of a section is not in the block. */
export type SkipReason =
  | StatelessReason
  | StatefulReason
  /** The item is a RollupData variant that this profile does not know. */
  | 'unknown-variant'
  /** The execution client refused what the profile admits: a bug of one of the two. */
  | 'refused-by-engine';

/** One item of the section, after inspection. */
export type Inspected = Candidate | Exclude<SkipReason, StatefulReason>;

/** What becomes of each item, by its index. */
export type Admission = {
  readonly admitted: readonly Candidate[];
  readonly skipped: readonly { readonly index: number; readonly reason: SkipReason }[];
};

/**
 * Which of the items are in the block, in their order: decided by the parent state alone, so that every client agrees
 * and one build is enough; specs/10-evm-profile.md §4.
 */
export function admit(
  accounts: ReadonlyMap<EvmAddress, Account>,
  limits: BlockLimits,
  items: readonly Inspected[],
): Admission {
  const admitted: Candidate[] = [];
  const skipped: { index: number; reason: SkipReason }[] = [];
  const reservations = new Map<EvmAddress, Reservation>();
  let gasReserved = 0n;
  for (const [index, item] of items.entries()) {
    if (typeof item === 'string') {
      skipped.push({ index, reason: item });
      continue;
    }
    const reservation = reservations.get(item.sender) ?? untouched;
    const account = accounts.get(item.sender) ?? emptyAccount;
    const reason = reasonAgainst(item, account, reservation, limits, gasReserved);
    if (reason === undefined) {
      admitted.push(item);
      reservations.set(item.sender, {
        count: reservation.count + 1n,
        cost: reservation.cost + maxCost(item),
      });
      gasReserved += item.tx.gasLimit;
    } else {
      skipped.push({ index, reason });
    }
  }
  return { admitted, skipped };
}

/** The most that a transaction can take from its sender. */
export function maxCost({ tx }: Candidate): bigint {
  return tx.gasLimit * tx.maxFeePerGas + tx.value;
}

/** What a sender's admitted transactions may use up. */
type Reservation = { readonly count: bigint; readonly cost: bigint };

const untouched: Reservation = { count: 0n, cost: 0n };

function reasonAgainst(
  candidate: Candidate,
  account: Account,
  reservation: Reservation,
  limits: BlockLimits,
  gasReserved: bigint,
): StatefulReason | undefined {
  const { tx } = candidate;
  const nonce = account.nonce + reservation.count;
  if (tx.maxFeePerGas < limits.baseFee) return 'fee-below-base';
  if (account.hasCode) return 'sender-has-code';
  if (tx.nonce < nonce) return 'nonce-too-low';
  if (tx.nonce > nonce) return 'nonce-too-high';
  if (maxCost(candidate) > account.balance - reservation.cost) return 'insufficient-funds';
  if (gasReserved + tx.gasLimit > limits.gasLimit) return 'block-gas-limit';
  return undefined;
}
