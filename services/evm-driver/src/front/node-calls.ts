import type { Watch } from '@switchyard/service-kit';
import type { Commitments } from '../domain/block.ts';
import type { EvmHash } from '../domain/names.ts';
import type { JsonRpc, RpcReply } from '../engines/json-rpc.ts';
import { quantityOf } from '../engines/wire.ts';
import { NodeAnswerTooLargeError, NodeUnavailableError } from '../errors.ts';
import { gasCaps } from './call-gas.ts';
import { createGate, type Gate } from './gate.ts';
import { isObject } from './params.ts';
import { busy, RpcError, rpcCodes } from './rpc-error.ts';

/** Calls that reach the node, cleaned of what users may not see yet. */
export type NodeCalls = {
  readonly ask: (method: string, params: readonly unknown[], seen: Commitments) => Promise<unknown>;
};

/** Each may bring a full block, whose text and parsed form are in memory at once. */
const maxInFlight = 16;
const maxWaiting = 1_024;

/** Each may hold a core, and the state that the next block is made from, for as long as its gas lasts. */
const running = { atOnce: 2, waiting: 256, next: 'newest', waitMs: 10_000 } as const;

/** Blocks come first, but not for ever: one after the other is made while a rollup catches up. */
const maxYieldMs = 1_000;

/** What node calls need. */
export type NodeCallsDeps = {
  readonly rpc: JsonRpc;
  /** For code that nobody pays for: its answers may be less long. */
  readonly codeRpc: JsonRpc;
  /** Whether a block is being made. */
  readonly making: Watch<boolean>;
};

/** How anvil calls a block whose state it has pruned, and says nothing of that. */
const prunedText = 'BlockOutOfRangeError';

/**
 * How Geth says that it has no such transaction while it holds older ones to be not indexed yet, as it does for ever at
 * block 0. It indexes each block together with making it the head, and nothing else comes into this chain.
 */
const indexingText = 'transaction indexing is in progress';

/**
 * Asks the node together with whether it has the soft block: a node that was restarted and is being brought back must
 * not answer from another state. By its number first, as a node may come back to it while it answers; and Geth knows a
 * block by its hash that its chain, shorter after a kill, does not reach. What belongs to a block above soft is `null`.
 */
export function createNodeCalls({ rpc, codeRpc, making }: NodeCallsDeps, signal: AbortSignal): NodeCalls {
  const gate = createGate({ atOnce: maxInFlight, waiting: maxWaiting });
  const turns = createGate(running);

  const through = async <T>(passed: Gate, work: () => Promise<T>): Promise<T> => {
    if (!(await passed.enter())) {
      throw new RpcError('too many calls at once', { rpcCode: rpcCodes.limitExceeded });
    }
    return work().finally(passed.leave);
  };

  const blockMade = async (): Promise<void> => {
    if (!making.value) return;
    await making.until((isMaking) => !isMaking, AbortSignal.timeout(maxYieldMs)).catch(() => undefined);
  };

  const askNode = async (
    node: JsonRpc,
    method: string,
    params: readonly unknown[],
    { soft }: Commitments,
  ): Promise<unknown> => {
    try {
      const [isReached, reply, isKnown] = await node.batch(
        [
          { method: 'eth_getBlockTransactionCountByNumber', params: [quantityOf(soft.number)] },
          { method, params },
          { method: 'eth_getBlockTransactionCountByHash', params: [soft.hash] },
        ],
        signal,
      );
      if (!isThere(isReached) || !isThere(isKnown)) {
        throw new RpcError('the node is being brought back, try again', { rpcCode: rpcCodes.server });
      }
      if (reply?.kind === 'error') {
        const { code, message, data } = reply.error;
        if (message === indexingText) return null;
        if (message.startsWith(prunedText)) {
          const text = 'historical state is not available: the node keeps that of its latest blocks';
          throw new RpcError(text, { rpcCode: rpcCodes.server });
        }
        throw new RpcError(message, { rpcCode: code, data });
      }
      return visible(reply?.result ?? null, soft.number);
    } catch (error) {
      if (error instanceof NodeAnswerTooLargeError) {
        if (error.why === 'busy') throw busy();
        throw new RpcError('response too large', { rpcCode: rpcCodes.responseTooLarge, cause: error });
      }
      if (!(error instanceof NodeUnavailableError)) throw error;
      throw new RpcError('the node is not available, try again', {
        rpcCode: rpcCodes.server,
        cause: error,
      });
    }
  };

  return {
    ask: (method, params, seen) => {
      const ask = (node: JsonRpc) => through(gate, () => askNode(node, method, params, seen));
      if (!Object.hasOwn(gasCaps, method)) return ask(rpc);
      return through(turns, async () => {
        await blockMade();
        return ask(codeRpc);
      });
    },
  };
}

function isThere(reply: RpcReply | undefined): boolean {
  return reply?.kind === 'result' && reply.result !== null;
}

/** Nothing of a block above soft: neither the block, nor a transaction, receipt or log in it. */
function visible(result: unknown, soft: bigint): unknown {
  if (Array.isArray(result)) return result.filter((item) => visible(item, soft) !== null);
  if (!isObject(result)) return result;
  const number = result['blockNumber'] ?? ('parentHash' in result ? result['number'] : undefined);
  if (typeof number !== 'string') return result;
  if (!/^0x[0-9a-f]{1,16}$/i.test(number)) {
    throw new NodeUnavailableError('', { cause: new Error('a block number is none') });
  }
  return BigInt(number) > soft ? null : result;
}

/** A hash, as the node takes block arguments. */
export function blockParam(hash: EvmHash, requireCanonical: boolean): object {
  return { blockHash: hash, requireCanonical };
}
