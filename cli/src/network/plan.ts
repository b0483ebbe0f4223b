import { join } from 'node:path';
import type { ChildSpec } from '../supervisor/child.ts';
import type { EngineName } from './engines.ts';
import { executionSecretPath, genesisPath, type Layout, logFile, ofNode, sequencerHome } from './layout.ts';
import { abciSocket, planOfCometbft } from './plan-consensus.ts';
import { ipcSocket, planOfNode } from './plan-node.ts';
import { planOfNats, queueSettings } from './plan-queue.ts';
import { portsOfNetwork, portsOfNode, portsOfRollup } from './ports.ts';
import { genesisFileOf } from './rollup-genesis.ts';
import { serviceEnvironment } from './service-env.ts';
import type { NetworkState, RollupState } from './state.ts';

/** What the plan needs to know of this machine. */
export type Machine = {
  readonly layout: Layout;
  readonly nodeProgram: string;
  readonly anvilProgram: string;
  /** A real engine's program. @throws CommandError that says how to get it */
  readonly engineProgram: (name: EngineName) => string;
  /** A short folder for unix sockets. */
  readonly sockets: string;
  /** Armed in crash tests, handed on to every service. */
  readonly failpoint: string | undefined;
  readonly path: string;
};

const host = '127.0.0.1';

/** Users stop first, then what they stand on: each level is stopped before the one below it. */
const stopOrders = {
  composer: 50,
  conductor: 40,
  driver: 30,
  node: 20,
  daWriter: 18,
  relayer: 16,
  queue: 14,
  engine: 12,
  app: 10,
} as const;

/** local-da alone: anchors are read from it before anything else is configured. */
export function planOfDa(machine: Machine, portOffset: number): ChildSpec {
  const ports = portsOfNetwork(portOffset);
  return service(machine, 'local-da', 'local-da', ports.daAdmin, 5, {
    ADMIN_ADDRESS: `${host}:${ports.daAdmin}`,
    RPC_ADDRESS: `${host}:${ports.da}`,
    DATA_DIR: join(machine.layout.data, 'local-da'),
  });
}

/** The sequencer network without the DA layer. */
export function planOfNetwork(machine: Machine, network: NetworkState): readonly ChildSpec[] {
  const { layout } = machine;
  const { portOffset, engines } = network;
  const ports = portsOfNetwork(portOffset);
  const sequencer = `${host}:${ports.sequencerGrpc}`;
  const relayer = `${host}:${ports.relayerGrpc}`;
  return [
    ...Array.from({ length: engines.validators }, (_, node) =>
      planOfValidator(machine, network, node),
    ).flat(),
    ...(engines.queue === 'nats' ? [planOfNats(machine, { stopOrder: stopOrders.queue })] : []),
    service(machine, 'da-writer', 'da-writer', ports.daWriterAdmin, stopOrders.daWriter, {
      ADMIN_ADDRESS: `${host}:${ports.daWriterAdmin}`,
      RELAYER_ADDRESS: relayer,
      SEQUENCER_ADDRESS: sequencer,
      DA_URL: `http://${host}:${ports.da}`,
      ANCHOR_FILE: join(layout.data, 'anchor.json'),
      REPORTER_KEY_FILE: join(layout.keys, 'reporter.key'),
      DATA_DIR: join(layout.data, 'da-writer'),
      ...queueSettings(machine, network, 'da-writer'),
    }),
    service(machine, 'dashboard', 'dashboard', ports.dashboardAdmin, 60, {
      ADMIN_ADDRESS: `${host}:${ports.dashboardAdmin}`,
      HTTP_ADDRESS: `${host}:${ports.dashboard}`,
      TOPOLOGY_FILE: layout.topologyFile,
    }),
  ];
}

/** A sequencer node: its app, its consensus engine, its relayer. It need not be among the validators of genesis. */
export function planOfValidator(machine: Machine, network: NetworkState, node: number): readonly ChildSpec[] {
  const { layout } = machine;
  const { portOffset, chainId, engines } = network;
  const ports = portsOfNode(portOffset, node);
  const abci = `unix:${abciSocket(machine, node)}`;
  const sequencer = `${host}:${ports.sequencerGrpc}`;
  const others = Array.from({ length: engines.validators }, (_, other) => other).filter(
    (other) => other !== node,
  );
  return [
    service(machine, 'sequencer-app', ofNode('sequencer-app', node), ports.appAdmin, stopOrders.app, {
      ADMIN_ADDRESS: `${host}:${ports.appAdmin}`,
      ABCI_ADDRESS: abci,
      GRPC_ADDRESS: sequencer,
      HTTP_ADDRESS: `${host}:${ports.sequencerHttp}`,
      DATA_DIR: join(layout.data, ofNode('sequencer-app', node)),
      // solo-engine has no state sync.
      ...(engines.consensus === 'cometbft' ? {} : { SNAPSHOT_INTERVAL: '0' }),
    }),
    engines.consensus === 'cometbft'
      ? planOfCometbft(machine, {
          portOffset,
          node,
          validators: engines.validators,
          stopOrder: stopOrders.engine,
        })
      : service(machine, 'solo-engine', 'solo-engine', ports.consensusAdmin, stopOrders.engine, {
          ADMIN_ADDRESS: `${host}:${ports.consensusAdmin}`,
          RPC_ADDRESS: `${host}:${ports.consensusRpc}`,
          ABCI_ADDRESS: abci,
          HOME: sequencerHome(layout, node),
        }),
    service(machine, 'relayer', ofNode('relayer', node), ports.relayerAdmin, stopOrders.relayer, {
      ADMIN_ADDRESS: `${host}:${ports.relayerAdmin}`,
      CHAIN_ID: chainId,
      CONSENSUS_URL: `http://${host}:${ports.consensusRpc}`,
      APP_ADDRESS: sequencer,
      GRPC_ADDRESS: `${host}:${ports.relayerGrpc}`,
      P2P_LISTEN: `/ip4/${host}/tcp/${ports.relayerP2p}`,
      P2P_BOOTSTRAP: others
        .map((other) => `/ip4/${host}/tcp/${portsOfNode(portOffset, other).relayerP2p}`)
        .join(','),
      P2P_KEY_FILE: join(layout.keys, `${ofNode('relayer-p2p', node)}.key`),
      DATA_DIR: join(layout.data, ofNode('relayer', node)),
      ...queueSettings(machine, network, 'relayer'),
    }),
  ];
}

