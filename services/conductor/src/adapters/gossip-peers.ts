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
import { validatorsHash } from '@switchyard/light';
import { equalBytes, faultOf, SwitchyardError } from '@switchyard/primitives';
import { formatU64, switchyard } from '@switchyard/proto';
import { decodeFilteredBlock, plainBytes, validatorsFromWire } from '@switchyard/protocol';
import {
  asError,
  type Clock,
  type Logger,
  readFileIfPresent,
  readSecretKey,
  retrying,
  type Task,
  Watch,
  writeFileAtomic,
} from '@switchyard/service-kit';
import type { BlockGossip, BlockSupplier } from '../ports.ts';
import { peerProtocol } from './peer-protocol.ts';

const { PeerRequest, PeerResponse } = switchyard.relayer.v1;

/** A peer's answer is not what the protocol says. */
class MalformedAnswerError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_MALFORMED_ANSWER';
  override readonly fault = 'rejected';

  constructor(message: string, options: ErrorOptions) {
    super(message, {}, options);
  }
}

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

/** design §3: 16 MiB in flight. */
const maxAnswerBytes = 16 * 1024 * 1024;

const blocksPerRequest = 32;

/** A libp2p node that listens to this rollup's blocks. It publishes nothing of its own. */
export function createGossipPeers(deps: GossipPeersDeps): GossipPeers {
  const { chainId, log } = deps;
  const running = new Watch<GossipNode | undefined>(undefined);
  let turn = 0;

  /** Peers that serve blocks, the first another one each time. */
  const servers = (): readonly string[] => {
    const able = (running.value?.peers() ?? [])
      .filter(({ protocols }) => protocols.includes(peerProtocol(chainId)))
      .map(({ id }) => id);
    const first = able.length === 0 ? 0 : turn++ % able.length;
    return [...able.slice(first), ...able.slice(0, first)];
  };

  return {
    peers: () => running.value?.peers().length,

    run: async (signal) => {
      const keySeed = await ownKey(join(deps.dataDir, 'p2p.key'));
      const bootstrap = await bootstrapOf(deps, signal);
      const observe = (event: GossipEvent): void => tell(event, log);
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

    supplier: {
      via: 'request',
      async *blocks({ from, count, rollupId }, signal) {
        const request = PeerRequest.encode({
          block: { fromHeight: formatU64(from), count: Math.min(count, blocksPerRequest), rollupId },
        }).finish();
        let failure: unknown;
        for (const peer of servers()) {
          let isAnswered = false;
          try {
            for await (const { filteredBlock } of ask(peer, request, signal)) {
              if (filteredBlock === undefined || filteredBlock === null) break;
              isAnswered = true;
              yield decodeFilteredBlock(plainBytes(filteredBlock));
            }
          } catch (error) {
            signal.throwIfAborted();
            if (faultOf(error) === 'fatal') throw error;
            failure = error;
          }
          if (isAnswered) return;
        }
        if (failure !== undefined) throw asError(failure);
      },

      validatorSet: async (hash, signal) => {
        const request = PeerRequest.encode({ validatorSet: { hash } }).finish();
        for (const peer of servers()) {
          try {
            for await (const { validatorSet } of ask(peer, request, signal)) {
              const set = validatorsFromWire(validatorSet?.validators ?? []);
              if (set.length > 0 && equalBytes(validatorsHash(set), hash)) return set;
            }
          } catch (error) {
            signal.throwIfAborted();
            if (faultOf(error) === 'fatal') throw error;
          }
        }
        return undefined;
      },
    },
  };

  async function* ask(
    peer: string,
    request: Uint8Array,
    signal: AbortSignal,
  ): AsyncGenerator<switchyard.relayer.v1.PeerResponse> {
    const node = running.value;
    if (node === undefined) return;
    const options = { maxBytes: maxAnswerBytes, signal };
    for await (const bytes of node.request(peer, peerProtocol(chainId), plainBytes(request), options)) {
      yield parseResponse(bytes);
    }
  }
}

function parseResponse(bytes: Uint8Array): switchyard.relayer.v1.PeerResponse {
  try {
    return PeerResponse.decode(bytes);
  } catch (error) {
    throw new MalformedAnswerError('not a peer response', { cause: error });
  }
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
  return readSecretKey(path);
}

function tell(event: GossipEvent, log: Logger): void {
  switch (event.kind) {
    case 'connected':
    case 'disconnected':
    case 'deaf':
      log.info({ peer: event.peer, event: event.kind }, 'gossip peer');
      return;
    case 'validator-failed':
      log.error({ err: event.error }, 'gossip message could not be judged');
      return;
    case 'dial-failed':
      log.debug({ address: event.address, err: event.error }, 'gossip peer not reached');
      return;
    case 'verdict':
    case 'dropped':
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
