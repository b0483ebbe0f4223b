import { availableParallelism, loadavg } from 'node:os';
import { wayTo } from './places.ts';
import { type Fault, nameOf, serviceOf } from './plan.ts';
import { recovered, recoverWithinMs, type Scene, softHeads } from './recovery.ts';
import { signalTo } from './scenarios.ts';
import { pause, until } from './waiting.ts';

/** What became of a fault. */
export type Outcome = {
  readonly fault: string;
  readonly kind: Fault['kind'];
  /** Who was hurt. */
  readonly victims: readonly string[];
  /** From healing until all went on; undefined when it never did. */
  readonly recoveryMs: number | undefined;
  readonly detail: string;
  readonly failure: string | undefined;
};

/** A place must be reached so soon after it is armed. */
const reachWithinMs = 60_000;
const lookMs = 20;

type Hurt = {
  readonly victims: ReadonlyMap<string, number | undefined>;
  readonly healedAt: number;
  readonly heads: readonly number[];
  readonly how: string;
};

/** Does a fault to a running network and waits until it has recovered. @throws the signal's reason. */
export async function inflict(scene: Scene, fault: Fault, signal: AbortSignal): Promise<Outcome> {
  const named = { fault: nameOf(fault), kind: fault.kind };
  let victims: readonly string[] = 'targets' in fault ? fault.targets : [];
  try {
    await pause(fault.afterMs, signal);
    const hurt = await hurtBy(scene, fault, signal);
    victims = [...hurt.victims.keys()];
    const parts = await recovered(scene, hurt, signal);
    const recoveryMs = Math.max(...Object.values(parts));
    const each = Object.entries(parts).map(([part, ms]) => `${part} ${seconds(ms)}`);
    const detail = `${hurt.how}${each.join(', ')}`;
    const failure = recoveryMs > recoverWithinMs ? lateText(recoveryMs) : undefined;
    return { ...named, victims, recoveryMs, detail, failure };
  } catch (error) {
    signal.throwIfAborted();
    scene.victim.disarm();
    const failure = reasonOf(error);
    return { ...named, victims, recoveryMs: undefined, detail: '', failure };
  }
}

/** That a recovery was late, with how busy the machine was: what a starved one says is no word on the network. */
export function lateText(ms: number): string {
  const [load = 0] = loadavg();
  const perCore = (load / availableParallelism()).toFixed(1);
  return `recovered after ${seconds(ms)} s, not within 20 s (load of the machine: ${perCore} for each core)`;
}

/** Seconds, for a person. */
export function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** An error with what is behind it, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}

function hurtBy(scene: Scene, fault: Fault, signal: AbortSignal): Promise<Hurt> {
  switch (fault.kind) {
    case 'kill':
      return kill(scene, fault, signal);
    case 'freeze':
      return freeze(scene, fault, signal);
    case 'failpoint':
      return reach(scene, fault, signal);
  }
}

type Of<K extends Fault['kind']> = Extract<Fault, { readonly kind: K }>;

async function kill(scene: Scene, { targets, gapMs }: Of<'kill'>, signal: AbortSignal): Promise<Hurt> {
  const { victim } = scene;
  await victim.untilMayDie(targets, 1, signal);
  const heads = await softHeads(scene, signal);
  const victims = new Map<string, number | undefined>();
  for (const [index, target] of targets.entries()) {
    if (index > 0) await pause(gapMs, signal);
    // The first one's end may have taken the second one along.
    const pid = await until(`${target} to run`, () => victim.pidOf(target), { ms: recoverWithinMs }, signal);
    victims.set(target, pid);
    process.kill(pid, 'SIGKILL');
  }
  return { victims, healedAt: performance.now(), heads, how: '' };
}

async function freeze(scene: Scene, { targets, forMs }: Of<'freeze'>, signal: AbortSignal): Promise<Hurt> {
  const { victim } = scene;
  const [target] = targets;
  const heads = await softHeads(scene, signal);
  const pid = victim.pidOf(target);
  await signalTo(victim, target, 'SIGSTOP');
  try {
    await pause(forMs, signal);
  } finally {
    if (pid !== undefined && victim.pidOf(target) === pid) process.kill(pid, 'SIGCONT');
  }
  // It goes on as the same process: nothing to wait for but that it is ready.
  return { victims: new Map([[target, undefined]]), healedAt: performance.now(), heads, how: '' };
}

async function reach(scene: Scene, { place, nth }: Of<'failpoint'>, signal: AbortSignal): Promise<Hurt> {
  const { victim } = scene;
  const { scenario } = wayTo(place);
  const owners = ownersOf(scene, serviceOf(place));
  await victim.untilMayDie(owners, scenario?.ends ?? 1, signal);
  await scenario?.prepare?.(victim, signal);
  const heads = await softHeads(scene, signal);
  const before = new Map(owners.map((name) => [name, victim.pidOf(name)]));
  const armedAt = performance.now();
  victim.arm(nth > 1 ? `${place}:${nth}` : place);
  await scenario?.provoke?.(victim, signal);
  const isReached = (): true | undefined => (victim.isArmed() ? undefined : true);
  await until('the place was not reached', isReached, { ms: reachWithinMs, pollMs: lookMs }, signal);
  const reachedAt = performance.now();
  const died = await until(
    `an end of ${owners.join(' or ')}`,
    () => owners.find((name) => victim.pidOf(name) !== before.get(name)),
    { ms: recoverWithinMs, pollMs: lookMs },
    signal,
  );
  const how = `${died} after ${seconds(reachedAt - armedAt)} s; `;
  await scenario?.heal?.(victim, signal);
  const healedAt = scenario?.heal === undefined ? reachedAt : performance.now();
  return { victims: new Map([[died, before.get(died)]]), healedAt, heads, how };
}

/** Those that may die at a place of a service: one that is down now runs again when its turn comes. */
function ownersOf({ victim }: Scene, service: string): readonly string[] {
  const running = victim.processesOf(service);
  return running.length > 0 ? running : [service];
}
