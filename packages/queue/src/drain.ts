import { AckPolicy, type Consumer, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { encodeQueueDemand, plainBytes, type QueueDemand } from '@switchyard/protocol';
import { withDeadline } from '@switchyard/service-kit';
import { answerMs, type QueueConnection } from './connection.ts';
import { isNotThere, QueueAwayError, queueError } from './errors.ts';
import { consumerName, demandSubject, streamName } from './names.ts';

/** A message as it came; nothing of it is verified. */
export type QueueMessage = {
  readonly subject: string;
  /** What its sender said that it is; empty when nothing was said. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Its number in the stream. */
  readonly sequence: number;
  /** By it the message is acknowledged. */
  readonly token: string;
};

/** All that the stream has and gets, from its first message that was not acknowledged. */
export type OpenDrain = {
  /**
   * Messages as they come, until none came for so many milliseconds.
   * @throws QueueAwayError, QueueStreamGoneError: the drain must be opened again
   */
  messages(signal: AbortSignal): AsyncIterable<QueueMessage>;
  /** They leave the stream. Resolves when the server has been told. */
  acknowledge(tokens: readonly string[], signal: AbortSignal): Promise<void>;
};

/** The queue as its one reader sees it. */
export type QueueDrain = {
  /** Whoever read before does not any more. @throws QueueAwayError, QueueStreamGoneError */
  open(signal: AbortSignal): Promise<OpenDrain>;
  /** Tells those who feed; who is away misses it. @throws QueueAwayError */
  demand(demand: QueueDemand, signal: AbortSignal): Promise<void>;
};

/** So many messages are in memory before they are looked at: 12 MiB of the largest sections. */
const pull = { max_messages: 8, expires: 2_000, idle_heartbeat: 1_000, bind: true } as const;

/** What was given and not acknowledged is given again after this, should an acknowledgement be lost. */
const ackWaitMs = 300_000;

/** Heights that wait for the DA layer, with their sections. */
const maxUnacknowledged = 100_000;

/** The queue of a chain. */
export function createQueueDrain(
  connection: QueueConnection,
  { chainId }: { readonly chainId: string },
): QueueDrain {
  const stream = streamName(chainId);

  /** A new consumer is given all that was not acknowledged at once, an old one only after its time. */
  const consumerOf = async (nats: NatsConnection): Promise<Consumer> => {
    const manager = await jetstreamManager(nats, { checkAPI: false, timeout: answerMs });
    try {
      await manager.consumers.delete(stream, consumerName);
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
    const info = await manager.consumers.add(stream, {
      durable_name: consumerName,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      max_ack_pending: maxUnacknowledged,
    });
    return jetstream(nats, { timeout: answerMs }).consumers.getConsumerFromInfo(info);
  };

  return {
    open: async (signal) => {
      try {
        const nats = await connection.get(signal);
        const lives = connection.lives();
        const consumer = await consumerOf(nats);
        return openDrain(consumer, nats, {
          stream,
          assertSame: () => {
            if (connection.lives() !== lives) throw new QueueAwayError('the connection was lost');
          },
        });
      } catch (error) {
        throw queueError(error, stream);
      }
    },
    demand: async (demand, signal) => {
      try {
        const nats = await connection.get(signal);
        nats.publish(demandSubject(chainId), encodeQueueDemand(demand));
      } catch (error) {
        throw queueError(error, stream);
      }
    },
  };
}

function openDrain(
  consumer: Consumer,
  nats: NatsConnection,
  { stream, assertSame }: { readonly stream: string; readonly assertSame: () => void },
): OpenDrain {
  return {
    async *messages(signal) {
      try {
        signal.throwIfAborted();
        assertSame();
        const fetched = await consumer.fetch(pull);
        const iterator = fetched[Symbol.asyncIterator]();
        try {
          for (;;) {
            // The library waits for ever when the server comes back without the consumer.
            const step: IteratorResult<JsMsg, unknown> = await withDeadline(
              { ms: pull.expires + answerMs, what: 'messages of the queue' },
              () => iterator.next(),
              signal,
            );
            if (step.done === true) break;
            yield messageOf(step.value);
          }
        } finally {
          fetched.stop();
        }
        signal.throwIfAborted();
        assertSame();
      } catch (error) {
        signal.throwIfAborted();
        throw queueError(error, stream);
      }
    },
    acknowledge: async (tokens) => {
      try {
        assertSame();
        for (const token of tokens) nats.publish(token, '+ACK');
        await nats.flush();
      } catch (error) {
        throw queueError(error, stream);
      }
    },
  };
}

function messageOf(message: JsMsg): QueueMessage {
  return {
    subject: message.subject,
    id: message.headers?.get('Nats-Msg-Id') ?? '',
    bytes: plainBytes(message.data),
    sequence: message.seq,
    // The type leaves it out; `ack` would hold the whole message until then.
    token: (message as JsMsg & { readonly reply: string }).reply,
  };
}
