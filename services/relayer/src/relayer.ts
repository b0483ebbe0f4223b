import { createCometbftClient, createSequencerClient } from '@switchyard/clients';
import {
  createFacts,
  createFailpoints,
  createMetrics,
  createTrace,
  type Logger,
  lockFolder,
  runTasks,
  serveAdmin,
  serveGrpc,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { cometbftConsensus } from './adapters/cometbft-consensus.ts';
import { fileCursorStore } from './adapters/file-cursor-store.ts';
import { fileEvidenceStore } from './adapters/file-evidence-store.ts';
import { fileFeedStore } from './adapters/file-feed-store.ts';
import {
  blockTopicName,
  gossipPublisher,
  gossipTransactions,
  joinTopics,
  observeGossip,
  rollupTopics,
  startGossip,
} from './adapters/gossip.ts';
import { grpcBlockService } from './adapters/grpc-block-service.ts';
import { openBlockQueue } from './adapters/nats-queue.ts';
import { nodeKey } from './adapters/node-key.ts';
import { createPeerServer } from './adapters/peer-server.ts';
import { appPool, appRecentItems } from './adapters/sequencer-app.ts';
import { openValidatorSetLog } from './adapters/validator-set-log.ts';
import { adminRoutes, notReady, relayerStatus } from './admin.ts';
import { createAdmit } from './admit-transactions.ts';
import { createBlockGossip } from './block-gossip.ts';
import { createBlockLookup } from './block-lookup.ts';
import { createBlockSource } from './block-source.ts';
import { carryTransactions } from './carry-transactions.ts';
import { createFollowedChain } from './chain.ts';
import type { RelayerConfig } from './config.ts';
import { createBoundedSet } from './domain/bounded-set.ts';
import { failpoints as failpointNames } from './failpoints.ts';
import { createQueueFeeding } from './feed-queue.ts';
import { createRelayerMetrics } from './metrics.ts';
import { relay } from './relay.ts';
import { createValidatorSets } from './validator-sets.ts';

/** Ids of transactions that passed lately, so that none is offered or published twice. */
const passedRemembered = 65_536;
const maxConnections = 128;

/** What gossip peers ask each other; specs/07-gossip.md §5. */
export function peerProtocol(chainId: string): string {
  return `/switchyard/1/${chainId}/blocks`;
}

/** A relayer. `armedFailpoint` is for crash tests. */
export function createRelayer(config: RelayerConfig, log: Logger, armedFailpoint?: string): Task {
  const { chainId, dataDir } = config;
  return async (signal) => {
    const failpoints = createFailpoints('relayer', failpointNames, armedFailpoint, { log });
    const kitMetrics = createMetrics('relayer');
    const metrics = createRelayerMetrics(kitMetrics);
    const clock = systemClock;
    const trace = createTrace();
    const facts = createFacts({ service: 'relayer', log, trace, clock });
    const onFailure = (code: string): void => metrics.errors.inc({ code });

    await using _folder = await lockFolder(dataDir);
    await using setLog = await openValidatorSetLog(`${dataDir}/validator-sets.log`, failpoints);
    const cursor = fileCursorStore(`${dataDir}/cursor.json`, log, onFailure);
    const evidence = fileEvidenceStore(`${dataDir}/evidence`);

    const consensus = cometbftConsensus(
      createCometbftClient(config.consensusUrl, { deadlineMs: config.consensusDeadline }),
    );
    using app = createSequencerClient(config.appAddress);
    const pool = appPool(app);

    const sets = createValidatorSets(consensus, setLog);
    const chain = createFollowedChain(chainId, sets);
    const recent = appRecentItems(app, onFailure);
    const source = createBlockSource({ chainId, consensus, recent, sets, log, metrics });
    const lookup = createBlockLookup({ source, chain, metrics }, { maxBytes: config.cacheBytes });

    await using node = await startGossip({
      listen: config.p2pListen,
      keySeed: await nodeKey(config.p2pKeyFile),
      bootstrap: config.p2pBootstrap,
      floodPublish: true,
      maxConnections,
      observe: observeGossip(metrics, log),
    });
    const publisher = gossipPublisher(node);
    const passed = createBoundedSet(passedRemembered);
    const admit = createAdmit({ pool, passed, metrics, failpoints });
    const blocks = createBlockGossip(
      {
        chain,
        publisher,
        evidence,
        onRollup: (id) => joinRollup(id),
        topicName: blockTopicName(chainId),
        log,
        metrics,
        failpoints,
      },
      { enabled: config.gossipPublish },
    );
    const joinRollup = rollupTopics(node, { chainId, blocks });
    joinTopics(node, { chainId, blocks, admit }, signal);

    const served = { chain, lookup, sets, p2pAddresses: () => node.addresses(), metrics, signal };
    await node.serve(peerProtocol(chainId), createPeerServer(served));
    await using grpc = await serveGrpc({
      address: `${config.grpcAddress.host}:${config.grpcAddress.port}`,
      services: [grpcBlockService(served, config)],
      // Heights, ids and hashes.
      maxRequestBytes: 4_096,
      onCut: kitMetrics.onCut('grpc'),
    });
    log.info({ port: grpc.port, p2p: node.addresses() }, 'relayer serves');

    await using opened = await openBlockQueue(config, { log, failpoints });
    const queue =
      opened === undefined
        ? undefined
        : {
            ...opened,
            feeding: createQueueFeeding({
              queue: opened.queue,
              store: fileFeedStore(`${dataDir}/queue.json`, log, onFailure),
              chain,
              lookup,
              sets,
              clock,
              facts,
              log,
              metrics,
              failpoints,
            }),
          };

    const parts = { chain, lookup, sets, node, publishing: blocks.publishing, queue };
    await runTasks(
      {
        admin: serveAdmin({
          service: 'relayer',
          address: config.adminAddress,
          metrics: kitMetrics,
          status: () => relayerStatus(parts),
          notReady: () => notReady(parts),
          trace,
          routes: adminRoutes(parts),
        }),
        relay: relay(
          {
            consensus,
            source,
            lookup,
            chain,
            sets,
            gossip: blocks,
            cursor,
            clock,
            facts,
            log,
            metrics,
            failpoints,
          },
          { startAt: config.start },
        ),
        ...(queue === undefined ? {} : { queue: queue.feeding.task }),
        carry: carryTransactions({
          pool,
          publisher: gossipTransactions(publisher, chainId),
          passed,
          clock,
          log,
          metrics,
          failpoints,
        }),
      },
      signal,
    );
  };
}
