import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  CONTROL_TOPIC_MAX_BYTES,
  controlTopic,
  createGossipNode,
  type GossipEvent,
  type GossipNode,
  type GossipOptions,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
  TXS_TOPIC_MAX_BYTES,
  txsTopic,
} from '@switchyard/gossip';
import { faultOf, type RollupId, SwitchyardError, toHex } from '@switchyard/primitives';
import { AddressUnavailableError, type Logger, withDeadline } from '@switchyard/service-kit';
import type { Admit } from '../admit-transactions.ts';
import type { BlockGossip } from '../block-gossip.ts';
import type { BlockTopic } from '../domain/topic.ts';
import type { RelayerMetrics } from '../metrics.ts';
import type { Publisher, TransactionPublisher, TransactionTopic } from '../ports.ts';
import { decodeTransactionBatch, encodeTransactionBatch } from './transaction-batch-codec.ts';

const publishDeadlineMs = 2_000;
/** Rollups whose topics this node takes part in: those that had data last. */
const maxRollupTopics = 512;

/** The topic's name on the wire. */
export function blockTopicName(chainId: string): (topic: BlockTopic) => string {
  return (topic) => (topic.kind === 'blocks' ? blocksTopic(chainId) : rollupTopic(chainId, topic.id));
}

/** Starts the node. @throws AddressUnavailableError when it cannot listen. */
export async function startGossip(options: GossipOptions): Promise<GossipNode> {
  try {
    return await createGossipNode(options);
  } catch (error) {
    if (error instanceof Error && error.name === 'UnsupportedListenAddressesError') {
      throw new AddressUnavailableError(options.listen, { cause: error });
    }
    throw error;
  }
}

/** Publishing by a node, each message with a deadline. */
export function gossipPublisher(node: GossipNode): Publisher {
  return {
    publish: async (topic, bytes, signal) => {
      try {
        const { recipients } = await withDeadline(
          { ms: publishDeadlineMs, what: 'publishing' },
          () => node.publish(topic, bytes),
          signal,
        );
        return recipients;
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof SwitchyardError ? error : new PublishFailedError({ cause: error });
      }
    },
  };
}

/** Gossip did not take a message. Peers can ask for what they miss. */
export class PublishFailedError extends SwitchyardError {
  override readonly code = 'RELAYER_PUBLISH_FAILED';
  override readonly fault = 'transient';

  constructor(options: ErrorOptions) {
    super('message not published', {}, options);
  }
}

/** Publishing of pool transactions. */
export function gossipTransactions(publisher: Publisher, chainId: string): TransactionPublisher {
  return {
    publish: async (topic, transactions, signal) => {
      await publisher.publish(
        transactionTopicName(chainId, topic),
        encodeTransactionBatch(transactions),
        signal,
      );
    },
  };
}

/** Takes part in the topics that every relayer takes part in. */
export function joinTopics(
  node: GossipNode,
  {
    chainId,
    blocks,
    admit,
  }: { readonly chainId: string; readonly blocks: BlockGossip; readonly admit: Admit },
  signal: AbortSignal,
): void {
  node.subscribe(blocksTopic(chainId), {
    maxBytes: BLOCKS_TOPIC_MAX_BYTES,
    validate: (bytes) => blocks.validate(bytes, { kind: 'blocks' }),
  });
  const transactionTopics = [
    ['txs', TXS_TOPIC_MAX_BYTES],
    ['control', CONTROL_TOPIC_MAX_BYTES],
  ] as const;
  for (const [topic, maxBytes] of transactionTopics) {
    node.subscribe(transactionTopicName(chainId, topic), {
      maxBytes,
      // Like an empty batch, one that does not decode is refused as malformed, and counted so.
      validate: (bytes) => admit(topic, transactionsIn(bytes) ?? [], signal),
    });
  }
}

function transactionsIn(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    return decodeTransactionBatch(bytes);
  } catch (error) {
    if (faultOf(error) === 'rejected') return undefined;
    throw error;
  }
}

/** Takes part in the topics of rollups as they come; who had no data for longest is left. */
export function rollupTopics(
  node: GossipNode,
  { chainId, blocks }: { readonly chainId: string; readonly blocks: BlockGossip },
): (id: RollupId) => void {
  const joined = new Map<string, string>();
  return (id) => {
    const key = toHex(id);
    const name = joined.get(key) ?? rollupTopic(chainId, id);
    if (!joined.delete(key)) {
      node.subscribe(name, {
        maxBytes: ROLLUP_TOPIC_MAX_BYTES,
        validate: (bytes) => blocks.validate(bytes, { kind: 'rollup', id }),
      });
    }
    joined.set(key, name);
    for (const [oldest, oldestName] of joined) {
      if (joined.size <= maxRollupTopics) break;
      joined.delete(oldest);
      node.unsubscribe(oldestName);
    }
  };
}

/** What a node tells, as metrics and as lines of debug. */
export function observeGossip(metrics: RelayerMetrics, log: Logger): (event: GossipEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'dropped':
        metrics.gossipDropped.inc({ reason: event.reason });
        break;
      case 'validator-failed':
        log.warn({ err: event.error }, 'verdict failed');
        break;
      case 'connected':
        metrics.peers.inc();
        log.debug({ peer: event.peer }, 'peer connected');
        break;
      case 'disconnected':
        metrics.peers.dec();
        log.debug({ peer: event.peer }, 'peer disconnected');
        break;
      case 'dial-failed':
        log.debug({ address: event.address, err: event.error }, 'dial failed');
        break;
      case 'served':
        if (event.outcome === 'failed') log.debug({ err: event.error }, 'peer request failed');
        break;
      case 'deaf':
        log.warn({ peer: event.peer }, 'peer does not take messages');
        break;
      case 'verdict':
      case 'published':
        break;
    }
  };
}

function transactionTopicName(chainId: string, topic: TransactionTopic): string {
  return topic === 'txs' ? txsTopic(chainId) : controlTopic(chainId);
}
