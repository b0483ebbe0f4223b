import { codeOf, hash32, SwitchyardError, sha256 } from '@switchyard/primitives';
import { type Clock, type Failpoints, type Logger, type Task, Watch } from '@switchyard/service-kit';
import {
  CHUNK_BYTES,
  createChunkCutter,
  encodeManifest,
  MAX_CHUNKS,
  MAX_ENTRIES,
} from './domain/snapshot.ts';
import type { FailpointName } from './failpoints.ts';
import type { SequencerAppMetrics } from './metrics.ts';
import type { FrozenState, SnapshotFolder, SnapshotWriter, StateStore } from './ports.ts';

/** So many entries at a time, which takes about a millisecond, in which nothing else runs. */
const SLICE_ENTRIES = 250;
/** A block that cannot be written ends the service: a snapshot never takes the last of the disk. */
const SPARED_BYTES = 256 * CHUNK_BYTES;

/** Makes a snapshot of the state at each n-th height. */
export type SnapshotMaker = {
  /** To be told right after each Commit, before the next one. */
  readonly committed: (height: bigint) => void;
  readonly run: Task;
};

/** What it works with. */
export type SnapshotMakerDeps = {
  readonly store: Pick<StateStore, 'freeze'>;
  readonly snapshots: SnapshotFolder;
  readonly failpoints: Failpoints<FailpointName>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<SequencerAppMetrics, 'snapshots' | 'snapshotHeight'>;
};

/** None is made with an interval of 0. Consensus goes on whatever becomes of a snapshot. */
export function createSnapshotMaker(
  { store, snapshots, failpoints, clock, log, metrics }: SnapshotMakerDeps,
  { interval }: { readonly interval: number },
): SnapshotMaker {
  /** Taken out of it by who makes it, and then disposed. */
  const due = new Watch<FrozenState | undefined>(undefined);
  let isBusy = false;

  const write = async (state: FrozenState, writer: SnapshotWriter, signal: AbortSignal): Promise<void> => {
    const chunks: Uint8Array[] = [];
    const keep = async (chunk: Uint8Array | undefined): Promise<void> => {
      if (chunk === undefined) return;
      if (chunks.length >= MAX_CHUNKS) throw new SnapshotTooLargeError('too many chunks');
      if ((await snapshots.freeBytes()) < SPARED_BYTES)
        throw new DiskTooFullError('too little space is left');
      chunks.push(sha256(chunk));
      failpoints.hit('snapshot-chunk.before');
      await writer.add(chunk);
      failpoints.hit('snapshot-chunk.after');
    };
    const cutter = createChunkCutter();
    let entries = 0;
    for (let last: string | undefined; ; await clock.sleep(0, signal)) {
      const slice = state.entriesAfter(last, SLICE_ENTRIES);
      last = slice.at(-1)?.[0];
      if (last === undefined) break;
      entries += slice.length;
      if (entries > MAX_ENTRIES) throw new SnapshotTooLargeError('too many entries');
      for (const entry of slice) {
        const full = cutter.add(entry);
        if (full !== undefined) await keep(full);
      }
    }
    await keep(cutter.end());
    const { height, appHash } = state.head;
    failpoints.hit('snapshot-publish.before');
    await writer.publish(encodeManifest({ height, appHash: hash32(appHash), entries, chunks }));
    failpoints.hit('snapshot-publish.after');
    metrics.snapshots.inc({ outcome: 'made' });
    metrics.snapshotHeight.set(Number(height));
    log.info({ height, entries, chunks: chunks.length }, 'snapshot made');
  };

  const make = async (state: FrozenState, signal: AbortSignal): Promise<void> => {
    const { height } = state.head;
    try {
      const writer = await snapshots.begin(height);
      try {
        await write(state, writer, signal);
      } catch (error) {
        await writer.discard();
        throw error;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!isExpected(error)) throw error;
      metrics.snapshots.inc({ outcome: 'failed' });
      log.warn({ height, code: codeOf(error), err: error }, 'snapshot not made');
    }
  };

  return {
    committed: (height) => {
      if (interval === 0 || height % BigInt(interval) !== 0n) return;
      if (isBusy) {
        metrics.snapshots.inc({ outcome: 'skipped' });
        return;
      }
      isBusy = true;
      due.set(store.freeze());
    },
    run: async (signal) => {
      try {
        for (;;) {
          const state = await due.until((frozen) => frozen !== undefined, signal);
          if (state === undefined) continue;
          await make(state, signal);
          due.value?.[Symbol.dispose]();
          due.set(undefined);
          isBusy = false;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        due.value?.[Symbol.dispose]();
        // Nobody would dispose another.
        isBusy = true;
      }
    },
  };
}

/** What the disk or the state's size stands in the way of; all else is a bug. */
function isExpected(error: unknown): boolean {
  if (error instanceof SnapshotTooLargeError || error instanceof DiskTooFullError) return true;
  return error instanceof Error && 'syscall' in error;
}

class SnapshotTooLargeError extends SwitchyardError {
  override readonly code = 'SEQUENCER_SNAPSHOT_TOO_LARGE';
  override readonly fault = 'rejected';
}

class DiskTooFullError extends SwitchyardError {
  override readonly code = 'SEQUENCER_SNAPSHOT_DISK';
  override readonly fault = 'transient';
}
