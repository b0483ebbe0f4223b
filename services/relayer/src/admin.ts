import type { GossipNode } from '@switchyard/gossip';
import { toHex } from '@switchyard/primitives';
import type { Admin } from '@switchyard/service-kit';
import { z } from 'zod';
import type { BlockLookup } from './block-lookup.ts';
import type { FollowedChain } from './chain.ts';
import { windowHeights } from './domain/topic.ts';
import type { QueueFeeding } from './feed-queue.ts';
import type { ValidatorSets } from './validator-sets.ts';

/** What the admin API shows and turns. */
export type AdminParts = {
  readonly chain: FollowedChain;
  readonly lookup: BlockLookup;
  readonly sets: ValidatorSets;
  readonly node: GossipNode;
  readonly publishing: { enabled: boolean };
  readonly queue: RelayerQueue | undefined;
};

/** The queue that is fed, and what is unsafe about it. */
export type RelayerQueue = {
  readonly feeding: QueueFeeding;
  readonly maxBytes: number;
  readonly unsafe: () => readonly string[];
};

/** The JSON of /status. */
export function relayerStatus({ chain, lookup, sets, node, publishing, queue }: AdminParts): object {
  const { chainId, height, headerHash } = chain.head.value;
  return {
    chainId,
    head: { height, hash: toHex(headerHash) },
    consensusHeight: chain.progress.consensusHeight,
    cursor: chain.progress.cursorHeight,
    gossip: {
      publishing: publishing.enabled,
      id: node.id,
      addresses: node.addresses(),
      peers: node.peers().map(({ id, addresses }) => ({ id, addresses })),
    },
    cache: lookup.usage(),
    validatorSets: sets.size(),
    queue: queue === undefined ? undefined : queueStatus(queue),
  };
}

function queueStatus({ feeding, maxBytes, unsafe }: RelayerQueue): object {
  const cursor = feeding.cursor();
  return {
    problem: feeding.problem(),
    waitingFor: cursor === undefined ? 'the da-writer to say what it wants' : undefined,
    confirmed: cursor?.confirmed,
    next: cursor?.next,
    round: cursor?.round,
    ...feeding.stream(),
    maxBytes,
    unsafe: unsafe(),
  };
}

/** Why this relayer is of no use to its readers now. */
export function notReady({ chain }: AdminParts): string | undefined {
  const { height } = chain.head.value;
  if (height === 0n) return 'no height relayed yet';
  if (chain.progress.consensusHeight > height + windowHeights) return 'far behind the consensus node';
  return undefined;
}

const knobs = z.strictObject({ gossip: z.boolean() });

/** POST /knobs {"gossip":false} stops the publishing of blocks, for tests of the other ways. */
export function adminRoutes({ publishing }: AdminParts): NonNullable<Admin['routes']> {
  return (server) => {
    server.post('/knobs', (request, reply) => {
      const parsed = knobs.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ error: 'expected {"gossip": true | false}' });
      publishing.enabled = parsed.data.gossip;
      return reply.send({ gossip: publishing.enabled });
    });
  };
}
