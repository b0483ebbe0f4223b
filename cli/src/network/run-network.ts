import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, Mutex } from '@switchyard/service-kit';
import { CommandError } from '../errors.ts';
import type { ChildSpec } from '../supervisor/child.ts';
import type { Control } from '../supervisor/control.ts';
import { holderOf, isPortFree } from '../supervisor/processes.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { daHead } from './da-head.ts';
import { deployRollup } from './deploy-rollup.ts';
import { rollupDescriptor, writeDescriptor } from './descriptor.ts';
import { type Engines, engineArguments } from './engine-choice.ts';
import { ensureOperators, freshChainId, genesisDocument, writeGenesisAnchor } from './genesis.ts';
import { ensureExecutionSecret, ensureKey } from './keys.ts';
import { executionSecretPath, genesisPath, type Layout, ofNode, sequencerHome } from './layout.ts';
import { parseRollupRequest, placeFor, rollupNamed } from './names.ts';
import { type Machine, planOfDa, planOfNetwork, planOfRollup } from './plan.ts';
import { abciSocket } from './plan-consensus.ts';
import { writeNatsConfig } from './plan-queue.ts';
import { type NamedPort, namedPorts, namedPortsOfRollup, portsOfNetwork, portsOfNode } from './ports.ts';
import { untilFirstBlock, untilReady } from './ready.ts';
import { ensureGenesisFile, genesisFileOf } from './rollup-genesis.ts';
import { nodeId, writeCometbftConfig, writeSequencerHome } from './sequencer-home.ts';
import { loadNetwork, type NetworkState, type RollupState, saveNetwork } from './state.ts';

/** What it needs. */
export type NetworkDeps = {
  readonly machine: Machine;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** A step that is done, for the person at the terminal. */
  readonly step: (name: string, since: number) => void;
};

/** What a start asks for. */
export type Wanted = { readonly portOffset: number; readonly engines: Engines };

/** The rollup that a first start brings along. */
const firstRollup = { name: 'demo', chainId: '1337' } as const;

const readyMs = 60_000;

/** A network that runs under a supervisor. */
export type RunningNetwork = Omit<Control, 'stop' | 'children'> & { readonly state: () => NetworkState };

/**
 * Starts the network of this folder, making it at the first time, and resolves when it is ready.
 * @throws CommandError before anything is started when a port is taken.
 */
export async function startNetwork(
  { machine, supervisor, clock, say, step }: NetworkDeps,
  { portOffset, engines }: Wanted,
  signal: AbortSignal,
): Promise<RunningNetwork> {
  const { layout } = machine;
  const known = await loadNetwork(layout);
  if (known !== undefined && known.portOffset !== portOffset) {
    throw new CommandError(
      'conflict',
      `this network was made with --port-offset ${known.portOffset}: start it with that, or with --fresh`,
    );
  }
  if (known !== undefined && !isDeepStrictEqual(known.engines, engines)) {
    throw new CommandError(
      'conflict',
      `this network was made with ${engineArguments(known.engines).join(' ')}: start it with that, or with --fresh`,
    );
  }
  await assertPortsFree(namedPorts(portOffset, { ...engines, rollups: known?.rollups ?? [{ index: 0 }] }));
  const waits = { clock, children: supervisor.children, timeoutMs: readyMs };

  const began = clock.elapsed();
  const da = planOfDa(machine, portOffset);
  await supervisor.start([da]);
  await untilReady([da], waits, signal);
  step('data availability layer', began);

  let state = known ?? (await createNetwork({ machine, clock }, { portOffset, engines }, signal));
  await writeDescriptor(layout, state);
  for (const rollup of state.rollups) await mend(rollup, layout, say);
  const networkBegan = clock.elapsed();
  if (engines.consensus === 'cometbft') await writeCometbftConfigs(machine, state);
  if (engines.queue === 'nats') await writeNatsConfig(layout, state);
  const network = planOfNetwork(machine, state);
  const rollups = state.rollups.map((rollup) => planOfRollup(machine, state, rollup));
  await supervisor.start([...network, ...rollups.flat()]);
  await untilReady([...network, ...rollups.flat()], waits, signal);
  step('sequencer network', networkBegan);

  const changing = new Mutex();

  const startRollup = async (rollup: RollupState): Promise<void> => {
    const specs = planOfRollup(machine, state, rollup);
    await supervisor.start(specs);
    await untilReady(specs, waits, signal);
    await untilFirstBlock(rollupDescriptor(state, rollup).rpcUrl, { clock, timeoutMs: readyMs }, signal);
  };

  const addRollup: Control['addRollup'] = ({ name, chainId }) =>
    changing.run(async () => {
      const rollupBegan = clock.elapsed();
      const request = parseRollupRequest(name, chainId);
      const index = placeFor(request, state);
      await assertPortsFree(namedPortsOfRollup(portOffset, index));
      const rollup = await deployRollup({ machine, clock }, state, { ...request, index }, signal);
      state = { ...state, isNew: false, rollups: [...state.rollups, rollup] };
      await saveNetwork(layout, state);
      await writeDescriptor(layout, state);
      await startRollup(rollup);
      step(`rollup ${name}`, rollupBegan);
      return rollup;
    });

  const removeRollup: Control['removeRollup'] = ({ name, wipe }) =>
    changing.run(async () => {
      const rollup = rollupNamed(name, state);
      const specs = planOfRollup(machine, state, rollup);
      await supervisor.stop(specs.map((spec) => spec.name));
      state = { ...state, rollups: state.rollups.filter((other) => other.name !== name) };
      await saveNetwork(layout, state);
      await writeDescriptor(layout, state);
      if (wipe) await wipeRollup(specs, machine, name);
    });

  if (state.isNew === true) await addRollup(firstRollup);
  else {
    for (const rollup of state.rollups) {
      const { rpcUrl } = rollupDescriptor(state, rollup);
      await untilFirstBlock(rpcUrl, { clock, timeoutMs: readyMs }, signal);
    }
  }
  return { state: () => state, addRollup, removeRollup };
}

