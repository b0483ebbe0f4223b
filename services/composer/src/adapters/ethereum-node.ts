import { once } from 'node:events';
import { asError, withDeadline } from '@switchyard/service-kit';
import { bytesToHex, numberToHex, parseTransaction } from 'viem';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { RollupTransaction } from '../domain/queue.ts';
import type { RollupNode, Sighting } from '../ports.ts';
import { RollupNodeUnavailableError, rpcBatch, rpcCall } from './ethereum-rpc.ts';
import { parsePoolTransaction } from './pool-transaction.ts';

const quantity = z.string().transform((text) => BigInt(text));
const receipt = z.object({ blockNumber: quantity }).nullable();
const poolContent = z.object({ pending: z.record(z.string(), z.record(z.string(), z.unknown())) });
const notification = z.object({ params: z.object({ result: z.unknown() }) });

/** Pending transactions that were announced and not yet taken; more than this and the connection is made anew. */
const maxAnnounced = 10_000;
const connectMs = 5_000;
const pingMs = 10_000;

/** A node with an Ethereum RPC: reads by HTTP, the subscription by WebSocket. */
export function createRollupNode({
  rpcUrl,
  wsUrl,
}: {
  readonly rpcUrl: string;
  readonly wsUrl: string;
}): RollupNode {
  return {
    pending: (signal) => pendingTransactions(wsUrl, signal),
    sweep: async (signal) => {
      const content = poolContent.parse(
        await rpcCall(rpcUrl, { method: 'txpool_content', params: [] }, signal),
      );
      return Object.values(content.pending)
        .flatMap((byNonce) => Object.values(byNonce))
        .flatMap((shown) => parsePoolTransaction(shown) ?? []);
    },
    blockNumber: async (signal) =>
      quantity.parse(await rpcCall(rpcUrl, { method: 'eth_blockNumber', params: [] }, signal)),
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
  return answer !== undefined && 'result' in answer ? quantity.parse(answer.result) : undefined;
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
  const nonces = await rpcBatch(
    url,
    senders.map((sender) => ({ method: 'eth_getTransactionCount', params: [sender, 'latest'] })),
    signal,
  );
  const nonceOf = new Map(
    senders.flatMap((sender, index) => {
      const answer = nonces[index];
      return answer !== undefined && 'result' in answer
        ? [[sender, quantity.parse(answer.result)] as const]
        : [];
    }),
  );
  return transactions.flatMap(({ hash, sender }, index) => {
    const answer = receipts[index];
    const senderNonce = nonceOf.get(sender);
    if (answer === undefined || 'error' in answer || senderNonce === undefined) return [];
    return [{ hash, blockNumber: receipt.parse(answer.result)?.blockNumber, senderNonce }];
  });
}

async function* pendingTransactions(
  url: string,
  signal: AbortSignal,
): AsyncGenerator<RollupTransaction, void, undefined> {
  const announced: unknown[] = [];
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    wake.resolve();
  };
  const socket = new WebSocket(url, { maxPayload: 16 * 1024 * 1024, handshakeTimeout: connectMs });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('connection closed')));
  socket.on('message', (data: Buffer) => {
    const parsed = notification.safeParse(JSON.parse(data.toString()));
    if (!parsed.success) return;
    if (announced.length >= maxAnnounced)
      return fail(new Error('more pending transactions than can be taken'));
    announced.push(parsed.data.params.result);
    wake.resolve();
  });
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  const heartbeat = setInterval(() => {
    if (!hasAnswered) fail(new Error('no answer to a ping'));
    hasAnswered = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, pingMs);
  const stop = (): void => fail(asError(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await withDeadline(
      { ms: connectMs, what: 'a connection to the rollup node' },
      (s) => once(socket, 'open', { signal: s }),
      signal,
    );
    socket.send(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'eth_subscribe',
        params: ['newPendingTransactions', true],
      }),
    );
    for (;;) {
      await wake.promise;
      wake = Promise.withResolvers<void>();
      for (const shown of announced.splice(0)) {
        const transaction = parsePoolTransaction(shown);
        if (transaction !== undefined) yield transaction;
      }
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new RollupNodeUnavailableError('eth_subscribe', { cause: error });
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}
