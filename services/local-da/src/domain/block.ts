import { type DataAvailabilityHeader, dahHash } from '@switchyard/celestia';
import {
  type Commit,
  commitHash,
  compareTimes,
  consensusParamsHash,
  emptyBlockId,
  emptyHash,
  type Header,
  headerHash,
  resultsHash,
  type Timestamp,
  validatorAddress,
  validatorsHash,
} from '@switchyard/light';
import { type Accounts, accountsHash } from './accounts.ts';
import type { Genesis } from './genesis.ts';
import type { Transaction } from './submission.ts';

/** Of celestia-app v9. */
const VERSION = { block: 11n, app: 9n };
const MAX_BLOCK_BYTES = 33_554_432n;

/** The block before, as far as the next header depends on it. */
export type Previous = {
  readonly header: Header;
  readonly commit: Commit;
  /** After that block. */
  readonly accounts: Accounts;
  /** Gas of its transactions. */
  readonly gas: readonly number[];
};

/** The header that follows: its time is that of the votes before, as CometBFT has it. */
export function nextHeader(
  genesis: Genesis,
  previous: Previous | undefined,
  dah: DataAvailabilityHeader,
): Header {
  const set = validatorsHash([genesis.validator]);
  return {
    version: VERSION,
    chainId: genesis.chainId,
    height: (previous?.header.height ?? 0n) + 1n,
    time: previous?.commit.signatures[0]?.timestamp ?? genesis.time,
    lastBlockId: previous?.commit.blockId ?? emptyBlockId,
    lastCommitHash: previous === undefined ? emptyHash : commitHash(previous.commit),
    dataHash: dahHash(dah),
    validatorsHash: set,
    nextValidatorsHash: set,
    consensusHash: consensusParamsHash({ blockMaxBytes: MAX_BLOCK_BYTES, blockMaxGas: -1n }),
    appHash: previous === undefined ? emptyHash : accountsHash(previous.accounts),
    lastResultsHash: resultsHash((previous?.gas ?? []).map(resultOf)),
    evidenceHash: emptyHash,
    proposerAddress: validatorAddress(genesis.validator),
  };
}

/** When the validator votes for a block: now, but always after the block's own time. */
export function voteTime(header: Header, nowMs: number): Timestamp {
  const now = { seconds: BigInt(Math.floor(nowMs / 1_000)), nanos: Math.floor(nowMs % 1_000) * 1_000_000 };
  return compareTimes(now, header.time) > 0 ? now : millisecondAfter(header.time);
}

/** The commit of a header by the only validator. */
export function commitOf(
  header: Header,
  parts: Commit['blockId']['parts'],
  { timestamp, signature }: { readonly timestamp: Timestamp; readonly signature: Uint8Array },
): Commit {
  return {
    height: header.height,
    round: 0,
    blockId: { hash: headerHash(header), parts },
    signatures: [{ flag: 'commit', validatorAddress: header.proposerAddress, timestamp, signature }],
  };
}

/** The gas of transactions, of which the next header names a hash. */
export function gasOf(transactions: readonly Transaction[]): readonly number[] {
  return transactions.map(({ gas }) => gas);
}

function resultOf(gas: number): Parameters<typeof resultsHash>[0][number] {
  return { code: 0, data: new Uint8Array(), gasWanted: BigInt(gas), gasUsed: BigInt(gas) };
}

function millisecondAfter({ seconds, nanos }: Timestamp): Timestamp {
  const later = nanos + 1_000_000;
  return later < 1_000_000_000
    ? { seconds, nanos: later }
    : { seconds: seconds + 1n, nanos: later - 1_000_000_000 };
}
