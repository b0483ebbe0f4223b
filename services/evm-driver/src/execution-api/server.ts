import { randomUUID } from 'node:crypto';
import { definition, type GrpcService, type Rpc, rpc, serve } from '@switchyard/service-kit';
import type { Execution } from '../execution.ts';
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

/** The execution API over one node, and what ends its sessions. */
export type ExecutionService = GrpcService & {
  /** The session under way ends: its client makes a new one. */
  readonly endSession: () => void;
};

/** A new session ends every earlier one; specs/12-execution-api.md §2. */
export function createExecutionService(
  execution: Execution,
  parameters: SessionParameters,
): ExecutionService {
  let current: string | undefined;

  const guardOf = (id: string) => (): void => {
    if (id !== current) throw new StaleSessionError();
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
      createExecutionSession: serve(async () => {
        const commitments = await execution.open();
        current = randomUUID();
        return formatSession(current, parameters, commitments);
      }),
      getExecutedBlockMetadata: serve(
        async ({ identifier }: InstanceType<typeof api.GetExecutedBlockMetadataRequest>) =>
          formatBlock(await execution.find(parseName(identifier))),
      ),
      executeBlock: serve(async (request: InstanceType<typeof api.ExecuteBlockRequest>) => {
        const stillValid = guardOf(request.sessionId);
        stillValid();
        const block = await execution.execute(parseExecute(request), stillValid);
        return { executedBlockMetadata: formatBlock(block) };
      }),
      updateCommitmentState: serve(async (request: InstanceType<typeof api.UpdateCommitmentStateRequest>) => {
        const stillValid = guardOf(request.sessionId);
        stillValid();
        return formatCommitments(
          await execution.commit(parseCommitments(request.commitmentState), stillValid),
        );
      }),
    },
  };
}
