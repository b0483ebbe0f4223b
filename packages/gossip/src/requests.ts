import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { codeOf, concatBytes, faultOf, SwitchyardError, utf8 } from '@switchyard/primitives';
import { PeerMisbehavedError, PeerRefusedError, PeerUnavailableError, TransientRefusal } from './errors.ts';
import { encodeFrame, FrameParser, messageFrames } from './frames.ts';
import type { GossipEvent, RequestHandler, RequestOptions } from './gossip-node.ts';
import { readBytes, writeBytes } from './stream-bytes.ts';

/** Largest request. */
export const MAX_REQUEST_BYTES: number = 64 * 1_024;
/** Requests of one peer that are answered at once; more are told that the node is busy. */
const MAX_ANSWERS_PER_PEER = 8;
/** Requests that a node answers at once, over all peers and protocols. */
const MAX_ANSWERS = 64;
/** A request must have arrived by then. */
const REQUEST_DEADLINE_MS = 5_000;
/** No answer takes longer; what is left is asked for again. */
const ANSWER_DEADLINE_MS = 120_000;
/** Refusals that time may heal. */
const transientReasons: ReadonlySet<string> = new Set(['BUSY', 'UNAVAILABLE']);

type Observe = (event: GossipEvent) => void;

/** Counts answers in work, so that neither one peer nor all can hold more than a bounded number. */
export type AnswerSlots = { readonly take: (peer: string) => Disposable | undefined };

/** Fresh slots of a node. */
export function answerSlots(): AnswerSlots {
  const perPeer = new Map<string, number>();
  let taken = 0;
  return {
    take: (peer) => {
      const own = perPeer.get(peer) ?? 0;
      if (taken >= MAX_ANSWERS || own >= MAX_ANSWERS_PER_PEER) return undefined;
      taken += 1;
      perPeer.set(peer, own + 1);
      return {
        [Symbol.dispose]: () => {
          taken -= 1;
          const left = (perPeer.get(peer) ?? 1) - 1;
          if (left === 0) perPeer.delete(peer);
          else perPeer.set(peer, left);
        },
      };
    },
  };
}

/** Answers the streams of one protocol until the signal fires. */
export async function serveProtocol(
  libp2p: Libp2p,
  { protocol, handler, slots, observe }: ServeOptions,
  signal: AbortSignal,
): Promise<void> {
  await libp2p.handle(
    protocol,
    (stream, connection) => answerOne(stream, connection, { protocol, handler, slots, observe }, signal),
    { maxInboundStreams: 2 * MAX_ANSWERS_PER_PEER },
  );
}

/** A protocol and what answers it. */
export type ServeOptions = {
  readonly protocol: string;
  readonly handler: RequestHandler;
  readonly slots: AnswerSlots;
  readonly observe: Observe;
};

async function answerOne(
  stream: Stream,
  connection: Connection,
  { protocol, handler, slots, observe }: ServeOptions,
  nodeSignal: AbortSignal,
): Promise<void> {
  const peer = connection.remotePeer.toString();
  const signal = AbortSignal.any([nodeSignal, AbortSignal.timeout(ANSWER_DEADLINE_MS)]);
  try {
    using slot = slots.take(peer);
    if (slot === undefined) {
      observe({ kind: 'served', protocol, outcome: 'busy' });
      await writeBytes(stream, encodeFrame('refused', utf8('BUSY')), signal);
    } else {
      const request = await readRequest(
        stream,
        AbortSignal.any([signal, AbortSignal.timeout(REQUEST_DEADLINE_MS)]),
      );
      const outcome = await writeAnswer(stream, handler(request, peer, signal), signal);
      observe({ kind: 'served', protocol, ...outcome });
    }
    await stream.close({ signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
  } catch (error) {
    stream.abort(asError(error));
    observe({ kind: 'served', protocol, outcome: 'failed', error });
  }
}

async function readRequest(stream: Stream, signal: AbortSignal): Promise<Uint8Array> {
  for await (const message of messagesOf(stream, MAX_REQUEST_BYTES, signal)) {
    if (message.kind === 'last') return message.payload;
    break;
  }
  throw new PeerMisbehavedError('stream carries no request');
}

async function writeAnswer(
  stream: Stream,
  answer: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<{ readonly outcome: 'answered' | 'refused'; readonly error?: unknown }> {
  const iterator = answer[Symbol.asyncIterator]();
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await iterator.next();
      } catch (error) {
        signal.throwIfAborted();
        const reason = faultOf(error) === 'rejected' ? codeOf(error) : 'UNAVAILABLE';
        await writeBytes(stream, encodeFrame('refused', utf8(reason)), signal);
        return { outcome: 'refused', error };
      }
      if (next.done === true) break;
      for (const frame of messageFrames(next.value)) await writeBytes(stream, frame, signal);
    }
    await writeBytes(stream, encodeFrame('end'), signal);
    return { outcome: 'answered' };
  } finally {
    await iterator.return?.();
  }
}

