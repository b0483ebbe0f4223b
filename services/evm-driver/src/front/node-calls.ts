import type { Commitments } from '../domain/block.ts';
import type { EvmHash } from '../domain/names.ts';
import type { JsonRpc } from '../engines/json-rpc.ts';
import { NodeUnavailableError } from '../errors.ts';
import { createGate } from './gate.ts';
import { isObject } from './params.ts';
import { RpcError, rpcCodes } from './rpc-error.ts';

/** Calls that reach the node, cleaned of what users may not see yet. */
export type NodeCalls = {
  readonly ask: (method: string, params: readonly unknown[], seen: Commitments) => Promise<unknown>;
};

/** Each may bring a full block, whose text and parsed form are in memory at once. */
const maxInFlight = 16;
const maxWaiting = 1_024;

/** How anvil calls a block whose state it has pruned, and says nothing of that. */
const prunedText = 'BlockOutOfRangeError';

/**
 * Asks the node together with whether it has the soft block: a node that was restarted and is being brought back must
 * not answer from another state. What belongs to a block above soft is `null`.
 */
export function createNodeCalls(rpc: JsonRpc, signal: AbortSignal): NodeCalls {
  const gate = createGate({ atOnce: maxInFlight, waiting: maxWaiting });
  return {
    ask: async (method, params, { soft }) => {
      if (!(await gate.enter())) {
        throw new RpcError('too many calls at once', { rpcCode: rpcCodes.limitExceeded });
      }
      try {
        const [reply, check] = await rpc.batch(
          [
            { method, params },
            { method: 'eth_getBlockTransactionCountByHash', params: [soft.hash] },
          ],
          signal,
        );
        if (check?.kind !== 'result' || check.result === null) {
          throw new RpcError('the node is being brought back, try again', { rpcCode: rpcCodes.server });
        }
        if (reply?.kind === 'error') {
          const { code, message, data } = reply.error;
          if (message.startsWith(prunedText)) {
            const text = 'historical state is not available: the node keeps that of its latest blocks';
            throw new RpcError(text, { rpcCode: rpcCodes.server });
          }
          throw new RpcError(message, { rpcCode: code, data });
        }
        return visible(reply?.result ?? null, soft.number);
      } catch (error) {
        if (!(error instanceof NodeUnavailableError)) throw error;
        throw new RpcError('the node is not available, try again', {
          rpcCode: rpcCodes.server,
          cause: error,
        });
      } finally {
        gate.leave();
      }
    },
  };
}

/** Nothing of a block above soft: neither the block, nor a transaction, receipt or log in it. */
function visible(result: unknown, soft: bigint): unknown {
  if (Array.isArray(result)) return result.filter((item) => visible(item, soft) !== null);
  if (!isObject(result)) return result;
  const number = result['blockNumber'] ?? ('parentHash' in result ? result['number'] : undefined);
  return typeof number === 'string' && BigInt(number) > soft ? null : result;
}

/** A hash, as the node takes block arguments. */
export function blockParam(hash: EvmHash, requireCanonical: boolean): object {
  return { blockHash: hash, requireCanonical };
}
