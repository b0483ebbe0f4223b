/** Why a transaction is not valid in a block, or not admitted to the pool; specs/05-state-machine.md §5. */
export type RefusalCode =
  | 'WRONG_CHAIN'
  | 'EXPIRED'
  | 'EXPIRES_TOO_LATE'
  | 'TOO_LARGE'
  | 'NONCE_USED'
  | 'NONCE_TAKEN'
  | 'NONCE_TOO_FAR'
  | 'NONCE_GAP'
  | 'FEE_TOO_LOW'
  | 'INSUFFICIENT_FUNDS'
  | 'NOT_REPORTER'
  | 'REPORT_NOT_FORWARD'
  | 'REPORT_ABOVE_HEAD'
  | 'REPORT_TWICE_IN_BLOCK'
  | 'NOT_SUDO'
  | 'VALIDATOR_TWICE_IN_BLOCK'
  | 'VALIDATOR_ABSENT'
  | 'VALIDATOR_POWER'
  | 'VALIDATOR_SET_EMPTY'
  | 'VALIDATOR_SET_FULL'
  | 'PARAMS_OUT_OF_BOUNDS'
  | 'ROLLUP_ABSENT'
  | 'ROLLUP_WEIGHT'
  | 'ROLLUPS_FULL'
  | 'TOO_MANY_ROLLUPS'
  | 'SECTION_FULL'
  | 'BUDGET_FULL'
  | 'CONTROL_FULL'
  | 'BLOCK_FULL'
  | 'THROTTLED'
  | 'POOL_FULL'
  | 'BUSY'
  | 'BAD_SIGNATURE'
  | 'NOT_READY';

/** A typed "no", with what the sender needs to know. */
export type Refusal = {
  readonly code: RefusalCode;
  readonly message: string;
  /** When the same bytes may pass later. */
  readonly retryAfterMs?: number;
};

/** A refusal that no time will change. */
export function never(code: RefusalCode, message: string): Refusal {
  return { code, message };
}

/** A refusal that may pass. */
export function later(code: RefusalCode, message: string, retryAfterMs = 1_000): Refusal {
  return { code, message, retryAfterMs };
}
