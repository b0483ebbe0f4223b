import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAccount } from '@switchyard/celestia';
import { createCelestiaClient, createRelayerClient } from '@switchyard/clients';
import { type Anchor, parseAnchorJson } from '@switchyard/light';
import { rollupIdOf, toHex } from '@switchyard/primitives';
import {
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
import { createDaFirmSource } from './adapters/da-firm-source.ts';
import { createFileConflictStore } from './adapters/file-conflict-store.ts';
import { createFileMismatchStore } from './adapters/file-mismatch-store.ts';
import { createFileTipStore } from './adapters/file-tip-store.ts';
import { createGossipPeers } from './adapters/gossip-peers.ts';
import { createGrpcExecutionClient, type ExecutionSecret } from './adapters/grpc-execution-client.ts';
import { createRelayerSupplier } from './adapters/relayer-supplier.ts';
import { conductorAdmin, type Knobs } from './admin.ts';
import type { ConductorConfig } from './config.ts';
import { secretRemedy, UnreadableFileError } from './errors.ts';
import { failpoints as failpointNames } from './failpoints.ts';
import { createConductorMetrics } from './metrics.ts';
import { createResumeDesk } from './resume-desk.ts';
import { runSessions } from './run-sessions.ts';
import { StateWatch } from './state.ts';

/** The conductor of one rollup. `armed` is the value of SWITCHYARD_FAILPOINT. */
export function createConductor(config: ConductorConfig, log: Logger, armed: string | undefined): Task {
  const clock = systemClock;
  const failpoints = createFailpoints('conductor', failpointNames, armed, { log });

  return async (signal) => {
    const { dataDir, mode, rollup, relayerAddress, adminAddress } = config;
    const anchor = await readAnchor(config.anchorFile);
    const token = await readToken(config.daTokenFile);
    await using _lock = await lockFolder(dataDir);
    const secret = await readSecret(config.executionSecretFile);
    using execution = createGrpcExecutionClient(config.executionAddress, secret);
    using relayer = relayerAddress === undefined ? undefined : createRelayerClient(relayerAddress);

    const trace = createTrace();
    const metrics = createMetrics('conductor');
    const conductorMetrics = createConductorMetrics(metrics, clock);
    const state = new StateWatch();
    const resumes = createResumeDesk();
    const knobs: Knobs = { gossip: true };
    const { chainId } = anchor;
    const rollupId = rollupIdOf(rollup);
    const peers = createGossipPeers({
      chainId,
      listen: config.p2pListen,
      bootstrap: config.p2pBootstrap,
      relayer,
      dataDir,
      clock,
      log,
      metrics: conductorMetrics,
    });
    const firmSource = createDaFirmSource({
      client: createCelestiaClient({ url: config.daUrl, token }),
      verify: config.daVerify,
      maxAnchorAgeMs: config.daMaxAnchorAge,
      knownSigners: config.daSigners.map(parseAccount),
      clock,
      log,
      onRetry: () => conductorMetrics.retries.inc({ operation: 'da' }),
    });
    const conduct = runSessions(
      {
        execution,
        gossip: peers.gossip,
        suppliers:
          relayer === undefined ? [peers.supplier] : [peers.supplier, createRelayerSupplier(relayer)],
        firmSource,
        tips: createFileTipStore(join(dataDir, 'firm-tip.json'), log),
        mismatches: createFileMismatchStore(dataDir),
        keepConflict: createFileConflictStore(dataDir, log),
        resumes,
        clock,
        log,
        facts: createFacts({ service: 'conductor', log, trace, clock }),
        metrics: conductorMetrics,
        failpoints,
        state,
        takesGossip: () => knobs.gossip,
      },
      { mode, anchor, expected: { rollupId, sequencerChainId: chainId, daChainId: anchor.da.chainId } },
    );
    const admin = conductorAdmin({
      rollup,
      rollupId: toHex(rollupId),
      chainId,
      mode,
      state,
      resumes,
      knobs,
      peers: peers.peers,
    });
    await runTasks(
      {
        conduct,
        ...(mode === 'firm-only' ? {} : { gossip: peers.run }),
        admin: serveAdmin({ service: 'conductor', address: adminAddress, metrics, trace, ...admin }),
      },
      signal,
    );
  };
}

async function readAnchor(path: string): Promise<Anchor> {
  return readFileWith(path, parseAnchorJson, {
    remedy:
      "restore the anchor from a copy, or write one of a header that you trust, at or before the rollup's start",
  });
}

async function readToken(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new UnreadableFileError(path, { cause: error });
  }
}

async function readSecret(file: string | undefined): Promise<ExecutionSecret | undefined> {
  if (file === undefined) return undefined;
  return { file, bytes: await readSecretKey(file, { remedy: secretRemedy }) };
}
