import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { definition, type GrpcService, type Rpc, rpc, serve } from '@switchyard/service-kit';
import type { Execution } from '../execution.ts';
import type { Admit } from './admit.ts';
import { StaleSessionError } from './errors.ts';
import {
  api,
  formatBlock,
  formatCommitments,
  formatSession,
  parseCommitments,
  parseExecute,
  parseName,
  type SessionParameters,
} from './wire.ts';

const path = '/astria.execution.v2.ExecutionService';

/** The four calls of the execution API. */
export const rpcs = {
  createExecutionSession: rpc(
    `${path}/CreateExecutionSession`,
    api.CreateExecutionSessionRequest,
    api.ExecutionSession,
  ),
  getExecutedBlockMetadata: rpc(
    `${path}/GetExecutedBlockMetadata`,
    api.GetExecutedBlockMetadataRequest,
    api.ExecutedBlockMetadata,
  ),
  executeBlock: rpc(`${path}/ExecuteBlock`, api.ExecuteBlockRequest, api.ExecuteBlockResponse),
  updateCommitmentState: rpc(
    `${path}/UpdateCommitmentState`,
    api.UpdateCommitmentStateRequest,
    api.CommitmentState,
  ),
} as const;

/** With the value `firm`, an update is an operator's command to take soft back to firm; specs/09-conductor.md §8. */
export const rollBackHeader = 'switchyard-roll-back';

/** The execution API over one node, and what ends its sessions. */
export type ExecutionService = GrpcService & {
  /** The session under way ends: its client makes a new one. */
  readonly endSession: () => void;
};

/** A new session ends every earlier one; specs/12-execution-api.md §2. Every call must be admitted. */
export function createExecutionService(
  execution: Execution,
  parameters: SessionParameters,
  admit: Admit,
): ExecutionService {
  let current: string | undefined;

  const guardOf = (id: string) => (): void => {
    if (id !== current) throw new StaleSessionError();
  };

  const served = <Req, Res>(handle: (request: Req) => Promise<Res>): handleUnaryCall<Req, Res> =>
    serve(handle, { admit });

  type Update = handleUnaryCall<
    InstanceType<typeof api.UpdateCommitmentStateRequest>,
    ReturnType<typeof formatCommitments>
  >;
  const commit: Update = served(async ({ sessionId, commitmentState }) => {
    const stillValid = guardOf(sessionId);
    stillValid();
    return formatCommitments(await execution.commit(parseCommitments(commitmentState), stillValid));
  });
  const rollBack: Update = served(async ({ sessionId }) => {
    guardOf(sessionId)();
    const commitments = formatCommitments(await execution.rewindToFirm());
    current = undefined;
    return commitments;
  });
  const updateCommitmentState: Update = (call, reply) => {
    const isRollBack = call.metadata.get(rollBackHeader)[0] === 'firm';
    (isRollBack ? rollBack : commit)(call, reply);
  };

  return {
    endSession: () => {
      current = undefined;
    },
    definition: Object.fromEntries(
      Object.entries(rpcs).map(([name, each]) => [
        name,
        definition(each as Rpc<object, object, object, object>, 'unary'),
      ]),
    ),
    implementation: {
      createExecutionSession: served(async () => {
        current = undefined;
        const commitments = await execution.open();
        current = randomUUID();
        return formatSession(current, parameters, commitments);
      }),
      getExecutedBlockMetadata: served(
        async ({ identifier }: InstanceType<typeof api.GetExecutedBlockMetadataRequest>) =>
          formatBlock(await execution.find(parseName(identifier))),
      ),
      executeBlock: served(async (request: InstanceType<typeof api.ExecuteBlockRequest>) => {
        const stillValid = guardOf(request.sessionId);
        stillValid();
        const block = await execution.execute(parseExecute(request), stillValid);
        return { executedBlockMetadata: formatBlock(block) };
      }),
      updateCommitmentState,
    },
  };
}
