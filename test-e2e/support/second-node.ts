import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureExecutionSecret } from '../../cli/src/network/keys.ts';
import { executionSecretPath, layoutOf } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfRollup } from '../../cli/src/network/plan.ts';
import { loadNetwork, type RollupState } from '../../cli/src/network/state.ts';
import { launch, type Running } from '../../cli/src/supervisor/child.ts';
import type { LocalNetwork } from './local-network.ts';

/** Another full node of the first rollup: a node, a driver and a conductor of its own, which nothing supervises. */
export type SecondNode = AsyncDisposable & {
  readonly frontUrl: string;
  /** The driver's admin address. */
  readonly adminUrl: string;
  /** Follows the same relayer and the same DA layer, in this mode. */
  readonly start: (mode: RollupState['mode']) => void;
  /** What runs now, by names of its own. */
  readonly children: () => readonly { readonly name: string; readonly pid: number }[];
  /** All three at once, so that the node has lost its state when it starts again. */
  readonly kill: () => Promise<void>;
};

const root = join(import.meta.dirname, '../..');
/** Ports of a rollup that the network does not have. */
const INDEX = 7;

/** It has the rollup's genesis and anchor files and nothing else, in a folder of its own below the network's. */
export async function createSecondNode(network: LocalNetwork, called: string): Promise<SecondNode> {
  const first = layoutOf(root, network.folder);
  const own = layoutOf(root, join(network.folder, called));
  const state = await loadNetwork(first);
  const rollup = state?.rollups[0];
  if (state === undefined || rollup === undefined) throw new Error('the network has no rollup');
  for (const [part, file] of [
    ['node', 'genesis.json'],
    ['conductor', 'anchor.json'],
  ] as const) {
    const folder = join(own.data, `${part}@${rollup.name}`);
    mkdirSync(folder, { recursive: true });
    cpSync(join(first.data, `${part}@${rollup.name}`, file), join(folder, file));
  }
  await ensureExecutionSecret(executionSecretPath(own, rollup.name));
  const machine = thisMachine(own, process.env);
  let running: readonly (Running & { readonly name: string })[] = [];
  const kill = async (): Promise<void> => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ exited }) => exited));
    running = [];
  };
  return {
    frontUrl: network.rpcUrl(INDEX),
    adminUrl: `http://127.0.0.1:${9_311 + 10 * INDEX + network.portOffset}`,
    start: (mode) => {
      running = planOfRollup(machine, state, { ...rollup, index: INDEX, mode })
        .filter(({ name }) => !name.startsWith('composer'))
        .map((spec) => ({ ...launch(spec), name: `${spec.name} (${called})` }));
    },
    children: () => running,
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
