import { asError, type Clock, type Logger } from '@switchyard/service-kit';
import { NodeStuckError, NodeUnavailableError } from './errors.ts';
import type { Engine } from './ports.ts';

/** A node that answers is brought back in less, after whatever was done to it. */
const stuckAfterMs = 15_000;

/** Tells a node that answers, and cannot be brought back, from one that is away. */
export type StuckWatch = {
  /** An attempt failed. @returns what is wrong and what to do, in one line, once that has gone on for long */
  readonly failed: (error: unknown, number: bigint, signal: AbortSignal) => Promise<string | undefined>;
  readonly succeeded: () => void;
};

/** Nothing has failed yet. It says so in the log once for each time. */
export function createStuckWatch({
  engine,
  clock,
  log,
}: {
  readonly engine: Pick<Engine, 'folder'>;
  readonly clock: Clock;
  readonly log: Logger;
}): StuckWatch {
  let since: number | undefined;
  let told: string | undefined;
  const succeeded = (): void => {
    since = undefined;
    told = undefined;
  };
  return {
    succeeded,
    failed: async (error, number, signal) => {
      if (error instanceof NodeUnavailableError) {
        succeeded();
        return undefined;
      }
      since ??= clock.elapsed();
      if (told !== undefined || clock.elapsed() - since < stuckAfterMs) return told;
      const file = await engine.folder?.(signal).catch(() => undefined);
      if (file === undefined) return undefined;
      const stuck = new NodeStuckError({ file, number }, { cause: asError(error) });
      log.error({ err: stuck }, stuck.message);
      const { problem, remedy } = stuck.context;
      told = `${file}: ${String(problem)}; ${String(remedy)}`;
      return told;
    },
  };
}