/** Asks one peer; see {@link GossipNode.request}. */
export async function* requestFrom(
  libp2p: Libp2p,
  {
    peer,
    protocol,
    request,
  }: { readonly peer: string; readonly protocol: string; readonly request: Uint8Array },
  { maxBytes, signal }: RequestOptions,
): AsyncGenerator<Uint8Array> {
  const unavailable = (cause: unknown): unknown => {
    if (signal.aborted) return signal.reason;
    const isOurs = cause instanceof SwitchyardError && cause.fault === 'rejected';
    return isOurs ? cause : new PeerUnavailableError(peer, protocol, cause);
  };
  let stream: Stream;
  try {
    stream = await openStream(libp2p, peer, protocol, signal);
  } catch (error) {
    throw unavailable(error);
  }
  let isComplete = false;
  try {
    for (const frame of messageFrames(request)) await writeBytes(stream, frame, signal);
    for await (const { kind, payload } of messagesOf(stream, maxBytes, signal)) {
      if (kind === 'last') yield payload;
      else if (kind === 'end') {
        isComplete = true;
        break;
      } else {
        const reason = new TextDecoder().decode(payload.subarray(0, 64));
        if (transientReasons.has(reason)) throw new TransientRefusal(reason);
        throw new PeerRefusedError(peer, protocol, reason);
      }
    }
    if (!isComplete) throw new Error('answer has no end');
  } catch (error) {
    throw unavailable(error);
  } finally {
    if (isComplete)
      void stream.close({ signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => {
        stream.abort(asError(error));
      });
    else stream.abort(new Error('request ended early'));
  }
}

async function openStream(
  libp2p: Libp2p,
  peer: string,
  protocol: string,
  signal: AbortSignal,
): Promise<Stream> {
  const [connection] = libp2p.getConnections(peerIdFromString(peer));
  if (connection === undefined) throw new Error('not connected');
  return connection.newStream(protocol, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    maxOutboundStreams: 2 * MAX_ANSWERS_PER_PEER,
  });
}

type Message = { readonly kind: 'last' | 'end' | 'refused'; readonly payload: Uint8Array };

/** Whole messages out of frames, all together at most so many bytes. */
async function* messagesOf(stream: Stream, maxBytes: number, signal: AbortSignal): AsyncGenerator<Message> {
  const parser = new FrameParser();
  let parts: Uint8Array[] = [];
  let total = 0;
  for await (const piece of readBytes(stream, signal)) {
    for (const { kind, payload } of parser.push(piece)) {
      total += payload.length;
      if (total > maxBytes) throw new PeerMisbehavedError('answer is larger than asked for', { maxBytes });
      if (kind === 'part') {
        if (payload.length === 0) throw new PeerMisbehavedError('part of a message is empty');
        parts.push(payload);
      } else {
        const whole = concatBytes(...parts, payload);
        parts = [];
        yield { kind, payload: whole };
      }
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('stream failed', { cause: thrown });
}
