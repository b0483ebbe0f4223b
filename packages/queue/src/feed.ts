import {
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { decodeQueueDemand, type QueueDemand } from '@switchyard/protocol';
import { answerMs, type QueueConnection } from './connection.ts';
import { isNotThere, queueError } from './errors.ts';
import {
  blockSubjects,
  demandSubject,
  type MessageName,
  messageId,
  partSubject,
  streamName,
} from './names.ts';

/** A stream that is there. */
export type FeedStream = {
  /** Another one after it was deleted and made again. */
  readonly identity: string;
  readonly messages: number;
  readonly bytes: number;
};

/** The queue as those see it who feed it. @throws from all: QueueAwayError, QueueStreamGoneError; all transient */
export type QueueFeed = {
  /** Makes the stream when there is none, and gives it the limit when it has another. */
  open(signal: AbortSignal): Promise<FeedStream>;
  /** Resolves when the stream has the message, now or from before. @throws QueueFullError */
  put(name: MessageName, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** What the reader says, until the connection closes; what is no demand is passed over. */
  demands(signal: AbortSignal): AsyncIterable<QueueDemand>;
};

/** Sending again after an answer was lost is within it; asking for a new round is the way to get a message twice. */
const duplicateWindowMs = 120_000;

/** The queue of a chain, at most so many bytes. */
export function createQueueFeed(
  connection: QueueConnection,
  {
    chainId,
    maxBytes,
    beforeCreate,
    afterCreate,
  }: {
    readonly chainId: string;
    readonly maxBytes: number;
    /** Places for crash tests. */
    readonly beforeCreate: () => void;
    readonly afterCreate: () => void;
  },
): QueueFeed {
  const stream = streamName(chainId);
  const limits = { max_bytes: maxBytes, duplicate_window: nanos(duplicateWindowMs) };

  const infoOf = async (signal: AbortSignal): Promise<StreamInfo> => {
    const manager = await jetstreamManager(await connection.get(signal), {
      checkAPI: false,
      timeout: answerMs,
    });
    try {
      const info = await manager.streams.info(stream);
      if (info.config.max_bytes === maxBytes) return info;
      return await manager.streams.update(stream, limits);
    } catch (error) {
      if (!isNotThere(error)) throw error;
      beforeCreate();
      const made = await manager.streams.add({
        name: stream,
        subjects: [blockSubjects(chainId)],
        storage: StorageType.File,
        // What was acknowledged leaves.
        retention: RetentionPolicy.Workqueue,
        // What is in it is older, and wanted first: new messages wait outside.
        discard: DiscardPolicy.New,
        ...limits,
      });
      afterCreate();
      return made;
    }
  };

  return {
    open: async (signal) => {
      try {
        const { created, state } = await infoOf(signal);
        return { identity: created, messages: state.messages, bytes: state.bytes };
      } catch (error) {
        throw queueError(error, stream);
      }
    },
    put: async (name, bytes, signal) => {
      try {
        const client = jetstream(await connection.get(signal), { timeout: answerMs });
        await client.publish(partSubject(chainId, name), bytes, { msgID: messageId(chainId, name) });
      } catch (error) {
        throw queueError(error, stream);
      }
    },
    async *demands(signal) {
      const nats = await connection.get(signal);
      const heard = nats.subscribe(demandSubject(chainId));
      const stop = (): void => heard.unsubscribe();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const { data } of heard) {
          const demand = demandIn(data);
          if (demand !== undefined) yield demand;
        }
        signal.throwIfAborted();
      } catch (error) {
        signal.throwIfAborted();
        throw queueError(error, stream);
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    },
  };
}

function demandIn(bytes: Uint8Array): QueueDemand | undefined {
  try {
    return decodeQueueDemand(bytes);
  } catch {
    return undefined;
  }
}
