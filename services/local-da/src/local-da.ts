import { once } from 'node:events';
import { join } from 'node:path';
import {
  AddressUnavailableError,
  createAllowance,
  createFailpoints,
  createMetrics,
  type Logger,
  lockFolder,
  readSecretKey,
  runTasks,
  type SocketAddress,
  serveAdmin,
  systemClock,
  type Task,
  Watch,
  writeFileAtomic,
} from '@switchyard/service-kit';
import { ChainStore } from './adapters/chain-store.ts';
import { Chain } from './chain.ts';
import type { LocalDaConfig } from './config.ts';
import { noFaults } from './domain/knobs.ts';
import { failpoints as failpointNames } from './failpoints.ts';
import { openIdentity } from './genesis-files.ts';
import { knobsRoute } from './knobs-route.ts';
import { Mempool } from './mempool.ts';
import { localDaMetrics } from './metrics.ts';
import { produce } from './produce.ts';
import { blobMethods } from './rpc/blob-methods.ts';
import { ByteBudget } from './rpc/byte-budget.ts';
import { headerMethods } from './rpc/header-methods.ts';
import { createHttpServer, type RpcDeps } from './rpc/http-server.ts';
import { rpcLimits } from './rpc/limits.ts';
import type { NodeDeps } from './rpc/node.ts';
import { shareMethods } from './rpc/share-methods.ts';
import { stateMethods } from './rpc/state-methods.ts';
import { formatToken } from './rpc/tokens.ts';
import { serveWebSockets } from './rpc/ws-server.ts';

const service = 'local-da';
/** A DA layer of one process: its chain, its JSON-RPC and its admin server. */
export function createLocalDa(config: LocalDaConfig, log: Logger, failpoint: string | undefined): Task {
  return async (signal) => {
    const failpoints = createFailpoints(service, failpointNames, failpoint, { log });
    await using _lock = await lockFolder(config.dataDir);
    const { genesis, signer } = await openIdentity(config.dataDir, {
      chainName: config.chainName,
      clock: systemClock,
      failpoints,
    });
    await using store = await ChainStore.open(config.dataDir, genesis.validator);
    const chain = await Chain.open({ genesis, store, signer, clock: systemClock, failpoints });
    const secret = await tokenSecret(config);
    const mempool = new Mempool(config.maxPending);
    const knobs = new Watch(noFaults);
    const registry = createMetrics(service);
    const metrics = localDaMetrics(registry);
    metrics.height.set(Number(chain.height.value));
    log.info(
      {
        chainId: genesis.chainId,
        height: chain.height.value.toString(),
        account: genesis.accounts[0].address,
      },
      'chain opened',
    );
    const node: NodeDeps = { genesis, store, chain, mempool, knobs, metrics, log };
    const rpc: RpcDeps = {
      methods: { ...headerMethods(node), ...blobMethods(node), ...shareMethods(node), ...stateMethods(node) },
      secret,
      // What a writer sends is large and soon here: who dawdles makes room, not who sends most.
      bodies: createAllowance(rpcLimits.bodyBytes, { drops: 'oldest' }),
      answers: new ByteBudget(rpcLimits.shareBytes, rpcLimits.waiting),
      unread: createAllowance(rpcLimits.answerBytes),
      refuse: (reason) => metrics.refused.inc({ reason }),
      onCut: registry.onCut('rpc'),
      log,
      count: (outcome) => metrics.requests.inc({ outcome }),
    };
    const status = (): object => ({
      chainId: genesis.chainId,
      height: chain.height.value,
      pending: mempool.size,
      pendingBytes: mempool.bytes,
      knobs: knobs.value,
    });
    await runTasks(
      {
        produce: produce(
          { chain, mempool, knobs, clock: systemClock, log, metrics },
          { intervalMs: config.blockInterval },
        ),
        rpc: serveRpc(rpc, config.rpcAddress, log),
        admin: serveAdmin({
          service,
          address: config.adminAddress,
          metrics: registry,
          status,
          notReady: () => (chain.height.value === 0n ? 'no block yet' : undefined),
          routes: knobsRoute(knobs),
        }),
      },
      signal,
    );
  };
}

function serveRpc(rpc: RpcDeps, { host, port }: SocketAddress, log: Logger): Task {
  return async (signal) => {
    const server = createHttpServer(rpc, signal);
    await using _sockets = serveWebSockets(server, rpc, signal);
    try {
      server.listen({ host, port });
      await once(server, 'listening');
    } catch (error) {
      throw new AddressUnavailableError(`${host}:${port}`, { cause: error });
    }
    log.info({ address: server.address() }, 'rpc listening');
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    server.closeAllConnections();
    server.close();
  };
}

/** With a secret, tokens are asked for; one of each kind is written for the operator. */
async function tokenSecret({ tokenSecretFile, dataDir }: LocalDaConfig): Promise<Uint8Array | undefined> {
  if (tokenSecretFile === undefined) return undefined;
  const secret = await readSecretKey(tokenSecretFile);
  for (const permission of ['read', 'write', 'admin'] as const) {
    await writeFileAtomic(
      join(dataDir, 'tokens', `${permission}.jwt`),
      `${formatToken(secret, permission)}\n`,
    );
  }
  return secret;
}
