import { type Address, address, type Hash32, hash32, type RollupId, rollupId } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { type Params, paramsFromWire, plainBytes } from '@switchyard/protocol';
import { type CallLimits, call, createGrpcClient, RemoteError, stream } from '@switchyard/service-kit';
import { SequencerRefusedError } from './sequencer-errors.ts';
import { poolServiceRpcs, sequencerServiceRpcs } from './sequencer-rpcs.ts';

const { TransactionSource, TransactionState } = switchyard.sequencer.v1;

/** Who hands a transaction in: a client of this node, or gossip. */
export type TransactionSource = 'client' | 'gossip';

/** What to ask the status of. */
export type TransactionKey =
  | { readonly id: Uint8Array }
  | { readonly account: Uint8Array; readonly nonce: bigint };

/** Where a transaction is. `stateHeight` is the height of the committed state that the answer is about. */
export type TransactionStatus =
  /** What was committed before `indexedFrom` is unknown too. */
  | { readonly state: 'unknown'; readonly stateHeight: bigint; readonly indexedFrom: bigint }
  | { readonly state: 'pending' | 'waiting'; readonly id: Hash32; readonly stateHeight: bigint }
  | {
      readonly state: 'committed';
      readonly id: Hash32;
      readonly height: bigint;
      /** Among the block's items; 0 is BlockRoots. */
      readonly index: number;
      readonly stateHeight: bigint;
    };

/** An account of the committed state, and what the pool holds of it. */
export type AccountStatus = {
  readonly nonce: bigint;
  readonly balance: bigint;
  /** The first nonce that neither the state nor the pool holds. */
  readonly pendingNonce: bigint;
  readonly stateHeight: bigint;
};

/** The chain's parameters, and the price per byte of the next block. */
export type ChainParams = {
  readonly chainId: string;
  readonly params: Params;
  readonly sudo: Address;
  readonly price: bigint;
  readonly stateHeight: bigint;
};

/** How far the DA layer is by the effective report, and what follows for the next block. */
export type DaProgress = {
  readonly chainId: string;
  readonly sequencerHeight: bigint;
  readonly daHeight: bigint;
  readonly backlogBytes: bigint;
  readonly budgetBytes: bigint;
  readonly creditBytes: bigint;
  readonly price: bigint;
  readonly reports: readonly {
    readonly reporter: Address;
    readonly sequencerHeight: bigint;
    readonly daHeight: bigint;
  }[];
  readonly stateHeight: bigint;
};

/** A value of the state, or its absence, with its proof; check it by `verifyStateProof` of protocol. */
export type ProvenValue = {
  readonly stateHeight: bigint;
  readonly appHash: Uint8Array;
  readonly value: Uint8Array | undefined;
  /** By `decodeStateProof`. */
  readonly proof: Uint8Array;
};

/** Transactions that a node newly admitted from its own clients. */
export type PoolBatch = { readonly transactions: readonly Uint8Array[]; readonly control: boolean };

/**
 * A sequencer node's API. Each call has a deadline.
 *
 * @throws from every method: RemoteError (transient while the node is away), the signal's reason; from `submit` also
 * SequencerRefusedError.
 */
export type SequencerClient = Disposable & {
  /** Resolves to the id when the node holds the transaction in memory; a known one is accepted again. */
  submit(transaction: Uint8Array, source: TransactionSource, signal: AbortSignal): Promise<Hash32>;
  status(key: TransactionKey, signal: AbortSignal): Promise<TransactionStatus>;
  account(account: Uint8Array, signal: AbortSignal): Promise<AccountStatus>;
  params(signal: AbortSignal): Promise<ChainParams>;
  rollups(signal: AbortSignal): Promise<readonly { readonly rollupId: RollupId; readonly weight: bigint }[]>;
  daProgress(signal: AbortSignal): Promise<DaProgress>;
  stateProof(key: string, signal: AbortSignal): Promise<ProvenValue>;
  /** The block's items, BlockRoots first, or undefined outside the node's last 64 blocks. */
  blockItems(height: bigint, signal: AbortSignal): Promise<readonly Uint8Array[] | undefined>;
  /** Newly admitted transactions until the connection ends. */
  poolStream(signal: AbortSignal): AsyncIterable<PoolBatch>;
  close(): void;
};

/** How long one call may take. */
export type SequencerClientOptions = { readonly deadlineMs?: number };

const NOT_FOUND = 5;

