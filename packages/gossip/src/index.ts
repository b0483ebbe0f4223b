export { createGossipNode, MAX_MESSAGE_BYTES, peerIdOfSeed } from './create-gossip-node.ts';
export {
  MessageTooLargeError,
  PeerMisbehavedError,
  PeerRefusedError,
  PeerUnavailableError,
  StalledError,
} from './errors.ts';
export { MAX_FRAME_BYTES } from './frames.ts';
export {
  type GossipEvent,
  type GossipNode,
  type GossipOptions,
  type GossipPeer,
  type Published,
  type RequestHandler,
  type RequestOptions,
  type TopicSubscription,
  VALIDATION_DEADLINE_MS,
  type Verdict,
} from './gossip-node.ts';
export { MAX_REQUEST_BYTES } from './requests.ts';
export {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  CONTROL_TOPIC_MAX_BYTES,
  controlTopic,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
  TXS_TOPIC_MAX_BYTES,
  txsTopic,
} from './topics.ts';
