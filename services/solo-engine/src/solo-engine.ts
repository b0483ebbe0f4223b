import {
  type Clock,
  createFailpoints,
  createMetrics,
  type Logger,
  lockFolder,
  runTasks,
  serveAdmin,
  systemClock,
  type Task,
} from '@switchyard/service-kit';
import { connectApplication } from './adapters/abci-application.ts';
import { openSigner } from './adapters/file-signer.ts';
import { homePaths, readGenesis, readValidatorKey } from './adapters/home.ts';
import { openBlockStore } from './adapters/lmdb-block-store.ts';
import type { SoloEngineConfig } from './config.ts';
import { InconsistentHistoryError } from './domain/errors.ts';
import { describeState, engine } from './engine.ts';
import { StoreError } from './errors.ts';
import { failpoints } from './failpoints.ts';
import { createHead } from './head.ts';
import { createEngineMetrics } from './metrics.ts';
import { type ChainView, createEnds } from './rpc/chain-view.ts';
import { serveRpc } from './rpc/server.ts';
import { createTurns, MAX_WAITING_TURNS } from './rpc/turns.ts';

const service = 'solo-engine';

/** The service: which adapter stands behind which port. */
export function createSoloEngine(
  config: SoloEngineConfig,
  log: Logger,
  armedFailpoint: string | undefined,
  clock: Clock = systemClock,
): Task {
  return async (signal) => {
    const paths = homePaths(config.home);
    const { genesis, json: genesisJson, fingerprint } = await readGenesis(paths.genesis);
    const key = await readValidatorKey(paths.validatorKey);
    await using _lock = await lockFolder(paths.blocks);
    const signer = await openSigner(key, paths.signingState);
    await using store = await openBlockStore(
      paths.blocks,
      { path: paths.genesis, fingerprint },
      { log, signal },
    );
    const head = createHead();
    const registry = createMetrics(service);
    const began = clock.elapsed();
    let progressAt = began;
    const metrics = createEngineMetrics(registry, () => (clock.elapsed() - progressAt) / 1_000);
    const view: ChainView = {
      store,
      state: () => head.state.value,
      application: head.application,
      genesisJson,
      ownKey: key.publicKey,
      rpcAddress: `${config.rpcAddress.host}:${config.rpcAddress.port}`,
      turn: createTurns(MAX_WAITING_TURNS),
      end: createEnds(store),
    };
    if (config.blockInterval < 1_000) {
      log.warn({ blockIntervalMs: config.blockInterval }, 'blocks are closer than a second: for tests only');
    }

    await runTasks(
      {
        engine: namingFiles(
          paths,
          engine(
            {
              genesis,
              store,
              signer,
              connect: () => connectApplication(config.abciAddress),
              head: {
                ...head,
                reach: (state) => {
                  progressAt = clock.elapsed();
                  head.reach(state);
                },
              },
              clock,
              log,
              metrics,
              failpoints: createFailpoints(service, failpoints, armedFailpoint, { log }),
            },
            { intervalMs: config.blockInterval },
          ),
        ),
        rpc: serveRpc({ view, head, clock, metrics, address: config.rpcAddress }),
        admin: serveAdmin({
          service,
          address: config.adminAddress,
          metrics: registry,
          status: () => ({
            chainId: genesis.chainId,
            ...(head.state.value === undefined ? {} : describeState(head.state.value)),
            storeBase: store.base,
            storeHeight: store.height,
            signedHeight: signer.state.height,
            applicationConnected: head.application() !== undefined,
            lastProgressMs: clock.elapsed() - progressAt,
          }),
          notReady: () => {
            if (head.application() === undefined) return 'application is not connected';
            return head.state.value === undefined ? 'handshake with the application is under way' : undefined;
          },
        }),
      },
      signal,
    );
  };
}

const fresh = 'without one `npm start -- --fresh` begins a new network';

/** Histories that do not fit are of files: names the one that must be put right, and how. */
function namingFiles(paths: ReturnType<typeof homePaths>, task: Task): Task {
  const parts = {
    blocks: { file: paths.blocks, remedy: `restore the folder from a copy of this moment; ${fresh}` },
    'signing-state': {
      file: paths.signingState,
      remedy: `restore it from a copy of this moment, the key may sign twice otherwise; ${fresh}`,
    },
    application: {
      file: 'the data folder of the application',
      remedy: 'remove that folder and start again: its state is made anew from the blocks',
    },
  };
  const naming = (error: InconsistentHistoryError): StoreError =>
    new StoreError(error.message, parts[error.part], { cause: error });
  return async (signal) => {
    try {
      await task(signal);
    } catch (error) {
      throw error instanceof InconsistentHistoryError ? naming(error) : error;
    }
  };
}
