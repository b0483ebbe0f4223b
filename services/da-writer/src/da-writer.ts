import { readFile } from 'node:fs/promises';
import { createSequencerClient } from '@switchyard/clients';
import { parseAnchorJson } from '@switchyard/light';
import {
  ConfigError,
  createFacts,
  createFailpoints,
  createMetrics,
  createTrace,
  type Logger,
  lockFolder,
  readFileWith,
  readSecretKey,
  runTasks,
  serveAdmin,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { createCelestiaDaLayer } from './adapters/celestia-da-layer.ts';
import { openFileWriterStore } from './adapters/file-writer-store.ts';
import { openBlockQueue } from './adapters/nats-block-queue.ts';
import { createRelayerBlockSource } from './adapters/relayer-block-source.ts';
import { createSequencerReporter } from './adapters/sequencer-reporter.ts';
import type { DaWriterConfig } from './config.ts';
import { failpoints as names } from './failpoints.ts';
import { daWriterMetrics } from './metrics.ts';
import { createQueueSource } from './queue-source.ts';
import { sealInThreadPool } from './seal.ts';
import { statusOf, whyNotReady } from './status.ts';
import { openWriter, type WriteOptions, writerTasks } from './write.ts';

const SERVICE = 'da-writer';

/** The whole service. */
export function createDaWriter(config: DaWriterConfig, log: Logger, armed: string | undefined): Task {
  return async (signal) => {
    const clock = systemClock;
    const failpoints = createFailpoints(SERVICE, names, armed, { log });
    const registry = createMetrics(SERVICE);
    const metrics = daWriterMetrics(registry);
    const trace = createTrace();
    const facts = createFacts({ service: SERVICE, log, trace, clock });

    const anchor = await readFileWith(config.anchorFile, parseAnchorJson, {
      remedy: 'restore the anchor from a copy, or copy that of another service of this network',
    });
    const { chainId } = anchor;
    await using _lock = await lockFolder(config.dataDir);
    await using store = await openFileWriterStore(config.dataDir, { chainId, log });
    using sequencer = createSequencerClient(config.sequencerAddress);
    using relayer =
      config.relayerAddress === undefined ? undefined : createRelayerBlockSource(config.relayerAddress);
    await using queue = await openBlockQueue(config, { chainId, log });
    const queued =
      queue === undefined
        ? undefined
        : createQueueSource({
            queue,
            relayer,
            chainHeight: async (s) => (await sequencer.daProgress(s)).stateHeight,
            clock,
            log,
            failpoints,
            metrics,
          });
    const source = queued ?? relayer;
    if (source === undefined) throw new ConfigError(['neither a relayer nor a queue is named']);
    const da = createCelestiaDaLayer({
      url: config.daUrl,
      token: await tokenIn(config.daTokenFile),
      anchor: anchor.da,
      mode: config.daVerify,
      maxAnchorAgeMs: config.daMaxAnchorAge,
      submitDeadlineMs: config.daSubmitDeadline,
      gasPrice: config.gasPrice,
      clock,
    });
    const { reporterKeyFile } = config;
    const reporter =
      reporterKeyFile === undefined
        ? undefined
        : createSequencerReporter(sequencer, {
            seed: await readSecretKey(reporterKeyFile),
            chainId,
            failpoints,
          });

    const options: WriteOptions = {
      anchor,
      knownSigners: config.knownSigners,
      scanBlocks: config.scanBlocks,
      maxBatchAgeMs: config.maxBatchAge,
      maxInFlight: config.maxInFlight,
      maxBacklogBytes: config.maxBacklog,
    };
    const state = openWriter(store, options);
    const deps = {
      source,
      da,
      store,
      reporter,
      seal: sealInThreadPool,
      clock,
      log,
      facts,
      failpoints,
      metrics,
    };
    const admin = serveAdmin({
      address: config.adminAddress,
      service: SERVICE,
      metrics: registry,
      status: () => statusOf(state, clock, queued?.status()),
      notReady: () => whyNotReady(state),
      trace,
    });
    const tasks = { admin, ...writerTasks(state, deps, options) };
    await runTasks(queued === undefined ? tasks : { ...tasks, queue: queued.task }, signal);
  };
}

async function tokenIn(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : (await readFile(file, 'utf8')).trim();
}
