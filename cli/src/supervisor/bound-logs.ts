import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { asError, type Clock, isErrno, type Task } from '@switchyard/service-kit';

/** How long a log of a running child may become. */
export const logLimits = { bytes: 64 * 1024 * 1024, checkMs: 5_000 } as const;

/** What the supervisor itself writes, not by appending. */
const ownLog = 'supervisor.log';

/** Keeps the logs of running children bounded until the signal aborts: a long life or an attack must not fill the disk. */
export function boundLogs(folder: string, clock: Clock, say: (line: string) => void): Task {
  const told = new Set<string>();
  return async (signal) => {
    for (;;) {
      await clock.sleep(logLimits.checkMs, signal);
      for (const problem of await cutLogs(folder, logLimits.bytes)) {
        if (!told.has(problem)) say(problem);
        told.add(problem);
      }
    }
  };
}

/**
 * Moves what is in logs that are too long to `<log>.1`, over what was there. Children append, so that they go on at the
 * beginning of the emptied file; what they write between copy and cut is lost. Resolves with what could not be done.
 */
export async function cutLogs(folder: string, maxBytes: number): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.log') || name === ownLog) continue;
    const path = join(folder, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size <= maxBytes) continue;
    try {
      await copyIfRoom(path);
      await truncate(path, 0);
    } catch (error) {
      problems.push(`${path} is too long and cannot be cut: ${asError(error).message}`);
    }
  }
  return problems;
}

/** Without room for the copy there is none: the log must not fill the disk. */
async function copyIfRoom(path: string): Promise<void> {
  try {
    await copyFile(path, `${path}.1`);
  } catch (error) {
    if (!isErrno(error, 'ENOSPC') && !isErrno(error, 'EDQUOT')) throw error;
  }
}
