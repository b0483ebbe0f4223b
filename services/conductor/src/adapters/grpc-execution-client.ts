import { type Metadata, status } from '@grpc/grpc-js';
import { MalformedError } from '@switchyard/primitives';
import { astria } from '@switchyard/proto';
import { asError, call, createGrpcClient, credentialsOf, RemoteError, rpc } from '@switchyard/service-kit';
import {
  ExecutionRefusedError,
  ExecutionUnavailableError,
  OutOfRangeError,
  RequestTooLargeError,
  SessionLostError,
  UnauthenticatedError,
} from '../errors.ts';
import type { ExecutionClient } from '../ports.ts';
import {
  formatExecution,
  formatQuestion,
  formatUpdate,
  parseExecuted,
  parseSession,
} from './execution-messages.ts';

const { v2 } = astria.execution;
const service = '/astria.execution.v2.ExecutionService';

const openRpc = rpc(
  `${service}/CreateExecutionSession`,
  v2.CreateExecutionSessionRequest,
  v2.ExecutionSession,
);
const questionRpc = rpc(
  `${service}/GetExecutedBlockMetadata`,
  v2.GetExecutedBlockMetadataRequest,
  v2.ExecutedBlockMetadata,
);
const executeRpc = rpc(`${service}/ExecuteBlock`, v2.ExecuteBlockRequest, v2.ExecuteBlockResponse);
const updateRpc = rpc(
  `${service}/UpdateCommitmentState`,
  v2.UpdateCommitmentStateRequest,
  v2.CommitmentState,
);

/** Says that a decrease of soft is an operator's will; specs/12-execution-api.md. */
export const rollBackHeader = 'switchyard-roll-back';

const openMs = 10_000;
const questionMs = 5_000;
const executeMs = 60_000;
const commitMs = 30_000;

/** What callers of an execution API must know, where it asks for it. */
export type ExecutionSecret = { readonly file: string; readonly bytes: Uint8Array };

/** A rollup's execution API at `host:port`. */
export function createGrpcExecutionClient(
  address: string,
  secret?: ExecutionSecret,
): ExecutionClient & Disposable {
  const client = createGrpcClient(address);
  const limited = (
    deadlineMs: number,
    signal: AbortSignal,
    metadata: Metadata = credentialsOf(secret?.bytes),
  ) => ({ deadlineMs, signal, metadata });

  const translated = async <T>(run: () => Promise<T>, items: readonly Uint8Array[] = []): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw meaningOf(error, items, secret?.file);
    }
  };

  return {
    openSession: (signal) =>
      translated(async () => {
        const request = new v2.CreateExecutionSessionRequest();
        return parseSession(await call(client, openRpc, request, limited(openMs, signal)));
      }),

    executedAt: (number, signal) =>
      translated(async () => {
        try {
          const request = formatQuestion(number);
          return parseExecuted(await call(client, questionRpc, request, limited(questionMs, signal)));
        } catch (error) {
          if (error instanceof RemoteError && error.grpcStatus === status.NOT_FOUND) return undefined;
          throw error;
        }
      }),

    execute: (execution, signal) =>
      translated(async () => {
        const request = formatExecution(execution);
        const response = await call(client, executeRpc, request, limited(executeMs, signal));
        return parseExecuted(response.executedBlockMetadata);
      }, execution.items),

    commit: (update, signal) =>
      translated(async () => {
        await call(client, updateRpc, formatUpdate(update), limited(commitMs, signal));
      }),

    rollBack: (update, signal) =>
      translated(async () => {
        const metadata = credentialsOf(secret?.bytes);
        metadata.set(rollBackHeader, 'firm');
        await call(client, updateRpc, formatUpdate(update), limited(commitMs, signal, metadata));
      }),

    [Symbol.dispose]: () => client.close(),
  };
}

/** Says what a failure means here; the loops never see a gRPC status. */
function meaningOf(error: unknown, items: readonly Uint8Array[], secretFile: string | undefined): Error {
  const cause = { cause: error };
  if (error instanceof MalformedError) {
    return new ExecutionRefusedError(
      `the rollup answers what is malformed: ${error.message}`,
      error.context,
      cause,
    );
  }
  if (!(error instanceof RemoteError)) return asError(error);
  const { details } = error.context;
  const context = { status: status[error.grpcStatus], details };
  switch (error.grpcStatus) {
    case status.UNAUTHENTICATED:
      return new UnauthenticatedError(secretFile, { cause: error });
    case status.PERMISSION_DENIED:
      return new SessionLostError('the session is no longer ours', { details }, cause);
    case status.OUT_OF_RANGE:
      return new OutOfRangeError("the session's range of blocks has ended", { details }, cause);
    case status.RESOURCE_EXHAUSTED:
      return new RequestTooLargeError(
        items.reduce((sum, item) => sum + item.length, 0),
        cause,
      );
    case status.INVALID_ARGUMENT:
    case status.FAILED_PRECONDITION:
    case status.NOT_FOUND:
    case status.ALREADY_EXISTS:
    case status.UNIMPLEMENTED:
    case status.DATA_LOSS:
      return new ExecutionRefusedError('the rollup refuses', context, cause);
    case status.OK:
    case status.CANCELLED:
    case status.UNKNOWN:
    case status.DEADLINE_EXCEEDED:
    case status.ABORTED:
    case status.INTERNAL:
    case status.UNAVAILABLE:
      return new ExecutionUnavailableError('the rollup is not available', context, cause);
  }
}
