import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { RelayerClient } from '@switchyard/clients';
import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  createGossipNode,
  type GossipEvent,
  type GossipNode,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
} from '@switchyard/gossip';
import {
  type Clock,
  type Logger,
  readFileIfPresent,
  readSecretKey,
  retrying,
  type Task,
  Watch,
  writeFileAtomic,
} from '@switchyard/service-kit';
import { createStandings } from '../domain/standings.ts';
import type { ConductorMetrics } from '../metrics.ts';
import type { BlockGossip, BlockSupplier } from '../ports.ts';
import { createPeerSupplier } from './peer-supplier.ts';

/** How a conductor takes part in gossip. */
export type GossipPeersDeps = {
  readonly chainId: string;
  readonly listen: string;
  readonly bootstrap: readonly string[];
  /** Tells where peers are when no bootstrap is given. */
  readonly relayer: Pick<RelayerClient, 'head'> | undefined;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ConductorMetrics;
};

/** Blocks that peers push, and blocks that peers are asked for. */
export type GossipPeers = {
  /** Runs the node until the signal aborts. */
  readonly run: Task;
  readonly gossip: BlockGossip;
  readonly supplier: BlockSupplier;
  /** How many peers are connected; undefined before the node runs. */
  readonly peers: () => number | undefined;
};

/** The mesh needs few: relayers and some other conductors. */
const maxConnections = 64;

/** A libp2p node that listens to this rollup's blocks. It publishes nothing of its own. */
export function createGossipPeers(deps: GossipPeersDeps): GossipPeers {
  const { chainId, log, metrics } = deps;
  const running = new Watch<GossipNode | undefined>(undefined);

  return {
    peers: () => running.value?.peers().length,

    run: async (signal) => {
      const keySeed = await ownKey(join(deps.dataDir, 'p2p.key'));
      const bootstrap = await bootstrapOf(deps, signal);
      const observe = (event: GossipEvent): void => tell(event, log, metrics);
      await using node = await createGossipNode({
        listen: deps.listen,
        keySeed,
        bootstrap,
        floodPublish: false,
        maxConnections,
        observe,
      });
      log.info({ addresses: node.addresses(), bootstrap }, 'gossip node runs');
      running.set(node);
      try {
        await aborted(signal);
      } finally {
        running.set(undefined);
      }
    },

    gossip: {
      listen: async (rollupId, judge, signal) => {
        const node = await running.until((value) => value !== undefined, signal);
        if (node === undefined) return;
        const blocks = blocksTopic(chainId);
        const rollup = rollupTopic(chainId, rollupId);
        node.subscribe(blocks, {
          maxBytes: BLOCKS_TOPIC_MAX_BYTES,
          validate: (bytes) => judge('blocks', bytes),
        });
        node.subscribe(rollup, {
          maxBytes: ROLLUP_TOPIC_MAX_BYTES,
          validate: (bytes) => judge('rollup', bytes),
        });
        try {
          await aborted(signal);
        } finally {
          node.unsubscribe(blocks);
          node.unsubscribe(rollup);
        }
      },
    },

    supplier: createPeerSupplier({
      chainId,
      node: () => running.value,
      standings: createStandings(),
      hasOther: deps.relayer !== undefined,
      clock: deps.clock,
      onAnswer: (outcome) => metrics.peerAnswers.inc({ outcome }),
    }),
  };
}

async function bootstrapOf(
  { bootstrap, relayer, clock, log }: GossipPeersDeps,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (bootstrap.length > 0 || relayer === undefined) return bootstrap;
  const head = await retrying({ clock, log, operation: 'gossip addresses' }, (s) => relayer.head(s), signal);
  return head.p2pAddresses;
}

/** The identity may be lost without harm: it earns score, nothing else. */
async function ownKey(path: string): Promise<Uint8Array> {
  if ((await readFileIfPresent(path)) === undefined) {
    await writeFileAtomic(path, `${randomBytes(32).toString('hex')}\n`);
  }
  return readSecretKey(path, {
    remedy: `\`rm ${path}\` and start again: it is then known to peers by a new key`,
  });
}

function tell(event: GossipEvent, log: Logger, metrics: ConductorMetrics): void {
  switch (event.kind) {
    case 'connected':
    case 'disconnected':
    case 'deaf':
      metrics.peerEvents.inc({ event: event.kind });
      log.debug({ peer: event.peer, event: event.kind }, 'gossip peer');
      return;
    case 'validator-failed':
      log.error({ err: event.error }, 'gossip message could not be judged');
      return;
    case 'dial-failed':
      log.debug({ address: event.address, err: event.error }, 'gossip peer not reached');
      return;
    case 'dropped':
      metrics.gossipDropped.inc({ reason: event.reason });
      return;
    case 'verdict':
    case 'published':
    case 'served':
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
