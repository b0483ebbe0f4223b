import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfNetwork, planOfRollup } from '../../cli/src/network/plan.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import type { ChildSpec } from '../../cli/src/supervisor/child.ts';
import { type ChildState, createSupervisor } from '../../cli/src/supervisor/supervisor.ts';
import { logLines } from './local-network.ts';
import type { RunningProgram } from './programs.ts';

const root = join(import.meta.dirname, '../..');
const lookMs = 200;

/** The plan of each program that is not ours, which the supervisor has to speak for: by name. */
export async function plansOfEngines(folder: string): Promise<ReadonlyMap<string, ChildSpec>> {
  const layout = layoutOf(root, folder);
  const state = await loadNetwork(layout);
  if (state === undefined) throw new Error('there is no network');
  const machine = thisMachine(layout, process.env);
  return new Map(
    [
      ...planOfNetwork(machine, state),
      ...state.rollups.flatMap((rollup) => planOfRollup(machine, state, rollup)),
    ]
      .filter(({ adminPort }) => adminPort === undefined)
      .map((spec) => [spec.name, spec]),
  );
}

/** A program that a supervisor of its own looks after: it ends when that has given it up. */
export type SupervisedProgram = RunningProgram & {
  /** What a person reads of it. */
  readonly state: () => ChildState;
  readonly said: () => readonly string[];
};

/** Runs it as `start` does, with a log file of this life alone. */
export function superviseProgram(spec: ChildSpec, folder: string): SupervisedProgram {
  rmSync(`${spec.logFile}.1`, { force: true });
  try {
    truncateSync(spec.logFile, 0);
  } catch {
    // Its first life.
  }
  const said: string[] = [];
  const supervisor = createSupervisor({
    clock: systemClock,
    say: (line) => said.push(line),
    childrenFile: join(folder, `child-${spec.name}.json`),
  });
  const state = (): ChildState => {
    const [child] = supervisor.children();
    if (child === undefined) throw new Error(`${spec.name} is not there`);
    return child;
  };
  let last: ChildState | undefined;
  const given = Promise.withResolvers<number>();
  const started = supervisor.start([spec]);
  const timer = setInterval(() => {
    if (last === undefined && state().phase === 'failed') {
      last = state();
      given.resolve(exitGivenUp);
    }
  }, lookMs);
  return {
    spec,
    ended: given.promise,
    ending: () => (last === undefined ? undefined : exitGivenUp),
    lines: () => logLines(spec.logFile),
    state: () => last ?? state(),
    said: () => said,
    output: () => said.join('\n'),
    stop: async () => {
      await started;
      clearInterval(timer);
      last ??= state();
      await supervisor.stopAll();
      rmSync(join(folder, `child-${spec.name}.json`), { force: true });
      given.resolve(exitGivenUp);
      return exitGivenUp;
    },
  };
}

/** No code of a process: its supervisor does not start it again. */
const exitGivenUp = -78;
