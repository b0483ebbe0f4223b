import { join } from 'node:path';
import { serveAbci } from '@switchyard/abci';
import { toHex } from '@switchyard/primitives';
import {
  createFacts,
  createFailpoints,
  createTrace,
  type Logger,
  lockFolder,
  runTasks,
  serveAdmin,
  serveGrpc,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { createAbciApplication } from './adapters/abci-application.ts';
import { snapshotCalls } from './adapters/abci-snapshots.ts';
import { poolService, sequencerService } from './adapters/grpc-services.ts';
import { serveHttpSubmit } from './adapters/http-submit.ts';
import { openLmdbStore } from './adapters/lmdb-store.ts';
import { openSnapshotFolder } from './adapters/snapshot-folder.ts';
import { checkSignatureInThreadPool } from './adapters/thread-pool.ts';
import { createAdmit } from './admit.ts';
import { createBlockRing } from './block-ring.ts';
import { createChronicle } from './chronicle.ts';
import type { SequencerAppConfig } from './config.ts';
import { createConsensus } from './consensus.ts';
import { blockBudgetOf } from './domain/chain-state.ts';
import { createPool } from './domain/pool.ts';
import { failpoints } from './failpoints.ts';
import { createSnapshotMaker } from './make-snapshots.ts';
import { createSequencerAppMetrics } from './metrics.ts';
import { createPoolFeed } from './pool-feed.ts';
import { namesOf, poolView } from './pool-view.ts';
import { createQueries } from './queries.ts';
import { createRestore } from './restore.ts';
import { createVerifiedTransactions } from './signatures.ts';

const service = 'sequencer-app';

/** A transaction of 1 MiB, and of a larger one enough that its refusal names the reason. */
const MAX_REQUEST_BYTES = 2 << 20;

/** The service: consensus on one side, senders and readers on the other. `failpoint` is for crash tests. */
export function createSequencerApp(
  config: Readonly<SequencerAppConfig>,
  log: Logger,
  failpoint: string | undefined,
): Task {
  return async (signal) => {
    const hit = createFailpoints(service, failpoints, failpoint, { log });
    await using _lock = await lockFolder(config.dataDir);
    await using store = await openLmdbStore(config.dataDir, { log, signal });
    const metrics = createSequencerAppMetrics();
    const trace = createTrace();
    const facts = createFacts({ service, log, trace, clock: systemClock });
    const chronicle = createChronicle({ service, log, trace, clock: systemClock, facts, metrics });
    const pool = createPool({ maxBytes: config.poolMaxBytes, maxTransactions: config.poolMaxTransactions });
    const verified = createVerifiedTransactions(
      (name) => pool.get(name)?.transaction,
      checkSignatureInThreadPool,
    );
    const consensus = createConsensus({ store, pool, verified, failpoints: hit, folder: config.dataDir });
    const start = consensus.committed();
    if (start === undefined)
      log.info({ file: store.path }, 'no state here: it is made from the blocks of the consensus engine');
    if (start !== undefined) pool.refresh(poolView(start), new Set());
    const ring = createBlockRing();
    const feed = createPoolFeed(() => metrics.feedDropped.inc());
    const queries = createQueries({ consensus, store, pool, ring });
    const admit = createAdmit({
      pool,
      committed: consensus.committed,
      checkSignature: checkSignatureInThreadPool,
      onAdmitted: (transaction, source) => {
        chronicle.admitted(transaction);
        if (source === 'client') feed.offer(transaction.bytes, { control: transaction.lane !== 'ordinary' });
      },
      onAnswer: (outcome) => metrics.admissions.inc({ outcome }),
    });
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    const snapshots = await openSnapshotFolder(join(config.dataDir, 'snapshots'));
    const maker = createSnapshotMaker(
      { store, snapshots, failpoints: hit, clock: systemClock, log, metrics },
      { interval: config.snapshotInterval },
    );
    const restore = createRestore({ store: store.restoring, consensus, failpoints: hit, log });
    const application = createAbciApplication(
      consensus,
      snapshotCalls(snapshots, restore),
      {
        onCommitted: (block) => {
          ring.add(block.height, block.items);
          const now = consensus.committed();
          if (now !== undefined) {
            chronicle.departed(pool.refresh(poolView(now), namesOf(block.transactions)));
          }
          chronicle.committed(block, pool);
          maker.committed(block.height);
        },
        onCommitReply: (when) => hit.hit(`commit-reply.${when}`),
        onRejected: (rule) => metrics.rejectedProposals.inc({ rule }),
        timed: async (call, run) => {
          const end = metrics.calls.startTimer({ call });
          try {
            return await run();
          } finally {
            end();
          }
        },
      },
      log,
    );
    await using _abci = await serveAbci({
      address: config.abciAddress,
      app: application,
      onFatal: (error) => failed.reject(error),
      onRejected: ({ code }) => metrics.abciRejected.inc({ code }),
    });
    await using _grpc = await serveGrpc({
      address: `${config.grpcAddress.host}:${config.grpcAddress.port}`,
      services: [sequencerService(admit, queries), poolService(feed)],
      maxRequestBytes: MAX_REQUEST_BYTES,
      onCut: metrics.kit.onCut('grpc'),
    });
    await runTasks(
      {
        consensus: (group) => untilAborted(group, failed.promise),
        snapshots: maker.run,
        http: serveHttpSubmit({ admit, onCut: metrics.kit.onCut('submit') }, config.httpAddress),
        admin: serveAdmin({
          address: config.adminAddress,
          service,
          metrics: metrics.kit,
          trace,
          notReady: () => (consensus.committed() === undefined ? 'waits for InitChain' : undefined),
          status: () => statusOf(consensus.committed()),
        }),
      },
      signal,
    );
  };
}

function statusOf(committed: ReturnType<ReturnType<typeof createConsensus>['committed']>): object {
  if (committed === undefined) return { height: undefined };
  const { height, appHash, state } = committed;
  return {
    chainId: state.chainId,
    height,
    appHash: toHex(appHash),
    reportedHeight: state.progress.sequencerHeight,
    daHeight: state.progress.daHeight,
    backlogBytes: state.progress.totalBytes - state.progress.reportedBytes,
    budgetBytes: blockBudgetOf(state).budget,
    fullBudgetBytes: state.params.rollupBudgetBytes,
    price: state.progress.price,
  };
}

/** Ends with the signal, or fails with the failure of a handler. */
async function untilAborted(signal: AbortSignal, failed: Promise<never>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([promise, failed]);
}
