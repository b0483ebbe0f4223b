import { open } from 'node:fs/promises';
import type { Clock } from '@switchyard/service-kit';

const lookEachMs = 1_000;
const maxReadBytes = 1024 * 1024;
/** The line may be written while it is read. */
const overlapBytes = 512;

/** Resolves when a growing log has a line like this from a place in it on. */
export async function untilSaid(
  { path, from, pattern }: { readonly path: string; readonly from: number; readonly pattern: RegExp },
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let at = from;
  for (;;) {
    await clock.sleep(lookEachMs, signal);
    const { text, end } = await read(path, at);
    if (pattern.test(text)) return;
    at = Math.max(from <= end ? from : 0, end - overlapBytes);
  }
}

async function read(path: string, from: number): Promise<{ readonly text: string; readonly end: number }> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    // A log that is too long is cut, and begins again.
    const start = Math.max(size < from ? 0 : from, size - maxReadBytes);
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    return { text: buffer.toString('utf8', 0, bytesRead), end: start + bytesRead };
  } catch {
    return { text: '', end: from };
  }
}
