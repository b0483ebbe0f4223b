import { setTimeout as sleep } from 'node:timers/promises';
import type { GossipSub } from '@chainsafe/libp2p-gossipsub';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { type Identify, identify } from '@libp2p/identify';
import type { Ed25519PrivateKey, Libp2p } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { keepConnected } from './bootstrap.ts';
import { MessageTooLargeError } from './errors.ts';
import type { GossipEvent, GossipNode, GossipOptions, Published } from './gossip-node.ts';
import { canSendTo, createPubsub, guardIncoming, joinTopic, leaveTopic, neighboursOn } from './pubsub.ts';
import { answerSlots, requestFrom, serveProtocol } from './requests.ts';
import { TopicDesk } from './topic-desk.ts';

type Node = Libp2p<{ pubsub: GossipSub; identify: Identify }>;

/** Largest message of any topic: libp2p cannot carry more than 4 MiB with framing. */
export const MAX_MESSAGE_BYTES: number = 3_500_000;
/** Most that a stream's sender may have under way; below the 4 MiB at which libp2p breaks a stream that waits. */
const STREAM_WINDOW_BYTES = 2 * 1_024 * 1_024;
/** Connections that have not said who they are. */
const MAX_PENDING = 32;
/** A graceful stop gets this long, then connections are cut. */
const STOP_MS = 700;

/** The peer id that a seed of 32 bytes gives, for bootstrap addresses. @throws RangeError for another length. */
export async function peerIdOfSeed(keySeed: Uint8Array): Promise<string> {
  return peerIdFromPrivateKey(await privateKeyOf(keySeed)).toString();
}

/** Starts a node: it listens, and dials its bootstrap peers, when this resolves. Disposing it ends all its work. */
export async function createGossipNode(options: GossipOptions): Promise<GossipNode> {
  const observe = options.observe ?? (() => undefined);
  const desk = new TopicDesk(observe, () => performance.now());
  const bootstrap = options.bootstrap.map((address) => multiaddr(address));
  const libp2p = await startLibp2p(options);
  const { pubsub } = libp2p.services;
  const stopping = new AbortController();
  const slots = answerSlots();
  const protocols = new Map<string, readonly string[]>();

  guardIncoming(pubsub, desk);
  libp2p.addEventListener('peer:connect', ({ detail }) =>
    observe({ kind: 'connected', peer: detail.toString() }),
  );
  libp2p.addEventListener('peer:disconnect', ({ detail }) => {
    desk.forget(detail.toString());
    protocols.delete(detail.toString());
    observe({ kind: 'disconnected', peer: detail.toString() });
  });
  libp2p.addEventListener('peer:identify', ({ detail }) => {
    protocols.set(detail.peerId.toString(), detail.protocols);
  });
  reviveDeafPeers(libp2p, { protocols, observe }, stopping.signal);
  const dialling = bootstrap.map((address) => keepConnected(libp2p, address, observe, stopping.signal));

  return {
    id: libp2p.peerId.toString(),
    addresses: () => libp2p.getMultiaddrs().map(String),
    peers: () =>
      libp2p.getPeers().map((peer) => ({
        id: peer.toString(),
        addresses: libp2p.getConnections(peer).map(({ remoteAddr }) => remoteAddr.toString()),
        protocols: protocols.get(peer.toString()) ?? [],
      })),
    subscribe: (topic, subscription) => {
      desk.open(topic, subscription);
      joinTopic(pubsub, topic, desk);
    },
    unsubscribe: (topic) => {
      leaveTopic(pubsub, topic);
      desk.close(topic);
    },
    subscribers: (topic) => pubsub.getSubscribers(topic).map(String),
    neighbours: (topic) => neighboursOn(pubsub, topic),
    publish: async (topic, bytes) => {
      const maxBytes = Math.min(desk.maxBytes(topic) ?? MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
      if (bytes.length > maxBytes) throw new MessageTooLargeError(topic, bytes.length, maxBytes);
      const published = await publish(pubsub, topic, bytes);
      observe({ kind: 'published', topic, recipients: published.recipients, bytes: bytes.length });
      return published;
    },
    serve: (protocol, handler) =>
      serveProtocol(libp2p, { protocol, handler, slots, observe }, stopping.signal),
    request: (peer, protocol, request, { maxBytes, signal }) =>
      requestFrom(
        libp2p,
        { peer, protocol, request },
        { maxBytes, signal: AbortSignal.any([signal, stopping.signal]) },
      ),
    [Symbol.asyncDispose]: async () => {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error('gossip node is stopping'));
      await stop(libp2p);
      await Promise.all(dialling);
    },
  };
}