/** The programs of one rollup. */
export function planOfRollup(
  machine: Machine,
  { portOffset, chainId, daChainId, engines }: NetworkState,
  rollup: RollupState,
): readonly ChildSpec[] {
  const { layout } = machine;
  const { name, mode } = rollup;
  const network = portsOfNetwork(portOffset);
  const ports = portsOfRollup(portOffset, rollup.index);
  const data = (part: string): string => join(layout.data, `${part}@${name}`);
  const driver = `${host}:${ports.driver}`;
  const genesis = genesisPath(layout, name);
  const secret = executionSecretPath(layout, name);
  return [
    planOfNode(machine, rollup, { evm: engines.evm, port: ports.node, stopOrder: stopOrders.node }),
    service(machine, 'evm-driver', `evm-driver@${name}`, ports.driverAdmin, stopOrders.driver, {
      ADMIN_ADDRESS: `${host}:${ports.driverAdmin}`,
      GRPC_ADDRESS: driver,
      EXECUTION_SECRET_FILE: secret,
      FRONT_ADDRESS: `${host}:${ports.front}`,
      FRONT_ORIGINS: '*',
      NODE_KIND: engines.evm,
      NODE_URL: `http://${host}:${ports.node}`,
      NODE_IPC: ipcSocket(machine, rollup),
      CHAIN_ID: `${rollup.chainId}`,
      ROLLUP: name,
      SEQUENCER_CHAIN_ID: chainId,
      SEQUENCER_START_HEIGHT: rollup.sequencerStartHeight,
      DA_CHAIN_ID: daChainId,
      DA_START_HEIGHT: rollup.daStartHeight,
      ...genesisSettings(genesis, rollup),
      DATA_DIR: data('evm-driver'),
    }),
    service(machine, 'conductor', `conductor@${name}`, ports.conductorAdmin, stopOrders.conductor, {
      ADMIN_ADDRESS: `${host}:${ports.conductorAdmin}`,
      EXECUTION_ADDRESS: driver,
      EXECUTION_SECRET_FILE: secret,
      ROLLUP: name,
      MODE: mode,
      P2P_LISTEN: `/ip4/${host}/tcp/${ports.conductorP2p}`,
      RELAYER_ADDRESS: `${host}:${network.relayerGrpc}`,
      DA_URL: `http://${host}:${network.da}`,
      ANCHOR_FILE: join(data('conductor'), 'anchor.json'),
      DATA_DIR: data('conductor'),
    }),
    service(machine, 'composer', `composer@${name}`, ports.composerAdmin, stopOrders.composer, {
      ADMIN_ADDRESS: `${host}:${ports.composerAdmin}`,
      ROLLUP_NAME: name,
      RPC_URL: `http://${host}:${ports.front}`,
      WS_URL: `ws://${host}:${ports.front}`,
      SEQUENCER_ENDPOINTS: `${host}:${network.sequencerGrpc}`,
      SEQUENCER_START_HEIGHT: rollup.sequencerStartHeight,
      KEY_FILE: join(layout.keys, `composer-${name}.key`),
      DATA_DIR: data('composer'),
    }),
  ];
}

/** Networks of an earlier version do not know when their rollups were made. */
function genesisSettings(
  file: string,
  { chainId, genesisTime }: RollupState,
): Readonly<Record<string, string>> {
  if (genesisTime === undefined) return {};
  return { GENESIS_FILE: file, GENESIS_SHA256: genesisFileOf({ chainId, genesisTime }).digest };
}

/**
 * A small young generation, and a heap that is collected before it is large: measured, both cost no speed here, and the
 * front stays under 512 MB with every one of its limits full.
 */
const heapFlags: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=320'];

function service(
  { layout, nodeProgram, failpoint, path }: Machine,
  program: string,
  name: string,
  adminPort: number,
  stopOrder: number,
  replaced: Readonly<Record<string, string>>,
): ChildSpec {
  return {
    name,
    program: nodeProgram,
    args: [...heapFlags, join(layout.root, 'services', program, 'dist/main.js')],
    env: {
      PATH: path,
      // A process that was killed is back sooner: what was compiled once is read.
      NODE_COMPILE_CACHE: join(layout.root, '.switchyard/compile-cache'),
      ...serviceEnvironment(layout.root, program, replaced),
      ...(failpoint === undefined ? {} : { SWITCHYARD_FAILPOINT: failpoint }),
    },
    logFile: logFile(layout, name),
    adminPort,
    stopOrder,
  };
}
