import { setTimeout as sleep } from 'node:timers/promises';
import type { Libp2p, PeerId } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { GossipEvent } from './gossip-node.ts';

/** Waits between two attempts grow from the first to the last. */
const FIRST_DELAY_MS = 250;
const LAST_DELAY_MS = 5_000;
const DIAL_DEADLINE_MS = 5_000;

/** Keeps a connection to the peer at an address until the signal fires; never gives up. */
export async function keepConnected(
  libp2p: Libp2p,
  address: Multiaddr,
  observe: (event: GossipEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let delayMs = FIRST_DELAY_MS;
  const isStopping = (): boolean => signal.aborted;
  while (!isStopping()) {
    try {
      const peer = await dial(libp2p, address, signal);
      if (peer.equals(libp2p.peerId)) return;
      delayMs = FIRST_DELAY_MS;
      await disconnected(libp2p, peer, signal);
    } catch (error) {
      if (isStopping()) return;
      observe({ kind: 'dial-failed', address: address.toString(), error });
      delayMs = Math.min(LAST_DELAY_MS, delayMs * 2);
    }
    await sleep(delayMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

async function dial(libp2p: Libp2p, address: Multiaddr, signal: AbortSignal): Promise<PeerId> {
  const connection = await libp2p.dial(address, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(DIAL_DEADLINE_MS)]),
  });
  return connection.remotePeer;
}

async function disconnected(libp2p: Libp2p, peer: PeerId, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listeners = new AbortController();
  const options = { signal: listeners.signal };
  libp2p.addEventListener('peer:disconnect', ({ detail }) => detail.equals(peer) && resolve(), options);
  signal.addEventListener('abort', () => resolve(), options);
  try {
    if (!signal.aborted && libp2p.getConnections(peer).length > 0) await promise;
  } finally {
    listeners.abort();
  }
}
