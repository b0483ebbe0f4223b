import { rmSync } from 'node:fs';
import { watchSequencer } from '../support/checker/consensus.ts';
import { targetIn } from '../support/checker/gather.ts';
import { watchHeads } from '../support/checker/rollup.ts';
import { consensusNode } from '../support/consensus-node.ts';
import { validators } from '../support/engines.ts';
import { inflict, type Outcome, reasonOf, seconds } from './inflict.ts';
import { type Judgement, judge } from './judge.ts';
import { createVictim, lastWords, startVictim } from './network.ts';
import { type Fault, nameOf } from './plan.ts';
import type { Random } from './random.ts';
import type { Scene } from './recovery.ts';
import { startTraffic, type Traffic } from './traffic.ts';

/** Faults for one network, one after the other. */
export type Campaign = {
  /** `seed 3`, or which part of the sweep. */
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly random: Random;
  /** Whether an operator takes rollups back to firm on the way: then soft may differ from firm, and heads go back. */
  readonly goesBack?: boolean;
  /** Whether each fault has a first start of its own, or a node that joins. */
  readonly of?: 'first-start' | 'joining';
};

/** What a campaign has found. */
export type Findings = {
  readonly campaign: string;
  readonly outcomes: readonly Outcome[];
  readonly judgements: readonly Judgement[];
  /** What went wrong outside of faults and laws. */
  readonly failures: readonly string[];
  /** Where the network's folder was kept. */
  readonly kept: string | undefined;
  readonly tookMs: number;
};

const walletsPerRollup = 2;

/** Starts a network, does all faults to it, judges it, and stops it; its folder stays when anything failed. */
export async function run(
  { name, faults, random, goesBack }: Campaign,
  { portOffset, say }: { readonly portOffset: number; readonly say: (line: string) => void },
  signal: AbortSignal,
): Promise<Findings> {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const judgements: Judgement[] = [];
  const failures: string[] = [];
  const victim = createVictim(portOffset, signal);
  const traffic: Traffic[] = [];
  const watchers: ReturnType<typeof watchHeads>[] = [];
  let sequencer: ReturnType<typeof watchSequencer> | undefined;
  const tell = (line: string): void => say(`${name} +${seconds(performance.now() - began)} s: ${line}`);
  try {
    await startVictim(victim);
    for (const rollup of victim.rollups) {
      const of = { wallets: walletsPerRollup, random: random.part(`traffic ${rollup.name}`) };
      traffic.push(await startTraffic(rollup, of, signal));
      watchers.push(watchHeads(rollup.url));
    }
    const [{ name: first } = { name: '' }] = victim.rollups;
    sequencer = watchSequencer(targetIn(victim.network.folder, first).consensusUrl);
    const scene: Scene = { victim, traffic };
    tell(`started in ${victim.network.folder}`);
    for (const [index, fault] of faults.entries()) {
      const outcome = await inflict(scene, fault, signal);
      outcomes.push(outcome);
      tell(lineOf(outcome));
      if (outcome.failure !== undefined) for (const line of lastWords(victim, 5)) tell(`  ${line}`);
      // What never recovered would fail each fault that follows.
      if (
        outcome.failure !== undefined &&
        outcome.recoveryMs === undefined &&
        !(await isAlive(scene, signal))
      ) {
        const left = faults.slice(index + 1);
        for (const one of left) outcomes.push(notRun(one));
        throw new Error(`the network did not recover; ${left.length} faults were not done`);
      }
    }
    await sameOnAllNodes(portOffset);
    judgements.push(...(await judge(scene, goesBack === true ? [] : watchers, sequencer, signal)));
  } catch (error) {
    if (!signal.aborted) failures.push(reasonOf(error));
  } finally {
    for (const one of traffic) one.halt();
    for (const watcher of watchers) await watcher.stop();
    await sequencer?.stop();
    await victim.stop();
  }
  const hasFailed =
    failures.length > 0 ||
    outcomes.some(({ failure }) => failure !== undefined) ||
    judgements.some(({ broken }) => broken.size > 0);
  if (!hasFailed || signal.aborted) rmSync(victim.network.folder, { recursive: true, force: true });
  const kept = hasFailed ? victim.network.folder : undefined;
  return { campaign: name, outcomes, judgements, failures, kept, tookMs: performance.now() - began };
}

/** An outcome for a person. */
export function lineOf({ fault, detail, recoveryMs, failure }: Outcome): string {
  const recovery =
    recoveryMs === undefined ? 'never recovered' : `recovered in ${seconds(recoveryMs)} s (${detail})`;
  return failure === undefined ? `${fault}: ${recovery}` : `FAILED ${fault}: ${recovery}: ${failure}`;
}

function notRun(fault: Fault): Outcome {
  const base = { fault: nameOf(fault), kind: fault.kind, victims: [], recoveryMs: undefined, detail: '' };
  return { ...base, failure: 'not done: the network had not recovered' };
}

/** Whether a transaction still goes through, after a fault that failed. */
async function isAlive({ traffic }: Scene, signal: AbortSignal): Promise<boolean> {
  try {
    for (const one of traffic) await one.probe(20_000, signal);
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Every node comes to the head of the first, and has its block and app hash. @throws Error when one does not. */
async function sameOnAllNodes(portOffset: number): Promise<void> {
  if (validators === 1) return;
  const nodes = Array.from({ length: validators }, (_, index) => consensusNode(portOffset, index));
  const { last = 0 } = (await nodes[0]?.extent()) ?? {};
  const hashes = new Set<string>();
  for (const node of nodes) {
    await node.reaches(last + 1);
    const { hash, appHash } = await node.commit(last);
    hashes.add(`${hash} ${appHash}`);
  }
  if (hashes.size > 1) throw new Error(`nodes differ at height ${last}: ${[...hashes].join(', ')}`);
}
