import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrno } from '@switchyard/service-kit';
import type { LocalNetwork } from './local-network.ts';
import { openProcessClock, type ProcessClock } from './process-clock.ts';

/** Keeps the clocks of engines as they are wanted, over their restarts. */
export type EngineClocks = Disposable & {
  /** From the next look on, in whole seconds. */
  readonly want: (name: string, offsetMs: () => number) => void;
};

const lookMs = 50;

/** Looks at each of these children all the time: who has started anew has the machine's clock for some milliseconds. */
export function shiftEngines(network: LocalNetwork, names: readonly string[]): EngineClocks {
  const wanted = new Map<string, () => number>();
  const clocks = new Map<string, ProcessClock>();
  let isLooking = false;

  const look = async (name: string): Promise<void> => {
    const seconds = Math.round((wanted.get(name)?.() ?? 0) / 1_000);
    const pid = network.children().find((child) => child.name === name)?.pid;
    const clock = clocks.get(name);
    if (pid === undefined || (clock === undefined && seconds === 0)) return;
    if (clock?.pid === pid && clock.isItsOwn()) clock.set(seconds);
    else clocks.set(name, await openProcessClock(pid, seconds));
  };
  const lookAtAll = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      for (const name of names) await look(name).catch(unlessEnded);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void lookAtAll(), lookMs);
  return {
    want: (name, offsetMs) => void wanted.set(name, offsetMs),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** A process may end between two looks, and nothing may have been started yet. */
function unlessEnded(error: unknown): void {
  const isGone = ['ENOENT', 'ESRCH', 'EIO'].some((code) => isErrno(error, code));
  if (!isGone) throw error;
}

/** Whether the newest time of day in a log is the machine's and so much. */
export function isLoggedAt({ folder }: LocalNetwork, name: string, ms: number): boolean {
  const log = readFileSync(join(folder, 'logs', `${name}.log`), 'utf8').slice(-2_000);
  const [, hours, minutes] = [...log.matchAll(/[| ](\d\d):(\d\d):\d\d\./g)].at(-1) ?? [];
  const now = new Date(Date.now() + ms);
  const minutesOff = Number(hours) * 60 + Number(minutes) - (now.getHours() * 60 + now.getMinutes());
  // Around midnight it is almost a day.
  return Math.abs(minutesOff) % (24 * 60 - 2) <= 2;
}
