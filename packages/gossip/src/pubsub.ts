import { type GossipSub, gossipsub, TopicValidatorResult } from '@chainsafe/libp2p-gossipsub';
import { sha256 } from '@switchyard/primitives';
import type { Verdict } from './gossip-node.ts';
import type { RawMessage, TopicDesk } from './topic-desk.ts';

/** Two minutes: as long as gossipsub remembers the id of a message. */
const SEEN_MS = 120_000;
/** What may wait for one peer before its stream is given up. */
const MAX_QUEUED_BYTES = 16 * 1_024 * 1_024;

/** gossipsub with the settings of specs/07-gossip.md §3. */
export function createPubsub({
  floodPublish,
}: {
  readonly floodPublish: boolean;
}): ReturnType<typeof gossipsub> {
  return gossipsub({
    globalSignaturePolicy: 'StrictNoSign',
    msgIdFn: ({ data }) => sha256(data),
    fallbackToFloodsub: false,
    emitSelf: false,
    floodPublish,
    doPX: false,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: false,
    D: 6,
    Dlo: 4,
    Dhi: 12,
    heartbeatInterval: 700,
    mcacheLength: 6,
    mcacheGossip: 3,
    seenTTL: SEEN_MS,
    maxOutboundBufferSize: MAX_QUEUED_BYTES,
    maxTopicBytesPerPeer: 4 * 1_024 * 1_024,
    scoreParams: {
      IPColocationFactorWeight: 0,
      /** Promises are broken on a busy machine too. */
      behaviourPenaltyThreshold: 6,
      decayInterval: 1_000,
      retainScore: 600_000,
    },
  });
}

/**
 * What gossipsub has and its types do not name. There is no public way to look at a message before it is hashed and
 * remembered, to score a topic that is joined later, or to see that a peer's stream is gone.
 */
type Internals = {
  handleReceivedRpc: (from: { toString(): string }, rpc: { messages: RawMessage[] }) => Promise<void>;
  readonly score: {
    readonly params: { readonly topics: Record<string, object> };
    rejectInvalidMessage(peer: string, topic: string): void;
  };
  readonly streamsOutbound: ReadonlyMap<string, unknown>;
  getMeshPeers(topic: string): readonly string[];
};

function internalsOf(pubsub: GossipSub): Internals {
  return pubsub as unknown as Internals;
}

/** Lets the desk drop messages before gossipsub hashes and remembers them. */
export function guardIncoming(pubsub: GossipSub, desk: TopicDesk): void {
  const internals = internalsOf(pubsub);
  const handle = internals.handleReceivedRpc.bind(pubsub);
  internals.handleReceivedRpc = async (from, rpc) => {
    const peer = from.toString();
    const messages = rpc.messages.filter((message) => {
      const admission = desk.admit(peer, message);
      if (admission === 'oversized') internals.score.rejectInvalidMessage(peer, message.topic);
      return admission === 'admitted';
    });
    rpc.messages.splice(0, rpc.messages.length, ...messages);
    await handle(from, rpc);
  };
}

const results: Readonly<Record<Verdict, TopicValidatorResult>> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
};

/** Joins a topic whose messages the desk judges, and lets rejected ones cost score: nine within a minute bar a peer. */
export function joinTopic(pubsub: GossipSub, topic: string, desk: TopicDesk): void {
  internalsOf(pubsub).score.params.topics[topic] = invalidMessagesOnly;
  pubsub.topicValidators.set(
    topic,
    async (peer, { data }) => results[await desk.judge(peer.toString(), topic, data)],
  );
  pubsub.subscribe(topic);
}

/** Leaves a topic. */
export function leaveTopic(pubsub: GossipSub, topic: string): void {
  pubsub.unsubscribe(topic);
  pubsub.topicValidators.delete(topic);
}

/** Whether messages can be sent to a connected peer: its stream may have broken while the connection lives. */
export function canSendTo(pubsub: GossipSub, peer: string): boolean {
  return internalsOf(pubsub).streamsOutbound.has(peer);
}

/** The peers of a topic's mesh. */
export function neighboursOn(pubsub: GossipSub, topic: string): readonly string[] {
  return internalsOf(pubsub).getMeshPeers(topic);
}

/** Only invalid messages count: quiet rollups make quiet meshes, and that is no fault. */
const invalidMessagesOnly = {
  topicWeight: 1,
  timeInMeshWeight: 0,
  timeInMeshQuantum: 1,
  timeInMeshCap: 1,
  firstMessageDeliveriesWeight: 0,
  firstMessageDeliveriesDecay: 0.5,
  firstMessageDeliveriesCap: 1,
  meshMessageDeliveriesWeight: 0,
  meshMessageDeliveriesDecay: 0.5,
  meshMessageDeliveriesCap: 1,
  meshMessageDeliveriesThreshold: 1,
  meshMessageDeliveriesWindow: 10,
  meshMessageDeliveriesActivation: 5_000,
  meshFailurePenaltyWeight: 0,
  meshFailurePenaltyDecay: 0.5,
  invalidMessageDeliveriesWeight: -1,
  invalidMessageDeliveriesDecay: 0.99,
};
