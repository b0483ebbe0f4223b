import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineProgram } from '../../cli/src/network/engines.ts';
import { consensusNode } from '../support/consensus-node.ts';
import { createJoiningNode, type JoiningNode } from '../support/joining-node.ts';
import { type Campaign, type Findings, lineOf } from './campaign.ts';
import { type Outcome, reasonOf, seconds } from './inflict.ts';
import { createVictim, startVictim } from './network.ts';
import { type Fault, nameOf } from './plan.ts';
import { until } from './waiting.ts';

const root = join(import.meta.dirname, '../..');
const trustedHeight = 3;
/** Snapshots are made each five heights: one is whole by then. */
const snapshotBy = 11;
const stepMs = 90_000;

/** For each place a node that joins by state sync, dies there, and joins when all of it is started again. */
export async function runJoining(
  { name, faults }: Campaign,
  { portOffset, say }: { readonly portOffset: number; readonly say: (line: string) => void },
  signal: AbortSignal,
): Promise<Findings> {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  const victim = createVictim(portOffset, signal);
  const { network } = victim;
  const first = consensusNode(portOffset, 0);
  try {
    await startVictim(victim);
    await first.reaches(snapshotBy, stepMs);
    const { hash } = await first.commit(trustedHeight);
    const environment = { ...process.env, ...victim.environment };
    await using joining = await createJoiningNode(network, { height: trustedHeight, hash }, environment);
    for (const fault of faults) {
      const outcome = await dieAndJoin(joining, fault);
      outcomes.push(outcome);
      say(`${name} +${seconds(performance.now() - began)} s: ${lineOf(outcome)}`);
      signal.throwIfAborted();
      await joining.kill();
      rmSync(joining.appFolder, { recursive: true, force: true });
      const program = engineProgram(root, 'cometbft', process.env);
      execFileSync(program, ['reset-state', '--home', joining.home], { stdio: 'ignore' });
    }
  } catch (error) {
    if (!signal.aborted) failures.push(reasonOf(error));
  } finally {
    await victim.stop();
  }
  const hasFailed = failures.length > 0 || outcomes.some(({ failure }) => failure !== undefined);
  if (!hasFailed || signal.aborted) rmSync(network.folder, { recursive: true, force: true });
  const kept = hasFailed ? network.folder : undefined;
  return { campaign: name, outcomes, judgements: [], failures, kept, tookMs: performance.now() - began };

  async function dieAndJoin(joining: JoiningNode, fault: Fault): Promise<Outcome> {
    const victims = [`sequencer-app-${joining.index}`];
    const base = { fault: nameOf(fault), kind: fault.kind, victims };
    try {
      victim.arm(fault.kind === 'failpoint' ? fault.place : '');
      await joining.start();
      await until(
        'the place was not reached',
        () => (victim.isArmed() ? undefined : true),
        { ms: stepMs, pollMs: 20 },
        signal,
      );
      // Who runs it starts it again, app and CometBFT together.
      await joining.kill();
      const healedAt = performance.now();
      const { last = 0 } = (await first.extent()) ?? {};
      await joining.start();
      await joining.reaches(last, stepMs);
      const recoveryMs = performance.now() - healedAt;
      const { first: from = 0 } = (await joining.extent()) ?? {};
      // Its snapshot may be younger than the head was.
      const height = Math.max(last, from);
      await joining.reaches(height + 1, stepMs);
      const [own, theirs] = [await joining.commit(height), await first.commit(height)];
      const isSame = own.hash === theirs.hash && own.appHash === theirs.appHash;
      const isSynced = from > trustedHeight;
      const failure =
        isSame && isSynced ? undefined : `block ${height} differs, or its first block is ${from}`;
      return { ...base, recoveryMs, detail: `at the head, its first block is ${from}`, failure };
    } catch (error) {
      victim.disarm();
      return { ...base, recoveryMs: undefined, detail: '', failure: reasonOf(error) };
    }
  }
}
