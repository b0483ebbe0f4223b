import { type RollupNumber, rollupNumber } from '@switchyard/primitives';
import { type RestoreDeps, usableDump, usableDumps } from './restore.ts';

/** Saves the node's state, so that a replay stays short. Its calls must not overlap with other uses of the node. */
export type Saving = {
  /** Saves when making the blocks since the last dump again would take too long. */
  readonly whenDue: (signal: AbortSignal) => Promise<void>;
  /** Saves the soft state before the process ends. */
  readonly atEnd: (signal: AbortSignal) => Promise<void>;
};

/** Bytes of admitted transactions in memory: since the last dump, and in all. */
const maxBytes = { sinceDump: 32 * 1024 * 1024, all: 64 * 1024 * 1024 };

/** Of a client that keeps its chain on disk: what a start after the loss of that disk replays, and more is given up. */
const onDisk = { blocks: 4_096n, bytes: 16 * 1024 * 1024 } as const;

/** A kill costs such a client a block. */
const neverGivenUp = 128n;

/** A dump costs time too: so much less often than it takes. */
const dumpsShareOfTime = 10;

const none = rollupNumber(0);

/**
 * Keeps the newest dump, and the newest two at or below firm: the first is where an operator may go back to, and the
 * journal keeps all bytes since the second, so that one damaged file costs time only.
 */
export function createSaving(deps: RestoreDeps, { maxReplayMs }: { readonly maxReplayMs: number }): Saving {
  const { engine, journal, dumps, clock, log, metrics } = deps;
  let lastDumpMs = 0;
  let givenUp = 0n;
  const bytesAbove = (number: RollupNumber): number => journal.replayCost(number).bytes;

  const save = async (signal: AbortSignal): Promise<void> => {
    const { soft, firm } = journal.heads();
    const entry = journal.entry(soft);
    const head = await engine.head(signal);
    if (engine.dumps === undefined || head.hash !== entry?.block.hash) return;
    const started = clock.elapsed();
    const content = await engine.dumps.dump(signal);
    await dumps.save({ number: soft, hash: head.hash }, content);
    lastDumpMs = clock.elapsed() - started;
    metrics.dumps.inc();
    log.info({ number: soft, bytes: content.length, ms: lastDumpMs }, 'dump saved');
    const [base, spare] = usableDumps(deps, firm);
    for (const name of dumps.list()) {
      const isKept = [soft, base?.number, spare?.number].includes(name.number);
      if (!isKept) await dumps.remove(name);
    }
    const covered = bytesAbove(none) <= maxBytes.all ? spare?.number : (base?.number ?? soft);
    if (covered !== undefined) await journal.compact(bytesAbove(covered) <= maxBytes.all ? covered : soft);
  };

  /** The blocks are on the node's disk: of old ones the journal keeps what came out, and not for ever. */
  const giveUp = async (): Promise<void> => {
    const { soft } = journal.heads();
    const { bytes, blocks } = journal.replayCost(none);
    if (bytes <= maxBytes.sinceDump && blocks <= 2 * Number(onDisk.blocks)) return;
    let covered = soft > onDisk.blocks ? soft - onDisk.blocks : 0n;
    const last = soft > neverGivenUp ? soft - neverGivenUp : 0n;
    while (covered < last && bytesAbove(rollupNumber(covered)) > onDisk.bytes) covered += neverGivenUp;
    if (covered > last) covered = last;
    if (covered - givenUp < neverGivenUp) return;
    givenUp = covered;
    await journal.compact(rollupNumber(covered));
  };

  return {
    whenDue: async (signal) => {
      if (engine.dumps === undefined) return giveUp();
      const newest = usableDump(deps, journal.heads().soft);
      const { ms, bytes } = journal.replayCost(newest?.number ?? none);
      const isSlow = ms > Math.max(maxReplayMs, dumpsShareOfTime * lastDumpMs);
      if (isSlow || bytes > maxBytes.sinceDump) await save(signal);
    },
    atEnd: async (signal) => {
      if (engine.dumps === undefined) return;
      const { soft } = journal.heads();
      const entry = journal.entry(soft);
      if (entry === undefined || usableDump(deps, soft)?.number === soft) return;
      const block = await engine.block(entry.block.hash, signal);
      if (block !== undefined && (await engine.rewind(block, signal)) === 'done') await save(signal);
    },
  };
}