async function startLibp2p({ listen, keySeed, floodPublish, maxConnections }: GossipOptions): Promise<Node> {
  let started: Node | undefined;
  const node: Node = await createLibp2p({
    privateKey: await privateKeyOf(keySeed),
    addresses: { listen: [listen] },
    transports: [tcp({ maxConnections: maxConnections + MAX_PENDING })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: STREAM_WINDOW_BYTES } })],
    /** The manager's own limit counts neither connections in upgrade nor closes used ones. */
    connectionGater: {
      denyInboundUpgradedConnection: () => (started?.getConnections().length ?? 0) >= maxConnections,
    },
    connectionManager: {
      maxConnections,
      maxIncomingPendingConnections: MAX_PENDING,
      /** All nodes of a local network, and a cluster behind one gateway, come from one host. */
      inboundConnectionThreshold: 50,
      connectionCloseTimeout: 300,
    },
    /** A machine that is short of CPU must not lose its peers. */
    connectionMonitor: { pingInterval: 10_000, pingTimeout: { minTimeout: 10_000 } },
    services: { identify: identify(), pubsub: createPubsub({ floodPublish }) },
  });
  started = node;
  return node;
}

async function privateKeyOf(keySeed: Uint8Array): Promise<Ed25519PrivateKey> {
  if (keySeed.length !== 32) throw new RangeError('key seed must have 32 bytes');
  return generateKeyPairFromSeed('Ed25519', keySeed);
}

async function publish(pubsub: GossipSub, topic: string, bytes: Uint8Array): Promise<Published> {
  try {
    const { recipients } = await pubsub.publish(topic, bytes);
    return { recipients: recipients.length, isDuplicate: false };
  } catch (error) {
    if (error instanceof Error && error.message === 'PublishError.Duplicate') {
      return { recipients: 0, isDuplicate: true };
    }
    throw error;
  }
}

/**
 * A peer whose stream broke (its queue was full, say) would never get a message again while its connection lives. The
 * connection of a peer found so at two heartbeats five seconds apart is closed, for whoever dialled it to dial again.
 */
function reviveDeafPeers(libp2p: Node, { protocols, observe }: DeafPeersDeps, signal: AbortSignal): void {
  const { pubsub } = libp2p.services;
  const suspectSince = new Map<string, number>();
  const check = (): void => {
    const now = performance.now();
    const connected = new Set(libp2p.getPeers().map(String));
    for (const peer of suspectSince.keys()) if (!connected.has(peer)) suspectSince.delete(peer);
    for (const peer of libp2p.getPeers()) {
      const id = peer.toString();
      if (canSendTo(pubsub, id) || !speaksGossip(protocols.get(id))) suspectSince.delete(id);
      else if (!suspectSince.has(id)) suspectSince.set(id, now);
      else if (now - (suspectSince.get(id) ?? now) > DEAF_MS) {
        suspectSince.delete(id);
        observe({ kind: 'deaf', peer: id });
        for (const connection of libp2p.getConnections(peer)) connection.abort(new Error('peer is deaf'));
      }
    }
  };
  pubsub.addEventListener('gossipsub:heartbeat', check, { signal });
}

const DEAF_MS = 5_000;

type DeafPeersDeps = {
  readonly protocols: ReadonlyMap<string, readonly string[]>;
  readonly observe: (event: GossipEvent) => void;
};

/** A peer that only asks is not deaf. Until it has said what it speaks it may be. */
function speaksGossip(protocols: readonly string[] = ['/meshsub/']): boolean {
  return protocols.some((protocol) => protocol.startsWith('/meshsub/'));
}

async function stop(libp2p: Node): Promise<void> {
  const stopped = libp2p.stop();
  const cut = new AbortController();
  const late = sleep(STOP_MS, undefined, { signal: cut.signal, ref: true }).then(
    () => {
      for (const connection of libp2p.getConnections())
        connection.abort(new Error('gossip node has stopped'));
    },
    () => undefined,
  );
  await Promise.race([stopped, late.then(() => sleep(200))]);
  cut.abort();
}
