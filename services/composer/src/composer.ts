import { join } from 'node:path';
import { formatAddress, rollupIdOf, sequencerHeight } from '@switchyard/primitives';
import {
  createFacts,
  createFailpoints,
  createMetrics,
  createTrace,
  type Logger,
  lockFolder,
  readSecretKey,
  runTasks,
  serveAdmin,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { createRollupNode } from './adapters/ethereum-node.ts';
import { openQueueLog } from './adapters/file-queue-log.ts';
import { createSequencer } from './adapters/grpc-sequencer.ts';
import { createSigner } from './adapters/key-signer.ts';
import { compose } from './compose.ts';
import type { ComposerConfig } from './config.ts';
import type { Queue } from './domain/queue.ts';
import { failpoints } from './failpoints.ts';
import { composerMetrics } from './metrics.ts';

/** The composer of one rollup. `failpoint` is armed in crash tests. */
export function createComposer(config: ComposerConfig, log: Logger, failpoint: string | undefined): Task {
  return async (signal) => {
    const service = 'composer';
    const clock = systemClock;
    const metrics = createMetrics(service);
    const trace = createTrace();
    await using _lock = await lockFolder(config.dataDir);
    await using queueLog = await openQueueLog(join(config.dataDir, 'queue.log'));
    const { sign, address } = createSigner(
      await readSecretKey(config.keyFile),
      rollupIdOf(config.rollupName),
    );
    using sequencer = createSequencer(config.sequencerEndpoints, address);
    const { tasks, queue, isReady } = compose(
      {
        log,
        facts: createFacts({ service, log, trace, clock }),
        clock,
        metrics: composerMetrics(metrics),
        failpoints: createFailpoints(service, failpoints, failpoint, { log }),
        queueLog,
        sequencer,
        rollup: createRollupNode(config),
        sign,
      },
      {
        limits: {
          maxTransactions: config.maxQueueTransactions,
          maxBytes: config.maxQueueSize,
          maxBundleBytes: config.maxBundleSize,
          maxBundleGas: config.maxBundleGas,
          maxInFlight: config.maxInFlight,
        },
        maxBundleAgeMs: config.maxBundleAge,
        pollIntervalMs: config.pollInterval,
        sweepIntervalMs: config.sweepInterval,
        sequencerStartHeight: sequencerHeight(config.sequencerStartHeight),
      },
    );
    const admin = serveAdmin({
      service,
      address: config.adminAddress,
      metrics,
      trace,
      status: () => ({ rollup: config.rollupName, account: formatAddress(address), ...statusOf(queue) }),
      notReady: () => (isReady() ? undefined : 'no sequencer node has answered yet'),
    });
    await runTasks({ ...tasks, admin }, signal);
  };
}

const shownParked = 100;

function statusOf(queue: Queue): object {
  const count = { queued: 0, bundled: 0, sequenced: 0, parked: 0 };
  const parked: object[] = [];
  for (const { transaction, progress, skips } of queue.entries.values()) {
    count[progress.phase]++;
    if (progress.phase !== 'parked' || parked.length >= shownParked) continue;
    parked.push({ hash: transaction.hash, reason: progress.reason, skips });
  }
  return { ...count, bytes: queue.bytes, inFlight: queue.bundles.size, nextNonce: queue.nextNonce, parked };
}
