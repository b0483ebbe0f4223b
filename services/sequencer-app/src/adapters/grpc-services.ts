import { status } from '@grpc/grpc-js';
import { address, hash32, MalformedError, SwitchyardError } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { paramsToWire } from '@switchyard/protocol';
import { definition, type GrpcService, rpc, serve, serveStream } from '@switchyard/service-kit';
import type { Admit } from '../admit.ts';
import type { PoolFeed } from '../pool-feed.ts';
import type { Queries, TransactionAnswer } from '../queries.ts';

const v1 = switchyard.sequencer.v1;
const { TransactionSource, TransactionState } = v1;

const at = '/switchyard.sequencer.v1.SequencerService';

const rpcs = {
  submitTransaction: rpc(
    `${at}/SubmitTransaction`,
    v1.SubmitTransactionRequest,
    v1.SubmitTransactionResponse,
  ),
  getTransactionStatus: rpc(
    `${at}/GetTransactionStatus`,
    v1.GetTransactionStatusRequest,
    v1.GetTransactionStatusResponse,
  ),
  getAccount: rpc(`${at}/GetAccount`, v1.GetAccountRequest, v1.GetAccountResponse),
  getParams: rpc(`${at}/GetParams`, v1.GetParamsRequest, v1.GetParamsResponse),
  listRollups: rpc(`${at}/ListRollups`, v1.ListRollupsRequest, v1.ListRollupsResponse),
  getDaProgress: rpc(`${at}/GetDaProgress`, v1.GetDaProgressRequest, v1.GetDaProgressResponse),
  getStateProof: rpc(`${at}/GetStateProof`, v1.GetStateProofRequest, v1.GetStateProofResponse),
  getBlockItems: rpc(`${at}/GetBlockItems`, v1.GetBlockItemsRequest, v1.GetBlockItemsResponse),
};

const streamRpc = rpc(
  '/switchyard.sequencer.v1.PoolService/Stream',
  v1.StreamPoolRequest,
  v1.StreamPoolResponse,
);

/** The API for senders and readers. */
export function sequencerService(admit: Admit, queries: Queries): GrpcService {
  return {
    definition: {
      submitTransaction: definition(rpcs.submitTransaction, 'unary'),
      getTransactionStatus: definition(rpcs.getTransactionStatus, 'unary'),
      getAccount: definition(rpcs.getAccount, 'unary'),
      getParams: definition(rpcs.getParams, 'unary'),
      listRollups: definition(rpcs.listRollups, 'unary'),
      getDaProgress: definition(rpcs.getDaProgress, 'unary'),
      getStateProof: definition(rpcs.getStateProof, 'unary'),
      getBlockItems: definition(rpcs.getBlockItems, 'unary'),
    },
    implementation: {
      submitTransaction: serve(async (request: switchyard.sequencer.v1.SubmitTransactionRequest) => {
        const isGossip = request.source === TransactionSource.TRANSACTION_SOURCE_GOSSIP;
        return { transactionId: await admit(request.transaction, isGossip ? 'gossip' : 'client') };
      }),
      getTransactionStatus: serve(async (request: switchyard.sequencer.v1.GetTransactionStatusRequest) => ({
        ...statusToWire(queries.transaction(transactionKey(request))),
        stateHeight: formatU64(queries.stateHeight()),
      })),
      getAccount: serve(async (request: switchyard.sequencer.v1.GetAccountRequest) => {
        const { nonce, balance, pendingNonce } = queries.account(address(request.address));
        return {
          nonce: formatU64(nonce),
          balance: formatU64(balance),
          pendingNonce: formatU64(pendingNonce),
          stateHeight: formatU64(queries.stateHeight()),
        };
      }),
      getParams: serve(async () => {
        const { chainId, params, sudo, price } = queries.params();
        return {
          chainId,
          sudo,
          params: paramsToWire(params),
          price: formatU64(price),
          stateHeight: formatU64(queries.stateHeight()),
        };
      }),
      listRollups: serve(async () => ({
        rollups: queries.rollups().map(({ rollupId, weight }) => ({ rollupId, weight: formatU64(weight) })),
        stateHeight: formatU64(queries.stateHeight()),
      })),
      getDaProgress: serve(async () => daProgressToWire(queries)),
      getStateProof: serve(async (request: switchyard.sequencer.v1.GetStateProofRequest) => {
        const { appHash, value, proof } = queries.stateProof(keyText(request.key));
        return {
          appHash,
          proof,
          stateHeight: formatU64(queries.stateHeight()),
          ...(value === undefined ? {} : { value }),
        };
      }),
      getBlockItems: serve(async (request: switchyard.sequencer.v1.GetBlockItemsRequest) => ({
        items: [...queries.blockItems(parseU64(request.height))],
      })),
    },
  };
}

