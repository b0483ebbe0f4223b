import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfDa, planOfRollup } from '../../cli/src/network/plan.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { launch } from '../../cli/src/supervisor/child.ts';
import type { LocalNetwork } from './local-network.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Runs the first rollup of a stopped network anew: node, driver and conductor forget everything but genesis and anchor,
 * and nothing else runs but the DA layer.
 */
export async function rederive(network: LocalNetwork): Promise<AsyncDisposable & { readonly count: number }> {
  const layout = layoutOf(root, network.folder);
  const state = await loadNetwork(layout);
  const rollup = state?.rollups[0];
  if (state === undefined || rollup === undefined) throw new Error('the network has no rollup');
  for (const part of ['node', 'conductor', 'evm-driver']) {
    const folder = join(layout.data, `${part}@${rollup.name}`);
    const kept = { node: 'genesis.json', conductor: 'anchor.json', 'evm-driver': undefined }[part];
    if (kept !== undefined) cpSync(join(folder, kept), join(layout.data, kept));
    rmSync(folder, { recursive: true });
    if (kept !== undefined) cpSync(join(layout.data, kept), join(folder, kept));
  }
  const machine = thisMachine(layout, process.env);
  const parts = planOfRollup(machine, state, { ...rollup, mode: 'firm-only' });
  const specs = [
    planOfDa(machine, state.portOffset),
    ...parts.filter(({ name }) => !name.startsWith('composer')),
  ];
  const running = specs.map((spec) => launch(spec));
  return {
    count: running.length,
    [Symbol.asyncDispose]: async () => {
      for (const child of running.toReversed()) {
        child.kill('SIGTERM');
        await child.exited;
      }
    },
  };
}
