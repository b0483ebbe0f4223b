import { readFileSync } from 'node:fs';
import type { LocalNetwork } from '../local-network.ts';

/** The most that a process has had resident since it started, in MiB. */
export function peakOf(network: LocalNetwork, name: string): number {
  const pid = network.pidOf(name);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(peak ?? Number.NaN) / 1_024);
}

/** The counters of a process whose names and labels match, added up. */
export async function counted(
  { portOffset }: LocalNetwork,
  adminPort: number,
  pattern: RegExp,
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${adminPort + portOffset}/metrics`);
  const lines = (await response.text())
    .split('\n')
    .filter((line) => !line.startsWith('#') && pattern.test(line));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
