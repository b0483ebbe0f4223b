import { bytesToHex, numberToHex, parseTransaction } from 'viem';
import { z } from 'zod';
import type { RollupTransaction } from '../domain/queue.ts';
import type { RollupNode, Sighting } from '../ports.ts';
import { quantity, rpcBatch, rpcCall, understood } from './ethereum-rpc.ts';
import { pendingNews } from './pending-subscription.ts';
import { parsePoolTransaction } from './pool-transaction.ts';

const receipt = z.object({ blockNumber: quantity }).nullable();
const poolContent = z.object({ pending: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** A node with an Ethereum RPC: reads by HTTP, the subscription by WebSocket. */
export function createRollupNode({
  rpcUrl,
  wsUrl,
}: {
  readonly rpcUrl: string;
  readonly wsUrl: string;
}): RollupNode {
  return {
    pending: (signal) => pendingNews(wsUrl, signal),
    nonces: (senders, signal) => nonces(rpcUrl, senders, signal),
    sweep: async (signal) => {
      const content = understood(
        poolContent,
        'txpool_content',
        await rpcCall(rpcUrl, { method: 'txpool_content', params: [] }, signal),
      );
      return Object.values(content.pending)
        .flatMap((byNonce) => Object.values(byNonce))
        .flatMap((shown) => parsePoolTransaction(shown) ?? []);
    },
    blockNumber: async (signal) =>
      understood(
        quantity,
        'eth_blockNumber',
        await rpcCall(rpcUrl, { method: 'eth_blockNumber', params: [] }, signal),
      ),
    sightings: (transactions, signal) => sightings(rpcUrl, transactions, signal),
    estimateGas: (transaction, signal) => estimateGas(rpcUrl, transaction, signal),
  };
}

/** Undefined when the node cannot tell, such as for a transaction that would revert now. */
async function estimateGas(
  url: string,
  { raw, sender }: RollupTransaction,
  signal: AbortSignal,
): Promise<bigint | undefined> {
  const { to, value = 0n, data = '0x' } = parseTransaction(bytesToHex(raw));
  const call = {
    from: sender,
    ...(to === undefined || to === null ? {} : { to }),
    value: numberToHex(value),
    data,
  };
  const [answer] = await rpcBatch(url, [{ method: 'eth_estimateGas', params: [call] }], signal);
  return answer !== undefined && 'result' in answer
    ? understood(quantity, 'eth_estimateGas', answer.result)
    : undefined;
}

async function sightings(
  url: string,
  transactions: readonly RollupTransaction[],
  signal: AbortSignal,
): Promise<readonly Sighting[]> {
  const receipts = await rpcBatch(
    url,
    transactions.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
    signal,
  );
  const senders = [...new Set(transactions.map(({ sender }) => sender))];
  const nonceOf = await nonces(url, senders, signal);
  return transactions.flatMap(({ hash, sender }, index) => {
    const answer = receipts[index];
    const senderNonce = nonceOf.get(sender);
    if (answer === undefined || 'error' in answer || senderNonce === undefined) return [];
    return [
      {
        hash,
        blockNumber: understood(receipt, 'eth_getTransactionReceipt', answer.result)?.blockNumber,
        senderNonce,
      },
    ];
  });
}

/** The next nonces of senders at the rollup's head; who is missing could not be told. */
async function nonces(
  url: string,
  senders: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, bigint>> {
  const answers = await rpcBatch(
    url,
    senders.map((sender) => ({ method: 'eth_getTransactionCount', params: [sender, 'latest'] })),
    signal,
  );
  return new Map(
    senders.flatMap((sender, index) => {
      const answer = answers[index];
      return answer !== undefined && 'result' in answer
        ? [[sender, understood(quantity, 'eth_getTransactionCount', answer.result)] as const]
        : [];
    }),
  );
}