/** The stream for the node's relayer. */
export function poolService(feed: PoolFeed): GrpcService {
  let readers = 0;
  return {
    definition: { stream: definition(streamRpc, 'stream') },
    implementation: {
      stream: serveStream(async function* (_request: switchyard.sequencer.v1.StreamPoolRequest, signal) {
        if (readers >= MAX_READERS) throw new TooManyReadersError('too many pool streams', { readers });
        readers++;
        try {
          for await (const { transactions, control } of feed.follow(signal)) {
            yield { transactions: [...transactions], control };
          }
        } finally {
          readers--;
        }
      }),
    },
  };
}

/** One relayer has one; each holds up to 16 MiB when it does not read. */
const MAX_READERS = 4;

class TooManyReadersError extends SwitchyardError {
  override readonly code = 'SEQUENCER_TOO_MANY_READERS';
  override readonly fault = 'transient';
  readonly grpcStatus = status.RESOURCE_EXHAUSTED;
  readonly retryAfterMs = 1_000;
}

type TransactionKey = Parameters<Queries['transaction']>[0];

function transactionKey(request: switchyard.sequencer.v1.GetTransactionStatusRequest): TransactionKey {
  if (request.accountNonce) {
    const { account, nonce } = request.accountNonce;
    return { account: address(account ?? new Uint8Array()), nonce: parseU64(nonce) };
  }
  return { id: hash32(request.transactionId ?? new Uint8Array()) };
}

function statusToWire(
  answer: TransactionAnswer,
): switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties {
  switch (answer.state) {
    case 'unknown':
      return {
        state: TransactionState.TRANSACTION_STATE_UNKNOWN,
        indexedFrom: formatU64(answer.indexedFrom),
      };
    case 'pending':
      return { state: TransactionState.TRANSACTION_STATE_PENDING, transactionId: answer.id };
    case 'waiting':
      return { state: TransactionState.TRANSACTION_STATE_WAITING, transactionId: answer.id };
    case 'committed':
      return {
        state: TransactionState.TRANSACTION_STATE_COMMITTED,
        transactionId: answer.id,
        height: formatU64(answer.height),
        index: answer.index,
      };
  }
}

function daProgressToWire(queries: Queries): switchyard.sequencer.v1.GetDaProgressResponse.$Properties {
  const progress = queries.daProgress();
  return {
    chainId: progress.chainId,
    sequencerHeight: formatU64(progress.sequencerHeight),
    daHeight: formatU64(progress.daHeight),
    backlogBytes: formatU64(progress.backlogBytes),
    budgetBytes: formatU64(progress.budgetBytes),
    creditBytes: formatU64(progress.creditBytes),
    price: formatU64(progress.price),
    reports: progress.reports.map(({ reporter, sequencerHeight, daHeight }) => ({
      reporter,
      sequencerHeight: formatU64(sequencerHeight),
      daHeight: formatU64(daHeight),
    })),
    stateHeight: formatU64(queries.stateHeight()),
  };
}

const MAX_KEY_BYTES = 256;

function keyText(key: Uint8Array): string {
  if (key.length === 0 || key.length > MAX_KEY_BYTES)
    throw new MalformedError('a key has 1 to 256 bytes', { length: key.length });
  return new TextDecoder().decode(key);
}
