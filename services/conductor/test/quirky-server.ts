import {
  type handleUnaryCall,
  type Metadata,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { SwitchyardError } from '@switchyard/primitives';
import { astria } from '@switchyard/proto';
import { definition, type Rpc, rpc, serve, serveGrpc } from '@switchyard/service-kit';

const { v2 } = astria.execution;
const at = '/astria.execution.v2.ExecutionService';
const rpcs = {
  createExecutionSession: rpc(
    `${at}/CreateExecutionSession`,
    v2.CreateExecutionSessionRequest,
    v2.ExecutionSession,
  ),
  getExecutedBlockMetadata: rpc(
    `${at}/GetExecutedBlockMetadata`,
    v2.GetExecutedBlockMetadataRequest,
    v2.ExecutedBlockMetadata,
  ),
  executeBlock: rpc(`${at}/ExecuteBlock`, v2.ExecuteBlockRequest, v2.ExecuteBlockResponse),
  updateCommitmentState: rpc(
    `${at}/UpdateCommitmentState`,
    v2.UpdateCommitmentStateRequest,
    v2.CommitmentState,
  ),
};

class Status extends SwitchyardError {
  override readonly code = 'QUIRK';
  override readonly fault = 'rejected';
  readonly grpcStatus: status;

  constructor(grpcStatus: status) {
    super(status[grpcStatus]);
    this.grpcStatus = grpcStatus;
  }
}

/** A server that answers as servers in the field do. */
export type QuirkyServer = AsyncDisposable & {
  readonly address: string;
  /** What the next call is answered with, instead of success. */
  next: status | undefined;
  session: astria.execution.v2.ExecutionSession.$Properties;
  block: astria.execution.v2.ExecutedBlockMetadata.$Properties;
  readonly executed: astria.execution.v2.ExecuteBlockRequest[];
  readonly updates: {
    readonly request: astria.execution.v2.UpdateCommitmentStateRequest;
    readonly metadata: Metadata;
  }[];
};

/** Serves on a free port; messages above the limit are refused as grpc defaults do. */
export async function startQuirkyServer(maxMessageBytes?: number): Promise<QuirkyServer> {
  const handle = <Req, Res>(run: (request: Req) => Res): handleUnaryCall<Req, Res> =>
    serve(async (request: Req) => {
      const answer = quirky.next;
      quirky.next = undefined;
      if (answer !== undefined) throw new Status(answer);
      return run(request);
    });
  const update = handle((request: astria.execution.v2.UpdateCommitmentStateRequest) => {
    // A server of the field crashed here without a commitment state.
    if (request.commitmentState === null || request.commitmentState === undefined)
      throw new TypeError('crash');
    return new v2.CommitmentState(request.commitmentState);
  });
  const updateCommitmentState: typeof update = (call, reply) => {
    quirky.updates.push({ request: call.request, metadata: call.metadata });
    update(call, reply);
  };
  const implementation: UntypedServiceImplementation = {
    createExecutionSession: handle(() => new v2.ExecutionSession(quirky.session)),
    getExecutedBlockMetadata: handle(() => new v2.ExecutedBlockMetadata(quirky.block)),
    executeBlock: handle((request: astria.execution.v2.ExecuteBlockRequest) => {
      quirky.executed.push(request);
      return new v2.ExecuteBlockResponse({ executedBlockMetadata: quirky.block });
    }),
    updateCommitmentState,
  };
  const service = {
    definition: Object.fromEntries(
      Object.entries(rpcs).map(([name, each]) => [
        name,
        definition(each as unknown as Rpc<object, object, object, object>, 'unary'),
      ]),
    ),
    implementation,
  };
  const server = await serveGrpc({
    address: '127.0.0.1:0',
    services: [service],
    ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
  });
  const quirky: QuirkyServer = {
    address: `127.0.0.1:${server.port}`,
    next: undefined,
    session: {},
    block: {},
    executed: [],
    updates: [],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return quirky;
}
