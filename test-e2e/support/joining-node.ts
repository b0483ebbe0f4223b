import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureKey, type Key } from '../../cli/src/network/keys.ts';
import { layoutOf, ofNode, sequencerHome } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfValidator } from '../../cli/src/network/plan.ts';
import { abciSocket } from '../../cli/src/network/plan-consensus.ts';
import { portsOfNode } from '../../cli/src/network/ports.ts';
import { nodeId, writeCometbftConfig, writeSequencerHome } from '../../cli/src/network/sequencer-home.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { type ChildSpec, launch, type Running } from '../../cli/src/supervisor/child.ts';
import { type ConsensusNode, consensusNode } from './consensus-node.ts';
import type { LocalNetwork } from './local-network.ts';

/** A sequencer node that was not there at genesis: app, CometBFT and relayer, which nothing supervises. */
export type JoiningNode = ConsensusNode &
  AsyncDisposable & {
    /** Its validator's. */
    readonly key: Key;
    /** CometBFT's, and the folder of its app. */
    readonly home: string;
    readonly appFolder: string;
    readonly start: () => Promise<void>;
    /** All of it, or the programs whose names begin so. */
    readonly kill: (name?: string) => Promise<void>;
    readonly logOf: (program: 'sequencer-app' | 'cometbft' | 'relayer') => string;
  };

const root = join(import.meta.dirname, '../..');

/** The next node of a network with CometBFT: by state sync from what is trusted, or from genesis without it. */
export async function createJoiningNode(
  network: LocalNetwork,
  trusted?: { readonly height: number; readonly hash: string },
  /** A failpoint to die at. */
  environment: NodeJS.ProcessEnv = process.env,
): Promise<JoiningNode> {
  const layout = layoutOf(root, network.folder);
  const state = await loadNetwork(layout);
  if (state === undefined) throw new Error('the network has not been started');
  const index = state.engines.validators;
  const machine = thisMachine(layout, environment);
  const ports = portsOfNode(network.portOffset, index);
  const key = await ensureKey(layout.keys, ofNode('validator', index));
  const home = sequencerHome(layout, index);
  const genesis = JSON.parse(
    readFileSync(join(sequencerHome(layout, 0), 'config/genesis.json'), 'utf8'),
  ) as object;
  await writeSequencerHome(home, { genesis, validator: key });
  const others = Array.from({ length: index }, (_, other) => other);
  await writeCometbftConfig(home, {
    moniker: `node-${index}`,
    key: await ensureKey(layout.keys, ofNode('cometbft-p2p', index)),
    app: `unix://${abciSocket(machine, index)}`,
    rpcPort: ports.consensusRpc,
    p2pPort: ports.consensusP2p,
    peers: await Promise.all(
      others.map(async (other) => ({
        id: nodeId(await ensureKey(layout.keys, ofNode('cometbft-p2p', other))),
        p2pPort: portsOfNode(network.portOffset, other).consensusP2p,
      })),
    ),
    ...(trusted === undefined
      ? {}
      : {
          stateSync: {
            // Of a network with one node it is asked twice.
            rpcPorts: [0, Math.min(1, index - 1)].map(
              (other) => portsOfNode(network.portOffset, other).consensusRpc,
            ),
            trusted: { height: BigInt(trusted.height), hash: trusted.hash },
          },
        }),
  });
  const never = new AbortController().signal;
  const running = new Map<ChildSpec, Running>();
  const kill = async (name = ''): Promise<void> => {
    const chosen = [...running].filter(([spec]) => spec.name.startsWith(name));
    for (const [spec, child] of chosen) {
      child.kill('SIGKILL');
      await child.exited;
      running.delete(spec);
    }
  };
  const specs = planOfValidator(machine, state, index);
  return {
    ...consensusNode(network.portOffset, index),
    key,
    home,
    appFolder: join(layout.data, ofNode('sequencer-app', index)),
    start: async () => {
      for (const spec of specs.filter((one) => !running.has(one))) {
        await spec.before?.(never);
        running.set(spec, launch(spec));
      }
    },
    kill,
    logOf: (program) => readFileSync(join(layout.logs, `${ofNode(program, index)}.log`), 'utf8'),
    [Symbol.asyncDispose]: () => kill(),
  };
}
