import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalNetwork } from '../test-e2e/support/local-network.ts';

/** A process of a network with nothing to do. */
export type IdleProcess = { readonly name: string; readonly cpuPercent: number; readonly rssMb: number };

/** A process of a network after it had work. */
export type BusyProcess = {
  readonly name: string;
  readonly rssMb: number;
  /** The most that was resident at any time of its life. */
  readonly peakRssMb: number;
};

/** All processes together. */
export type Idle = {
  readonly processes: readonly IdleProcess[];
  readonly coresUsed: number;
  readonly rssMb: number;
};

const ticksPerSecond = 100;
const idleMs = 30_000;

type Network = Pick<LocalNetwork, 'children' | 'folder'>;

/** The children and who looks after them. */
function processesOf({ children, folder }: Network): ReturnType<LocalNetwork['children']> {
  const { pid } = JSON.parse(readFileSync(join(folder, 'supervisor.json'), 'utf8')) as {
    readonly pid: number;
  };
  return [...children(), { name: 'supervisor', pid }];
}

/** What a network that has nothing to do uses for half a minute. */
export async function idle(network: Network): Promise<Idle> {
  const before = new Map(processesOf(network).map(({ name, pid }) => [name, cpuSecondsOf(pid)]));
  await sleep(idleMs);
  const processes = processesOf(network).map(({ name, pid }) => {
    const used = cpuSecondsOf(pid) - (before.get(name) ?? 0);
    const cpuPercent = Number(((100 * used * 1_000) / idleMs).toFixed(1));
    return { name, cpuPercent, rssMb: mbOf(pid, 'VmRSS') };
  });
  const percent = processes.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0);
  return {
    processes,
    coresUsed: Number((percent / 100).toFixed(3)),
    rssMb: processes.reduce((sum, { rssMb }) => sum + rssMb, 0),
  };
}

/** What each process holds now, and has held. */
export function memory(network: Network): readonly BusyProcess[] {
  return processesOf(network).map(({ name, pid }) => ({
    name,
    rssMb: mbOf(pid, 'VmRSS'),
    peakRssMb: mbOf(pid, 'VmHWM'),
  }));
}

function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(stat[11]) + Number(stat[12])) / ticksPerSecond;
}

function mbOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status) ?? [];
  return Math.round(Number(kib ?? 0) / 1024);
}