/** A client of the sequencer node at `host:port`. */
export function createSequencerClient(
  endpoint: string,
  { deadlineMs = 10_000 }: SequencerClientOptions = {},
): SequencerClient {
  const client = createGrpcClient(endpoint);
  const rpcs = sequencerServiceRpcs;
  const limits = (signal: AbortSignal): CallLimits => ({ deadlineMs, signal });
  return {
    submit: async (transaction, source, signal) => {
      const request = {
        transaction,
        source:
          source === 'gossip'
            ? TransactionSource.TRANSACTION_SOURCE_GOSSIP
            : TransactionSource.TRANSACTION_SOURCE_CLIENT,
      };
      try {
        const { transactionId } = await call(client, rpcs.submitTransaction, request, limits(signal));
        return hash32(plainBytes(transactionId));
      } catch (error) {
        if (error instanceof RemoteError && isRefusal(error)) {
          throw new SequencerRefusedError(error, { cause: error });
        }
        throw error;
      }
    },
    status: async (key, signal) => {
      const request =
        'id' in key
          ? { transactionId: key.id }
          : { accountNonce: { account: key.account, nonce: formatU64(key.nonce) } };
      return statusFromWire(await call(client, rpcs.getTransactionStatus, request, limits(signal)));
    },
    account: async (account, signal) => {
      const answer = await call(client, rpcs.getAccount, { address: account }, limits(signal));
      return {
        nonce: parseU64(answer.nonce),
        balance: parseU64(answer.balance),
        pendingNonce: parseU64(answer.pendingNonce),
        stateHeight: parseU64(answer.stateHeight),
      };
    },
    params: async (signal) => {
      const answer = await call(client, rpcs.getParams, {}, limits(signal));
      return {
        chainId: answer.chainId,
        params: paramsFromWire(answer.params ?? {}),
        sudo: address(plainBytes(answer.sudo)),
        price: parseU64(answer.price),
        stateHeight: parseU64(answer.stateHeight),
      };
    },
    rollups: async (signal) => {
      const { rollups } = await call(client, rpcs.listRollups, {}, limits(signal));
      return rollups.map((rollup) => ({
        rollupId: rollupId(plainBytes(rollup.rollupId ?? new Uint8Array())),
        weight: parseU64(rollup.weight),
      }));
    },
    daProgress: async (signal) =>
      daProgressFromWire(await call(client, rpcs.getDaProgress, {}, limits(signal))),
    stateProof: async (key, signal) => {
      const request = { key: new TextEncoder().encode(key) };
      const answer = await call(client, rpcs.getStateProof, request, limits(signal));
      return {
        stateHeight: parseU64(answer.stateHeight),
        appHash: plainBytes(answer.appHash),
        value: answer.value === undefined || answer.value === null ? undefined : plainBytes(answer.value),
        proof: plainBytes(answer.proof),
      };
    },
    blockItems: async (height, signal) => {
      try {
        const request = { height: formatU64(height) };
        const { items } = await call(client, rpcs.getBlockItems, request, limits(signal));
        return items.map(plainBytes);
      } catch (error) {
        if (error instanceof RemoteError && error.grpcStatus === NOT_FOUND) return undefined;
        throw error;
      }
    },
    async *poolStream(signal) {
      for await (const { transactions, control } of stream(client, poolServiceRpcs.stream, {}, signal)) {
        yield { transactions: transactions.map(plainBytes), control };
      }
    },
    close: () => client.close(),
    [Symbol.dispose]: () => client.close(),
  };
}

/** A refusal has a code of the node's own; without one the node was not reached or failed. */
function isRefusal({ code, fault, retryAfterMs }: RemoteError): boolean {
  return !code.startsWith('GRPC_') && (fault === 'rejected' || retryAfterMs !== undefined);
}

function statusFromWire(answer: switchyard.sequencer.v1.GetTransactionStatusResponse): TransactionStatus {
  const stateHeight = parseU64(answer.stateHeight);
  const id = (): Hash32 => hash32(plainBytes(answer.transactionId));
  switch (answer.state) {
    case TransactionState.TRANSACTION_STATE_COMMITTED:
      return {
        state: 'committed',
        id: id(),
        height: parseU64(answer.height),
        index: answer.index,
        stateHeight,
      };
    case TransactionState.TRANSACTION_STATE_PENDING:
      return { state: 'pending', id: id(), stateHeight };
    case TransactionState.TRANSACTION_STATE_WAITING:
      return { state: 'waiting', id: id(), stateHeight };
    case TransactionState.TRANSACTION_STATE_UNKNOWN:
    case TransactionState.TRANSACTION_STATE_UNSPECIFIED:
      return { state: 'unknown', stateHeight, indexedFrom: parseU64(answer.indexedFrom) };
  }
}

function daProgressFromWire(answer: switchyard.sequencer.v1.GetDaProgressResponse): DaProgress {
  return {
    chainId: answer.chainId,
    sequencerHeight: parseU64(answer.sequencerHeight),
    daHeight: parseU64(answer.daHeight),
    backlogBytes: parseU64(answer.backlogBytes),
    budgetBytes: parseU64(answer.budgetBytes),
    creditBytes: parseU64(answer.creditBytes),
    price: parseU64(answer.price),
    reports: answer.reports.map((report) => ({
      reporter: address(plainBytes(report.reporter ?? new Uint8Array())),
      sequencerHeight: parseU64(report.sequencerHeight),
      daHeight: parseU64(report.daHeight),
    })),
    stateHeight: parseU64(answer.stateHeight),
  };
}
