import type { RollupId } from '@switchyard/primitives';
import type { Logger, Task } from '@switchyard/service-kit';
import type { FirmStart } from './domain/start.ts';
import type { FirmQueue } from './firm-queue.ts';
import type { ConductorMetrics } from './metrics.ts';
import type { FirmReading, FirmSource, SignedHeader } from './ports.ts';
import type { StateWatch } from './state.ts';

/** What following needs. */
export type FollowFirmDeps = {
  readonly source: FirmSource;
  readonly log: Logger;
  readonly metrics: ConductorMetrics;
  readonly state: StateWatch;
  readonly onConflict: (second: SignedHeader) => void;
};

/** Reads the DA layer into the queue, which holds the reading back while it is full. */
export function followFirm(
  { source, log, metrics, state, onConflict }: FollowFirmDeps,
  {
    rollupId,
    queue,
    onOpen,
  }: {
    readonly rollupId: RollupId;
    readonly queue: FirmQueue;
    readonly onOpen: (reading: FirmReading) => void;
  },
): (start: FirmStart) => Task {
  return (start) => async (signal) => {
    log.info({ height: `${start.root.height}`, daHeight: `${start.from}` }, 'reading firm blocks');
    let missed: bigint | undefined;
    const reading = source.open(start, rollupId, {
      onRead: (daHead, missing) => {
        metrics.daHeight.set(Number(daHead));
        state.patch({ daHead, missing });
        if (missing !== undefined && missing.height !== missed) {
          log.error(
            { height: `${missing.height}`, what: missing.what, why: missing.why },
            'firm blocks wait for what is not on DA',
          );
        }
        missed = missing?.height;
      },
      onIgnored: (reason) => metrics.ignored.inc({ reason }),
      onConflict: (conflict) => {
        metrics.conflicts.inc({ source: 'firm' });
        onConflict(conflict);
      },
    });
    onOpen(reading);
    for await (const block of reading.blocks(signal)) await queue.put(block, signal);
  };
}
