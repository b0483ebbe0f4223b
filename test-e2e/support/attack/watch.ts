import { readFileSync } from 'node:fs';
import type { LocalNetwork } from '../local-network.ts';

/** The most that a process has had resident since it started, in MiB. */
export function peakOf(network: LocalNetwork, name: string): number {
  const pid = network.pidOf(name);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(peak ?? Number.NaN) / 1_024);
}