/** Keys, genesis and trust roots of a new network. */
async function createNetwork(
  { machine, clock }: Pick<NetworkDeps, 'machine' | 'clock'>,
  { portOffset, engines }: Wanted,
  signal: AbortSignal,
): Promise<NetworkState> {
  const { layout } = machine;
  const operators = await ensureOperators(layout, engines.validators);
  const chainId = freshChainId();
  const genesisTime = new Date(clock.now()).toISOString();
  const da = await daHead(`http://127.0.0.1:${portsOfNetwork(portOffset).da}`, clock, signal);
  const genesis = genesisDocument({ chainId, genesisTime, operators });
  for (const [node, validator] of operators.validators.entries()) {
    await writeSequencerHome(sequencerHome(layout, node), { genesis, validator });
  }
  await writeGenesisAnchor(join(layout.data, 'anchor.json'), { chainId, operators, da });
  const state: NetworkState = {
    schema: 1,
    chainId,
    daChainId: da.chainId,
    portOffset,
    genesisTime,
    engines,
    rollups: [],
    isNew: true,
  };
  await saveNetwork(layout, state);
  return state;
}

/** What of a rollup's files was lost or changed, and can be made again, is written anew. */
async function mend(
  { name, chainId, genesisTime }: RollupState,
  layout: Layout,
  say: NetworkDeps['say'],
): Promise<void> {
  const tell = (path: string, outcome: 'kept' | 'made' | 'mended'): void => {
    if (outcome !== 'kept')
      say(`${path} was ${outcome === 'made' ? 'missing' : 'changed'}: it is written anew`);
  };
  const secret = executionSecretPath(layout, name);
  tell(secret, await ensureExecutionSecret(secret));
  if (genesisTime === undefined) return;
  const path = genesisPath(layout, name);
  tell(path, await ensureGenesisFile(path, genesisFileOf({ chainId, genesisTime }).text));
}

async function writeCometbftConfigs(machine: Machine, { portOffset, engines }: NetworkState): Promise<void> {
  const { layout } = machine;
  const nodes = await Promise.all(
    Array.from({ length: engines.validators }, async (_, node) => ({
      node,
      key: await ensureKey(layout.keys, ofNode('cometbft-p2p', node)),
      ports: portsOfNode(portOffset, node),
    })),
  );
  for (const { node, key, ports } of nodes) {
    await writeCometbftConfig(sequencerHome(layout, node), {
      moniker: `node-${node}`,
      key,
      app: `unix://${abciSocket(machine, node)}`,
      rpcPort: ports.consensusRpc,
      p2pPort: ports.consensusP2p,
      peers: nodes
        .filter((other) => other.node !== node)
        .map((other) => ({ id: nodeId(other.key), p2pPort: other.ports.consensusP2p })),
    });
  }
}

async function assertPortsFree(ports: readonly NamedPort[]): Promise<void> {
  for (const [name, port] of ports) {
    if (await isPortFree(port)) continue;
    throw new CommandError(
      'conflict',
      `port ${port} (${name}) is in use by ${holderOf(port) ?? 'a process of another user or an outgoing connection'}: ` +
        'end it, or start with --port-offset <n>',
    );
  }
}

async function wipeRollup(specs: readonly ChildSpec[], { layout }: Machine, name: string): Promise<void> {
  for (const part of ['node', 'evm-driver', 'conductor', 'composer']) {
    await rm(join(layout.data, `${part}@${name}`), { recursive: true, force: true });
  }
  for (const spec of specs) await rm(spec.logFile, { force: true });
}
