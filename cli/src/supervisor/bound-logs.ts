import { copyFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, isErrno, type Task } from '@switchyard/service-kit';

/** How long a log of a running child may become. */
export const logLimits = { bytes: 64 * 1024 * 1024, checkMs: 5_000 } as const;

/** What the supervisor itself writes, not by appending. */
const ownLog = 'supervisor.log';

/** Keeps the logs of running children bounded until the signal aborts: a long life or an attack must not fill the disk. */
export function boundLogs(folder: string, clock: Clock): Task {
  return async (signal) => {
    for (;;) {
      await clock.sleep(logLimits.checkMs, signal);
      await cutLogs(folder, logLimits.bytes);
    }
  };
}

/**
 * Moves what is in logs that are too long to `<log>.1`, over what was there. Children append, so that they go on at the
 * beginning of the emptied file; what they write between copy and cut is lost.
 */
export async function cutLogs(folder: string, maxBytes: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.log') || name === ownLog) continue;
    const path = join(folder, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size <= maxBytes) continue;
    // Without room for the copy there is none: the log must not fill the disk. Another failure is tried again.
    const mayCut = await copyFile(path, `${path}.1`).then(
      () => true,
      (error: unknown) => isErrno(error, 'ENOSPC') || isErrno(error, 'EDQUOT'),
    );
    if (mayCut) await truncate(path, 0).catch(() => undefined);
  }
}
