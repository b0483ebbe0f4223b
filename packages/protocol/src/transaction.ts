import type { Address, Hash32, RollupId } from '@switchyard/primitives';

/** Opaque bytes for one rollup; not empty. */
export type SubmitRollupData = {
  readonly kind: 'submitRollupData';
  readonly rollupId: RollupId;
  readonly data: Uint8Array;
};

/** Moves funds between accounts. */
export type Transfer = { readonly kind: 'transfer'; readonly to: Address; readonly amount: bigint };

/** A reporter's word that every height up to `sequencerHeight` is on the DA layer. */
export type ReportDaProgress = {
  readonly kind: 'reportDaProgress';
  readonly sequencerHeight: bigint;
  /** A reader that starts here misses nothing above `sequencerHeight`. */
  readonly daHeight: bigint;
};

/** Sets a validator's power; 0 removes it. */
export type UpdateValidator = {
  readonly kind: 'updateValidator';
  readonly publicKey: Uint8Array;
  readonly power: bigint;
};

/** Replaces all parameters. */
export type UpdateParams = { readonly kind: 'updateParams'; readonly params: Params };

/** Makes a rollup a class of its own for fair share; weight 0 ends it. */
export type RegisterRollup = {
  readonly kind: 'registerRollup';
  readonly rollupId: RollupId;
  readonly weight: bigint;
};

/** Hands the sudo right to another account. */
export type ChangeSudo = { readonly kind: 'changeSudo'; readonly newSudo: Address };

/** What only sudo may do. */
export type SudoAction = UpdateValidator | UpdateParams | RegisterRollup | ChangeSudo;

/** One effect of a transaction. */
export type Action = SubmitRollupData | Transfer | ReportDaProgress | SudoAction;

/** The chain's parameters; specs/05-state-machine.md §3 has their meaning and bounds. */
export type Params = {
  readonly blockMaxBytes: bigint;
  readonly rollupBudgetBytes: bigint;
  readonly sectionMaxBytes: bigint;
  readonly transactionMaxBytes: bigint;
  readonly maxRollupsPerBlock: bigint;
  readonly backlogLowBytes: bigint;
  readonly backlogHighBytes: bigint;
  readonly priceFloor: bigint;
  readonly priceCap: bigint;
  readonly reportQuorum: number;
  /** Ascending, each once. */
  readonly reporters: readonly Address[];
};

/** What is signed. */
export type TransactionBody = {
  readonly chainId: string;
  readonly nonce: bigint;
  /** The last height at which the transaction is valid. */
  readonly expiresAtHeight: bigint;
  readonly maxFee: bigint;
  /** All take effect, in this order, or none does. Not empty, and of one lane. */
  readonly actions: readonly Action[];
};

/**
 * Which way a transaction takes: `ordinary` (data and transfers) pays and counts against the budget; one `report`, or
 * `sudo` actions, are free, outside the budget, and go first. A transaction never mixes lanes.
 */
export type Lane = 'ordinary' | 'report' | 'sudo';

/** A well-formed transaction. Its signature is not checked yet. */
export type Transaction = {
  /** As received: what is hashed, stored and forwarded. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes. */
  readonly id: Hash32;
  readonly body: TransactionBody;
  /** As received: what is signed. */
  readonly bodyBytes: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly sender: Address;
  readonly lane: Lane;
};
