import { faultOf } from '@switchyard/primitives';
import { StalledError } from './errors.ts';
import {
  type GossipEvent,
  type TopicSubscription,
  VALIDATION_DEADLINE_MS,
  type Verdict,
} from './gossip-node.ts';
import { PeerRates } from './rate.ts';

/** What may be in validation at once, of one peer and of all. */
const PEER_LIMIT = { messages: 64, bytes: 8 * 1_024 * 1_024 };
const NODE_LIMIT = { messages: 1_024, bytes: 32 * 1_024 * 1_024 };

/** A message as gossipsub decodes it. */
export type RawMessage = { readonly topic: string; readonly data?: Uint8Array };

type Load = { messages: number; bytes: number };

/**
 * Decides which messages are looked at, and asks the topics' validators. Everything that a peer can make it hold is
 * bounded: messages in validation by count and bytes, ids in gossipsub's caches by the rate.
 */
export class TopicDesk {
  readonly #subscriptions = new Map<string, TopicSubscription>();
  readonly #loads = new Map<string, Load>();
  readonly #total: Load = { messages: 0, bytes: 0 };
  readonly #rates: PeerRates;
  readonly #observe: (event: GossipEvent) => void;

  constructor(observe: (event: GossipEvent) => void, now: () => number) {
    this.#observe = observe;
    this.#rates = new PeerRates(now);
  }

  open(topic: string, subscription: TopicSubscription): void {
    if (this.#subscriptions.has(topic)) throw new Error(`already subscribed to ${topic}`);
    this.#subscriptions.set(topic, subscription);
  }

  close(topic: string): void {
    this.#subscriptions.delete(topic);
  }

  /** The cap of a topic that was joined. */
  maxBytes(topic: string): number | undefined {
    return this.#subscriptions.get(topic)?.maxBytes;
  }

  /** Whether a message is worth hashing; called before anything else is done with it. */
  admit(peer: string, { topic, data }: RawMessage): 'admitted' | 'dropped' | 'oversized' {
    const maxBytes = this.maxBytes(topic);
    const drop = (reason: 'oversized' | 'unknown-topic' | 'rate'): void =>
      this.#observe({ kind: 'dropped', topic: maxBytes === undefined ? '' : topic, reason });
    if (maxBytes === undefined) drop('unknown-topic');
    else if ((data?.length ?? 0) > maxBytes) {
      drop('oversized');
      return 'oversized';
    } else if (!this.#rates.take(peer)) drop('rate');
    else return 'admitted';
    return 'dropped';
  }

  /** The topic's verdict on a message that is new. Never throws. */
  async judge(peer: string, topic: string, data: Uint8Array): Promise<Verdict> {
    const subscription = this.#subscriptions.get(topic);
    if (subscription === undefined) return 'ignore';
    if (!this.#enter(peer, data.length)) {
      this.#observe({ kind: 'dropped', topic, reason: 'overload' });
      return 'ignore';
    }
    try {
      const bytes = ownBytes(data);
      const verdict = await this.#ask(subscription, topic, bytes, peer);
      this.#observe({ kind: 'verdict', topic, verdict, bytes: data.length });
      if (verdict === 'accept') subscription.onAccepted?.(bytes, peer);
      return verdict;
    } catch (error) {
      this.#observe({ kind: 'validator-failed', topic, error });
      return 'ignore';
    } finally {
      this.#leave(peer, data.length);
    }
  }

  forget(peer: string): void {
    this.#rates.forget(peer);
  }

  async #ask(
    { validate }: TopicSubscription,
    topic: string,
    bytes: Uint8Array,
    peer: string,
  ): Promise<Verdict> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new StalledError('validation', VALIDATION_DEADLINE_MS)),
      VALIDATION_DEADLINE_MS,
    );
    try {
      return await Promise.race([validate(bytes, peer), late]);
    } catch (error) {
      if (faultOf(error) === 'rejected') return 'reject';
      this.#observe({ kind: 'validator-failed', topic, error });
      return 'ignore';
    } finally {
      clearTimeout(timer);
    }
  }

  #enter(peer: string, bytes: number): boolean {
    const load = this.#loads.get(peer) ?? { messages: 0, bytes: 0 };
    if (!fits(load, bytes, PEER_LIMIT) || !fits(this.#total, bytes, NODE_LIMIT)) return false;
    this.#loads.set(peer, load);
    for (const count of [load, this.#total]) {
      count.messages += 1;
      count.bytes += bytes;
    }
    return true;
  }

  #leave(peer: string, bytes: number): void {
    const load = this.#loads.get(peer) ?? { messages: 1, bytes };
    for (const count of [load, this.#total]) {
      count.messages -= 1;
      count.bytes -= bytes;
    }
    if (load.messages === 0) this.#loads.delete(peer);
  }
}

function fits(load: Load, bytes: number, limit: Load): boolean {
  return load.messages < limit.messages && (load.messages === 0 || load.bytes + bytes <= limit.bytes);
}

/** A plain array that does not keep a whole network buffer alive for a small message. */
function ownBytes(data: Uint8Array): Uint8Array {
  if (data.byteLength * 2 < data.buffer.byteLength) return Uint8Array.from(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
