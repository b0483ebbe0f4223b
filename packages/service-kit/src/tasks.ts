import { flushCompileCache } from 'node:module';
import { codeOf, faultOf, SwitchyardError } from '@switchyard/primitives';
import { asError } from './clock.ts';
import type { Logger } from './log.ts';
import { diskFailureOf, exitDisk, exitRefused, refusalOf } from './refusal.ts';

/** Runs until its signal aborts. Ending earlier, or throwing, ends its siblings. */
export type Task = (signal: AbortSignal) => Promise<void>;

/** A task ended though nobody asked it to, or failed; the context names it. */
export class TaskError extends SwitchyardError {
  override readonly code = 'TASK_FAILED';
  override readonly fault = 'fatal';

  constructor(task: string, options?: ErrorOptions) {
    super(options?.cause === undefined ? 'task ended by itself' : 'task failed', { task }, options);
  }
}

/**
 * Runs all tasks together; the first that ends aborts the rest, and none outlives the call. Resolves when the signal
 * aborted and every task has ended. @throws TaskError naming the task that failed first.
 */
export async function runTasks(tasks: Readonly<Record<string, Task>>, signal: AbortSignal): Promise<void> {
  const group = new AbortController();
  const together = AbortSignal.any([signal, group.signal]);
  let failure: TaskError | undefined;
  await Promise.all(
    Object.entries(tasks).map(async ([name, task]) => {
      try {
        await task(together);
        if (!together.aborted) failure ??= new TaskError(name);
      } catch (error) {
        if (!together.aborted) failure ??= new TaskError(name, { cause: error });
        else if (!isAbort(error, together)) failure ??= new TaskError(name, { cause: error });
      } finally {
        group.abort(new Error('a sibling task ended'));
      }
    }),
  );
  if (failure !== undefined) throw failure;
}

/**
 * Runs a service to its end. Resolves to the exit code: 0 after the signal; 74 when its disk does not take writes, 78 when
 * a file of its disk cannot be used, both with what is wrong and what to do in the last line; 1 after any other failure.
 */
export async function runService(service: Task, log: Logger, signal: AbortSignal): Promise<number> {
  log.info('service started');
  // Not left to the exit: who is killed has none, and is to be back soon.
  flushCompileCache();
  try {
    await service(signal);
    log.info({ reason: signal.aborted ? asError(signal.reason).message : undefined }, 'service stopped');
    return 0;
  } catch (error) {
    if (signal.aborted && isAbort(error, signal)) {
      log.info({ reason: asError(signal.reason).message }, 'service stopped');
      return 0;
    }
    const [failure, refusal] = [diskFailureOf(error), refusalOf(error)];
    // LMDB's own words on a write that failed have no end of line: ours would stand behind them, and be no JSON.
    if (failure !== undefined) process.stderr.write('\n');
    log.fatal(
      { ...(failure ?? refusal), err: error, code: codeOf(error), fault: faultOf(error) },
      failure === undefined && refusal !== undefined ? 'service refuses its data' : 'service failed',
    );
    if (failure !== undefined) return exitDisk;
    return refusal === undefined ? 1 : exitRefused;
  }
}

/** Runs fn over the items, at most n at a time; results keep the order. The first failure aborts the rest. */
export async function mapConcurrent<T, R>(
  items: Iterable<T>,
  n: number,
  fn: (item: T, signal: AbortSignal) => Promise<R>,
  signal: AbortSignal,
): Promise<R[]> {
  const group = new AbortController();
  const together = AbortSignal.any([signal, group.signal]);
  const results: R[] = [];
  const queue = [...items].entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      together.throwIfAborted();
      results[index] = await fn(item, together);
    }
  };
  const workers = Array.from({ length: n }, async () => {
    try {
      await worker();
    } catch (error) {
      group.abort(error);
      throw error;
    }
  });
  const settled = await Promise.allSettled(workers);
  signal.throwIfAborted();
  if (group.signal.aborted) throw asError(group.signal.reason);
  for (const outcome of settled) if (outcome.status === 'rejected') throw asError(outcome.reason);
  return results;
}

/** One at a time, in the order of the calls. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(fn: () => Promise<T>): Promise<T> {
    const result = this.#last.then(fn, fn);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || (error.cause !== undefined && isAbort(error.cause, signal));
}
