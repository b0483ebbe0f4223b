/** What a validator thinks of a message: forward it; drop it, nobody's fault; drop it, and its sender pays. */
export type Verdict = 'accept' | 'ignore' | 'reject';

/** How a node takes part in a topic. */
export type TopicSubscription = {
  /** What is larger is dropped unseen and costs its sender score. */
  readonly maxBytes: number;
  /**
   * Judges a message before it is forwarded; the bytes may be kept. An error whose fault is `rejected` rejects, any
   * other error and silence for {@link VALIDATION_DEADLINE_MS} ignore.
   */
  readonly validate: (bytes: Uint8Array, from: string) => Promise<Verdict> | Verdict;
  /** Called after an accepting verdict. Must not throw and must bound what it keeps. */
  readonly onAccepted?: (bytes: Uint8Array, from: string) => void;
};

/** What became of a publication. */
export type Published = {
  /** Peers it was handed to. Zero is no error: nobody may be listening yet. */
  readonly recipients: number;
  /** The same bytes were published or seen within the last two minutes, so nobody got them again. */
  readonly isDuplicate: boolean;
};

/** Answers one request. Throwing a `rejected` error refuses with its code, any other says "unavailable". */
export type RequestHandler = (
  request: Uint8Array,
  peer: string,
  signal: AbortSignal,
) => AsyncIterable<Uint8Array>;

/** Bounds of a request. */
export type RequestOptions = {
  /** All messages of the answer together. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

/** A connected peer. */
export type GossipPeer = {
  readonly id: string;
  readonly addresses: readonly string[];
  /** Known once the peer has identified itself; empty until then. */
  readonly protocols: readonly string[];
};

/** What happened in a node, for metrics and logs. Errors and peers' texts are untrusted. */
export type GossipEvent =
  | { readonly kind: 'verdict'; readonly topic: string; readonly verdict: Verdict; readonly bytes: number }
  | {
      readonly kind: 'dropped';
      readonly topic: string;
      readonly reason: 'oversized' | 'unknown-topic' | 'rate' | 'overload';
    }
  | { readonly kind: 'validator-failed'; readonly topic: string; readonly error: unknown }
  | {
      readonly kind: 'published';
      readonly topic: string;
      readonly recipients: number;
      readonly bytes: number;
    }
  | { readonly kind: 'connected' | 'disconnected' | 'deaf'; readonly peer: string }
  | { readonly kind: 'dial-failed'; readonly address: string; readonly error: unknown }
  | {
      readonly kind: 'served';
      readonly protocol: string;
      readonly outcome: 'answered' | 'refused' | 'busy' | 'failed';
      readonly error?: unknown;
    };

/** What a node is made of. */
export type GossipOptions = {
  /** Multiaddr such as `/ip4/127.0.0.1/tcp/4001`; port 0 takes a free one. */
  readonly listen: string;
  /** 32 secret bytes that fix the peer id. */
  readonly keySeed: Uint8Array;
  /** Multiaddrs, with or without `/p2p/<id>`, that are dialled for ever while not connected. */
  readonly bootstrap: readonly string[];
  /** Whether own messages go to every subscriber instead of the mesh: for relayers. */
  readonly floodPublish: boolean;
  readonly maxConnections: number;
  readonly observe?: (event: GossipEvent) => void;
};

/** A libp2p node that carries bytes: topics, and requests between two peers. */
export type GossipNode = AsyncDisposable & {
  /** The peer id. */
  readonly id: string;
  /** Where it listens, with its peer id. */
  addresses(): readonly string[];
  peers(): readonly GossipPeer[];
  /** Joins a topic. @throws Error when already joined. */
  subscribe(topic: string, subscription: TopicSubscription): void;
  unsubscribe(topic: string): void;
  /** Peers known to listen to a topic. */
  subscribers(topic: string): readonly string[];
  /**
   * Peers that get a topic's messages at once. A new subscriber may take a heartbeat to become one, and what passes
   * before that it must ask for.
   */
  neighbours(topic: string): readonly string[];
  /** @throws MessageTooLargeError. */
  publish(topic: string, bytes: Uint8Array): Promise<Published>;
  /** Answers a protocol, one request per stream. */
  serve(protocol: string, handler: RequestHandler): Promise<void>;
  /**
   * Asks a connected peer and yields the messages of its answer as they arrive; leaving the loop ends the request.
   * @throws PeerUnavailableError, PeerRefusedError, PeerMisbehavedError, or the signal's reason.
   */
  request(
    peer: string,
    protocol: string,
    request: Uint8Array,
    options: RequestOptions,
  ): AsyncIterable<Uint8Array>;
};

/** How long a validator may think. */
export const VALIDATION_DEADLINE_MS = 5_000;
