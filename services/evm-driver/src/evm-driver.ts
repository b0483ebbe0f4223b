import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { daHeight, rollupNumber, sequencerHeight } from '@switchyard/primitives';
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
  serveGrpc,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { openDumpFiles } from './adapters/dump-files.ts';
import { openFileJournal } from './adapters/file-journal.ts';
import { checkGenesisFile } from './adapters/genesis-file.ts';
import { createRefusedFiles } from './adapters/refused-files.ts';
import type { DriverConfig } from './config.ts';
import { openNode } from './engines/open-node.ts';
import { createExecution } from './execution.ts';
import { createAdmit } from './execution-api/admit.ts';
import { createExecutionService } from './execution-api/server.ts';
import { failpoints as names } from './failpoints.ts';
import { openFront } from './front/front.ts';
import { createDriverMetrics } from './metrics.ts';
import { secp256k1, withMemory } from './secp256k1.ts';

/** Recoveries that are remembered, about 10 MB. */
const rememberedRecoveries = 20_000;

const secretRemedy =
  'with the local network: `npm run stop`, then `npm start` makes it anew; else write 64 hex digits, the same for driver and conductor';

/** The driver: execution API, front and admin over one node. */
export function createEvmDriver(config: DriverConfig, log: Logger, armedFailpoint: string | undefined): Task {
  return async (signal) => {
    const failpoints = createFailpoints('evm-driver', names, armedFailpoint, { log });
    const registry = createMetrics('evm-driver');
    const metrics = createDriverMetrics(registry);
    const trace = createTrace();
    const clock = systemClock;
    const crypto = withMemory(secp256k1, rememberedRecoveries);
    const facts = createFacts({ service: 'evm-driver', log, trace, clock });

    await using _lock = await lockFolder(config.dataDir);
    const { genesisFile, genesisSha256 } = config;
    if (genesisFile !== undefined && genesisSha256 !== undefined) {
      await checkGenesisFile(genesisFile, genesisSha256);
    }
    const journalPath = join(config.dataDir, 'journal.log');
    await using journal = await openFileJournal(journalPath, { failpoints, log });
    const dumps = await openDumpFiles(join(config.dataDir, 'dumps'), failpoints);
    if (journal.genesis() === undefined && existsSync(join(config.dataDir, 'pending.log'))) {
      log.warn({ file: journalPath }, 'the journal is missing: every block is derived again');
    }
    const refused = createRefusedFiles(join(config.dataDir, 'refused'));
    using node = openNode(config, failpoints);
    const { engine, rpc, userRpc, codeRpc } = node;
    const range = {
      start: rollupNumber(config.rollupStartNumber),
      end: rollupNumber(config.rollupEndNumber),
    };

    const execution = createExecution(
      { engine, journal, dumps, refused, clock, log, metrics, facts, failpoints, crypto },
      {
        chainId: config.chainId,
        range,
        sequencerStartHeight: sequencerHeight(config.sequencerStartHeight),
        daStartHeight: daHeight(config.daStartHeight),
        maxReplayMs: config.maxReplay,
      },
      signal,
    );
    const secret =
      config.executionSecretFile === undefined
        ? undefined
        : await readSecretKey(config.executionSecretFile, { remedy: secretRemedy });
    const admit = createAdmit(secret, { log, clock, metrics });
    const service = createExecutionService(execution, { ...config, rollupId: config.rollup, range }, admit);

    await using front = await openFront(
      { execution, engine, journal, rpc, userRpc, codeRpc, crypto, clock, facts, log, metrics, failpoints },
      { ...config, address: config.frontAddress, origins: config.frontOrigins },
      signal,
    );
    await using _grpc = await serveGrpc({
      address: config.grpcAddress,
      services: [service],
      onCut: registry.onCut('grpc'),
    });
    const admin = serveAdmin({
      address: config.adminAddress,
      service: 'evm-driver',
      metrics: registry,
      trace,
      status: () => ({
        ...execution.view.value.commitments,
        notReady: front.notReady(),
        pending: front.pending(),
        node: { kind: engine.kind, where: node.where },
      }),
      notReady: () => execution.view.value.remedy ?? front.notReady(),
      routes: (server) =>
        server.post('/rewind-to-firm', async () => {
          const { soft } = await execution.rewindToFirm();
          service.endSession();
          return { soft };
        }),
    });
    const audit = node.audit?.({ engine, journal, keccak256: secp256k1.keccak256, clock, log });
    await runTasks(
      { keep: execution.keep, front: front.run, admin, ...(audit === undefined ? {} : { audit }) },
      signal,
    );
  };
}
