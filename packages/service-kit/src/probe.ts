import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SwitchyardError } from '@switchyard/primitives';
import { isEndedFromOutside } from './refusal.ts';

/** Another process could not read a store: its pages are damaged. */
export class UnreadableStoreError extends SwitchyardError {
  override readonly code = 'UNREADABLE_STORE';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super('a store cannot be read', { path }, options);
  }
}

/** What is read, by which program, and who is told that it takes long. */
type Probe = {
  /** A file that reads all of the store in its first argument, and fails or dies of what is damaged. It must end. */
  readonly program: string;
  readonly path: string;
  readonly tellEveryMs?: number;
  readonly onWaiting?: (sinceMs: number) => void;
};

/**
 * Lets another process read a store first: what a damaged one does to its reader is not an error but the end of it.
 *
 * Takes as long as the store is large and the disk is slow: time says nothing of the pages, so there is no deadline.
 *
 * @throws UnreadableStoreError; as it came what says nothing of the store; the signal's reason.
 */
export async function readInAnotherProcess(
  { program, path, tellEveryMs = 10_000, onWaiting }: Probe,
  signal: AbortSignal,
): Promise<void> {
  const since = performance.now();
  const telling = setInterval(() => onWaiting?.(Math.round(performance.now() - since)), tellEveryMs);
  try {
    await promisify(execFile)(process.execPath, [program, path], { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (isEndedFromOutside(error)) throw error;
    throw new UnreadableStoreError(path, { cause: error });
  } finally {
    clearInterval(telling);
  }
}
