import { open } from 'node:fs/promises';
import { type Clock, isErrno } from '@switchyard/service-kit';

const lookEachMs = 1_000;
const maxReadBytes = 1024 * 1024;

/** Resolves when a growing log has a whole line like this from the beginning of a line in it on. @throws when it cannot be read */
export async function untilSaid(
  { path, from, pattern }: { readonly path: string; readonly from: number; readonly pattern: RegExp },
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let at = from;
  for (;;) {
    await clock.sleep(lookEachMs, signal);
    const { text, end } = await readLines(path, at);
    if (pattern.test(text)) return;
    at = end;
  }
}

/** The whole lines from the beginning of one on, and where they end. */
async function readLines(
  path: string,
  from: number,
): Promise<{ readonly text: string; readonly end: number }> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    // A log that is too long is cut, and begins again.
    const known = size < from ? 0 : from;
    const start = Math.max(known, size - maxReadBytes);
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    const read = buffer.subarray(0, bytesRead);
    const first = start === known ? 0 : read.indexOf('\n') + 1;
    const last = read.lastIndexOf('\n') + 1;
    return { text: read.toString('utf8', first, last), end: start + last };
  } catch (error) {
    // Removed by a person: its program writes on into what nobody can read.
    if (isErrno(error, 'ENOENT')) return { text: '', end: from };
    throw error;
  }
}
