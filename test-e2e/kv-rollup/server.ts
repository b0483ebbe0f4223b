import { randomUUID } from 'node:crypto';
import { type handleUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { type RollupId, SwitchyardError } from '@switchyard/primitives';
import { astria, formatI64, formatU64, parseI64, parseU64 } from '@switchyard/proto';
import { definition, type GrpcService, rpc, serve } from '@switchyard/service-kit';
import { type Ledger, type LedgerBlock, type LedgerId, LedgerRefusal } from './ledger.ts';

const { v2 } = astria.execution;
const at = '/astria.execution.v2.ExecutionService';
const createRpc = rpc(`${at}/CreateExecutionSession`, v2.CreateExecutionSessionRequest, v2.ExecutionSession);
const getRpc = rpc(
  `${at}/GetExecutedBlockMetadata`,
  v2.GetExecutedBlockMetadataRequest,
  v2.ExecutedBlockMetadata,
);
const executeRpc = rpc(`${at}/ExecuteBlock`, v2.ExecuteBlockRequest, v2.ExecuteBlockResponse);
const updateRpc = rpc(`${at}/UpdateCommitmentState`, v2.UpdateCommitmentStateRequest, v2.CommitmentState);

/** A refusal with its gRPC status. */
export class RefusedError extends SwitchyardError {
  override readonly code = 'KV_REFUSED';
  override readonly fault = 'rejected';
  readonly grpcStatus: status;

  constructor(grpcStatus: status, message: string, options?: ErrorOptions) {
    super(message, {}, options);
    this.grpcStatus = grpcStatus;
  }
}

/** The terms that the rollup offers. */
export type Terms = {
  readonly rollupId: RollupId;
  readonly startNumber: bigint;
  /** 0: none. */
  readonly endNumber: bigint;
  readonly sequencerChainId: string;
  readonly startHeight: bigint;
  readonly daChainId: string;
};

/** astria.execution.v2 over a ledger. */
export function executionService(ledger: Ledger, terms: Terms): GrpcService {
  let session: string | undefined;

  const assertSession = (id: string): void => {
    if (id !== session) throw new RefusedError(status.PERMISSION_DENIED, 'the session has ended');
  };
  const commitmentState = () => {
    const { soft, firm, searchHeight } = ledger.heads();
    return new v2.CommitmentState({
      softExecutedBlockMetadata: metadataOf(known(soft)),
      firmExecutedBlockMetadata: metadataOf(known(firm)),
      lowestCelestiaSearchHeight: formatU64(searchHeight),
    });
  };
  const known = (number: bigint): LedgerBlock => {
    const block = ledger.block({ number });
    if (block === undefined) throw new RefusedError(status.NOT_FOUND, 'no such block');
    return block;
  };

  const update =
    (rule: 'forward' | 'roll-back') =>
    async ({ sessionId, commitmentState: state }: astria.execution.v2.UpdateCommitmentStateRequest) => {
      assertSession(sessionId);
      if (state === null || state === undefined) throw new RefusedError(status.INVALID_ARGUMENT, 'no state');
      const { softExecutedBlockMetadata: soft, firmExecutedBlockMetadata: firm } = state;
      await refusing(() =>
        ledger.commit(
          { soft: idOf(soft), firm: idOf(firm), searchHeight: parseU64(state.lowestCelestiaSearchHeight) },
          rule,
        ),
      );
      return commitmentState();
    };
  const forward = serve(update('forward'));
  const back = serve(update('roll-back'));

  const updateCommitmentState: handleUnaryCall<
    astria.execution.v2.UpdateCommitmentStateRequest,
    astria.execution.v2.CommitmentState
  > = (call, reply) => {
    const isBack = call.metadata.get('switchyard-roll-back')[0] === 'firm';
    (isBack ? back : forward)(call, reply);
  };

  const implementation: UntypedServiceImplementation = {
    createExecutionSession: serve(async () => {
      session = randomUUID();
      return new v2.ExecutionSession({
        sessionId: session,
        executionSessionParameters: {
          rollupId: { inner: terms.rollupId },
          rollupStartBlockNumber: formatU64(terms.startNumber),
          rollupEndBlockNumber: formatU64(terms.endNumber),
          sequencerChainId: terms.sequencerChainId,
          sequencerStartBlockHeight: formatU64(terms.startHeight),
          celestiaChainId: terms.daChainId,
          celestiaSearchHeightMaxLookAhead: formatU64(256n),
        },
        commitmentState: commitmentState(),
      });
    }),

    getExecutedBlockMetadata: serve(
      async ({ identifier }: astria.execution.v2.GetExecutedBlockMetadataRequest) => {
        const hash = identifier?.hash;
        const id =
          typeof hash === 'string' && hash !== '' ? { hash } : { number: parseU64(identifier?.number) };
        const block = ledger.block(id);
        if (block === undefined) throw new RefusedError(status.NOT_FOUND, 'no such block');
        return metadataOf(block);
      },
    ),

    executeBlock: serve(async (request: astria.execution.v2.ExecuteBlockRequest) => {
      assertSession(request.sessionId);
      if (terms.endNumber !== 0n && ledger.heads().soft >= terms.endNumber) {
        throw new RefusedError(status.OUT_OF_RANGE, 'the range of blocks has ended');
      }
      const block = await refusing(() =>
        ledger.execute({
          parentHash: request.parentHash,
          timestamp: parseI64(request.timestamp?.seconds),
          sequencerHash: request.sequencerBlockHash,
          items: request.transactions.map(({ sequencedData }) => Uint8Array.from(sequencedData ?? [])),
        }),
      );
      return new v2.ExecuteBlockResponse({ executedBlockMetadata: metadataOf(block) });
    }),

    updateCommitmentState,
  };

  return {
    definition: {
      createExecutionSession: definition(createRpc, 'unary'),
      getExecutedBlockMetadata: definition(getRpc, 'unary'),
      executeBlock: definition(executeRpc, 'unary'),
      updateCommitmentState: definition(updateRpc, 'unary'),
    },
    implementation,
  };
}

async function refusing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof LedgerRefusal ? refusalOf(error) : error;
  }
}

function refusalOf(refusal: LedgerRefusal): RefusedError {
  const code = refusal.reason === 'timestamp' ? status.INVALID_ARGUMENT : status.FAILED_PRECONDITION;
  return new RefusedError(code, refusal.message, { cause: refusal });
}

function metadataOf({ number, hash, parentHash, timestamp, sequencerHash }: LedgerBlock) {
  return new v2.ExecutedBlockMetadata({
    number: formatU64(number),
    hash,
    parentHash,
    timestamp: { seconds: formatI64(timestamp), nanos: 0 },
    sequencerBlockHash: sequencerHash,
  });
}

function idOf(wire: astria.execution.v2.ExecutedBlockMetadata.$Properties | null | undefined): LedgerId {
  return { number: parseU64(wire?.number), hash: wire?.hash ?? '' };
}
