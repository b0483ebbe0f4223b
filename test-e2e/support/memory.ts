import { appendFileSync, readFileSync } from 'node:fs';
import { isErrno } from '@switchyard/service-kit';
import type { LocalNetwork } from './local-network.ts';

/** Peak resident memory per process name, MiB. */
export type Peaks = Readonly<Record<string, number>>;

/** Samples the children of a network while it lives. */
export type MemoryWatch = Disposable & { readonly peaks: () => Peaks };

/** Law L14: what one of our services may hold under any input, MiB. The node of a rollup and engines are not ours; they are shown only. */
export const memoryLimitMib = 512;

/** Also those of further nodes: `cometbft-1`. */
const notOurs = /^(?:node@|cometbft|nats)/;

const sampleMs = 200;

/**
 * Watches all children of a running network, over restarts. The kernel keeps each process's own high-water mark, so that what lies
 * between two samples counts too; it is set back at the beginning. Linux only: elsewhere the peaks are empty.
 */
export function watchMemory(network: Pick<LocalNetwork, 'children'>): MemoryWatch {
  const peaks = new Map<string, number>();
  const seen = new Set<number>();
  const sample = (): void => {
    for (const { name, pid } of network.children()) {
      if (!seen.has(pid)) resetMark(pid);
      seen.add(pid);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, highWaterMib(pid)));
    }
  };
  sample();
  const timer = setInterval(sample, sampleMs);
  return {
    peaks: () => {
      sample();
      return Object.fromEntries([...peaks].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** Adds to the table that `npm run test:hostile` prints at its end. @returns the services above their limit. */
export function recordPeaks(attack: string, peaks: Peaks): readonly string[] {
  const file = process.env['TEST_PEAKS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ attack, peaks })}\n`);
  else process.stdout.write(`${attack}: ${JSON.stringify(peaks)} MiB\n`);
  return Object.entries(peaks).flatMap(([name, mib]) =>
    mib > memoryLimitMib && !notOurs.test(name) ? [`${name}: ${mib} MiB`] : [],
  );
}

function highWaterMib(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`)) ?? [];
  return Math.round(Number(kib ?? 0) / 1024);
}

/** Sets VmHWM to what is resident now: proc(5), clear_refs. */
function resetMark(pid: number): void {
  try {
    appendFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch (error) {
    if (!isErrno(error, 'ENOENT') && !isErrno(error, 'ESRCH') && !isErrno(error, 'EACCES')) throw error;
  }
}

/** Empty when the process is gone. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ESRCH')) return '';
    throw error;
  }
}
