import {
  type Address,
  address,
  bigEndianU64,
  concatBytes,
  type RollupId,
  readBigEndianU64,
  rollupId,
  toHex,
  utf8,
} from '@switchyard/primitives';
import { decodeParams, encodeParams, type Params } from '@switchyard/protocol';
import { allowedBytes, type BlockBudget, budgetOf } from './market.ts';

/** A registered rollup: a class of its own for fair share. */
export type RegisteredRollup = { readonly rollupId: RollupId; readonly weight: bigint };

/** A validator as the app last set it. */
export type ChainValidator = { readonly publicKey: Uint8Array; readonly power: bigint };

/** The last word of a reporter. */
export type DaReport = {
  readonly reporter: Address;
  readonly sequencerHeight: bigint;
  readonly daHeight: bigint;
};

/** How far the DA layer is, and what follows from it. */
export type Progress = {
  readonly price: bigint;
  readonly credit: bigint;
  /** Rollup bytes of all heights. */
  readonly totalBytes: bigint;
  /** The effective report. */
  readonly sequencerHeight: bigint;
  readonly daHeight: bigint;
  /** Rollup bytes of the heights up to the effective report. */
  readonly reportedBytes: bigint;
  /** Entries `bytes/<height>` up to here are gone. */
  readonly prunedHeight: bigint;
};

/** All of the state but accounts and the byte count of each height. */
export type ChainState = {
  readonly chainId: string;
  readonly sudo: Address;
  readonly params: Params;
  /** Ids ascending. */
  readonly rollups: readonly RegisteredRollup[];
  /** Keys ascending. */
  readonly validators: readonly ChainValidator[];
  /** Reporters ascending. */
  readonly reports: readonly DaReport[];
  readonly progress: Progress;
  /** Fees collected so far. */
  readonly fees: bigint;
};

/** An account; one that the state does not have is all zero. */
export type Account = { readonly nonce: bigint; readonly balance: bigint };

/** The account that nobody has touched. */
export const emptyAccount: Account = { nonce: 0n, balance: 0n };

/** What reads a value of the state by its key. */
export type StateReader = (key: string) => Uint8Array | undefined;

/** Rollup bytes of the heights above the effective report. */
export function backlogOf({ totalBytes, reportedBytes }: Progress): bigint {
  return totalBytes - reportedBytes;
}

/** What the block after this state may carry and costs. */
export function blockBudgetOf({ progress, params }: Pick<ChainState, 'progress' | 'params'>): BlockBudget {
  const budget = budgetOf(backlogOf(progress), params);
  return { budget, allowed: allowedBytes(budget, progress.credit, params), price: progress.price };
}

/** Key of an account. */
export function accountKey(account: Uint8Array): string {
  return `account/${toHex(account)}`;
}

/** Key of the rollup bytes of all heights up to this one. */
export function bytesKey(height: bigint): string {
  return `bytes/${height}`;
}

/** The value of an account. */
export function encodeAccount({ nonce, balance }: Account): Uint8Array {
  return encodeIntegers([nonce, balance]);
}

/** The account in a value. */
export function decodeAccount(value: Uint8Array | undefined): Account {
  if (value === undefined) return emptyAccount;
  return { nonce: integerAt(value, 0), balance: integerAt(value, 1) };
}

/** Integers, eight bytes each, most significant first. */
export function encodeIntegers(values: readonly bigint[]): Uint8Array {
  return concatBytes(...values.map(bigEndianU64));
}

/** The n-th of integers. */
export function integerAt(value: Uint8Array, index: number): bigint {
  return readBigEndianU64(value, index * 8);
}

/** The entries of the state that this part of it makes; specs/05-state-machine.md §1. */
export function encodeChainState(state: ChainState): ReadonlyMap<string, Uint8Array> {
  const { progress } = state;
  return new Map([
    ['chain', utf8(state.chainId)],
    ['fees', encodeIntegers([state.fees])],
    ['params', encodeParams(state.params)],
    [
      'progress',
      encodeIntegers([
        progress.price,
        progress.credit,
        progress.totalBytes,
        progress.sequencerHeight,
        progress.daHeight,
        progress.reportedBytes,
        progress.prunedHeight,
      ]),
    ],
    [
      'reports',
      concatBytes(
        ...state.reports.map(({ reporter, sequencerHeight, daHeight }) =>
          concatBytes(reporter, encodeIntegers([sequencerHeight, daHeight])),
        ),
      ),
    ],
    [
      'rollups',
      concatBytes(...state.rollups.map(({ rollupId: id, weight }) => concatBytes(id, bigEndianU64(weight)))),
    ],
    ['sudo', state.sudo],
    [
      'validators',
      concatBytes(
        ...state.validators.map(({ publicKey, power }) => concatBytes(publicKey, bigEndianU64(power))),
      ),
    ],
  ]);
}

/** This part of the state out of its entries. @throws MalformedError or RangeError for entries that no state has. */
export function decodeChainState(read: StateReader): ChainState {
  const entry = (key: string): Uint8Array => {
    const value = read(key);
    if (value === undefined) throw new RangeError(`state has no ${key}`);
    return value;
  };
  const progress = entry('progress');
  return {
    chainId: new TextDecoder().decode(entry('chain')),
    fees: integerAt(entry('fees'), 0),
    params: decodeParams(entry('params')),
    progress: {
      price: integerAt(progress, 0),
      credit: integerAt(progress, 1),
      totalBytes: integerAt(progress, 2),
      sequencerHeight: integerAt(progress, 3),
      daHeight: integerAt(progress, 4),
      reportedBytes: integerAt(progress, 5),
      prunedHeight: integerAt(progress, 6),
    },
    reports: records(entry('reports'), 36, (record) => ({
      reporter: address(record.slice(0, 20)),
      sequencerHeight: readBigEndianU64(record, 20),
      daHeight: readBigEndianU64(record, 28),
    })),
    rollups: records(entry('rollups'), 40, (record) => ({
      rollupId: rollupId(record.slice(0, 32)),
      weight: readBigEndianU64(record, 32),
    })),
    sudo: address(entry('sudo').slice()),
    validators: records(entry('validators'), 40, (record) => ({
      publicKey: record.slice(0, 32),
      power: readBigEndianU64(record, 32),
    })),
  };
}

function records<T>(value: Uint8Array, size: number, parse: (record: Uint8Array) => T): readonly T[] {
  return Array.from({ length: Math.floor(value.length / size) }, (_, index) =>
    parse(value.subarray(index * size, (index + 1) * size)),
  );
}
