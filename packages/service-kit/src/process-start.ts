import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks since boot, so that a reused pid is not taken for its predecessor. Undefined
 * when it has ended; `unknown` where the system does not tell.
 */
export function startOfProcess(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return undefined;
  }
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 'unknown';
  }
  const [state = '', ...rest] = stat.replace(/^.*\) /s, '').split(' ');
  // A killed process that its parent has not waited for yet holds nothing any more.
  return state === 'Z' || state === 'X' ? undefined : (rest[18] ?? 'unknown');
}
