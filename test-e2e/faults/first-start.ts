import { rmSync } from 'node:fs';
import { get } from '../support/checker/json-rpc.ts';
import { type Campaign, type Findings, lineOf } from './campaign.ts';
import { lateText, type Outcome, reasonOf, seconds } from './inflict.ts';
import { createVictim, startVictim, type Victim } from './network.ts';
import { type Fault, nameOf, serviceOf } from './plan.ts';
import { recoverWithinMs } from './recovery.ts';
import { startTraffic } from './traffic.ts';
import { until } from './waiting.ts';

const consensusRpc = 26_657;
const patienceMs = 120_000;

/** For each place a network that is armed before its first start, and has to come up in spite of it. */
export async function runFirstStarts(
  { name, faults, random }: Campaign,
  { portOffset, say }: { readonly portOffset: number; readonly say: (line: string) => void },
  signal: AbortSignal,
): Promise<Findings> {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  let kept: string | undefined;
  const isStopped = (): boolean => signal.aborted;
  for (const fault of faults) {
    if (isStopped()) break;
    const victim = createVictim(portOffset, signal);
    let failure: string | undefined;
    try {
      const outcome = await startThrough(victim, fault, random, signal);
      ({ failure } = outcome);
      outcomes.push(outcome);
    } catch (error) {
      failure = reasonOf(error);
      const base = { fault: nameOf(fault), kind: fault.kind, victims: [], recoveryMs: undefined, detail: '' };
      outcomes.push({ ...base, failure });
    } finally {
      await victim.stop();
    }
    if (failure === undefined || isStopped()) rmSync(victim.network.folder, { recursive: true, force: true });
    else kept = victim.network.folder;
    if (isStopped()) break;
    for (const outcome of outcomes.slice(-1))
      say(`${name} +${seconds(performance.now() - began)} s: ${lineOf(outcome)}`);
  }
  return { campaign: name, outcomes, judgements: [], failures: [], kept, tookMs: performance.now() - began };
}

async function startThrough(
  victim: Victim,
  fault: Fault,
  random: Campaign['random'],
  signal: AbortSignal,
): Promise<Outcome> {
  const place = fault.kind === 'failpoint' ? fault.place : '';
  victim.arm(place);
  // The services are started by one command, which must not notice.
  const starting = startVictim(victim);
  starting.catch(() => undefined);
  await until(
    'the place was not reached',
    () => (victim.isArmed() ? undefined : true),
    { ms: patienceMs, pollMs: 20 },
    signal,
  );
  const reachedAt = performance.now();
  const second = `http://127.0.0.1:${consensusRpc + victim.network.portOffset}/block?height=2`;
  await until(
    'block 2',
    async () => ((await get(second)) === undefined ? undefined : true),
    { ms: patienceMs },
    signal,
  );
  const recoveryMs = performance.now() - reachedAt;
  await starting;
  const [rollup] = victim.rollups;
  if (rollup === undefined) throw new Error('a network has a rollup');
  const traffic = await startTraffic(rollup, { wallets: 0, random }, signal);
  await traffic.probe(patienceMs, signal);
  traffic.halt();
  return {
    fault: nameOf(fault),
    kind: fault.kind,
    victims: [serviceOf(place)],
    recoveryMs,
    detail: 'block 2; then the start ended well, and a transaction had its receipt',
    failure: recoveryMs > recoverWithinMs ? lateText(recoveryMs) : undefined,
  };
}
