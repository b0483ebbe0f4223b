import { type Blob, blobCommitment } from '@switchyard/celestia';
import { batchPayloads } from '@switchyard/derivation';
import {
  chainNamespace,
  codeOf,
  type DaHeight,
  daHeight,
  rollupNamespace,
  toHex,
} from '@switchyard/primitives';
import {
  asError,
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  type Task,
} from '@switchyard/service-kit';
import { allowed, closedBreaker, failed } from './domain/breaker.ts';
import { batchAgeMs } from './domain/da-pace.ts';
import type { Draft } from './domain/ledger.ts';
import type { Fate, Intent } from './domain/submission.ts';
import type { Failpoint } from './failpoints.ts';
import type { DaWriterMetrics } from './metrics.ts';
import { type DaLayer, SubmitRefusedError, type WriterStore } from './ports.ts';
import type { Seal } from './seal.ts';
import { awaitBell, ring, type WriterState } from './state.ts';

/** What submitting needs. */
export type SubmitDeps = {
  readonly state: WriterState;
  readonly da: DaLayer;
  readonly store: WriterStore;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly failpoints: Failpoints<Failpoint>;
  readonly metrics: DaWriterMetrics;
};

/** How much is under way at once, and for how long. */
export type SubmitOptions = {
  readonly chainId: string;
  readonly maxInFlight: number;
  readonly maxBatchAgeMs: number;
  /** How many DA blocks after a failure an attempt may still land. */
  readonly scanBlocks: bigint;
};

/** Compressed bytes under way at once: what one DA block holds. */
const MAX_BYTES_IN_FLIGHT = 32 << 20;
/** How long a stop waits for what was sent, so that the next start need not look for it. */
const DRAIN_MS = 4_000;
/** Nothing waits longer without looking. */
const LOOK_MS = 1_000;
const MIN_LOOK_MS = 20;

/** Posts batches: several at a time, each written down before it is sent. */
export function submit(
  { state, da, store, seal, clock, log, facts, failpoints, metrics }: SubmitDeps,
  { chainId, maxInFlight, maxBatchAgeMs, scanBlocks }: SubmitOptions,
): Task {
  const { ledger } = state;
  const running = new Set<Promise<void>>();
  let bytesInFlight = 0;
  let failure: Error | undefined;

  const blobsOf = async (draft: Draft, signal: AbortSignal): Promise<readonly Blob[]> => {
    const validatorsBefore = ledger.block(draft.from)?.validatorsBefore;
    const payloads = batchPayloads(draft.batch, {
      validatorsBefore,
      validatorSet: (hash) => state.sets.get(hash),
    });
    const signer = await da.signer(signal);
    const seals = [
      { namespace: chainNamespace(chainId), kind: 'metadata' as const, payload: payloads.metadata },
      ...payloads.data.map(({ rollupId, payload }) => ({
        namespace: rollupNamespace(chainId, rollupId),
        kind: 'data' as const,
        payload,
      })),
    ];
    const blobs: Blob[] = [];
    for (const { namespace, kind, payload } of seals) {
      const data = await seal({ kind, chainId, payload });
      blobs.push(
        signer === undefined
          ? { namespace, data, shareVersion: 0 }
          : { namespace, data, shareVersion: 1, signer },
      );
    }
    return blobs;
  };

  const intentOf = (draft: Draft, blobs: readonly Blob[], daHeadBefore: DaHeight): Intent => {
    const { batch: _, ...heights } = draft;
    const marks = blobs.map((blob) => ({
      namespace: toHex(blob.namespace),
      commitment: toHex(blobCommitment(blob)),
      bytes: blob.data.length,
    }));
    return { ...heights, blobs: marks, daHeadBefore };
  };

  /** An attempt that failed after it was sent may land for some time. */
  const landsUpTo = ({ daHeadBefore }: Intent): DaHeight => {
    const seen = BigInt(state.reader.nextDaHeight) - 1n;
    const { last } = state.pace;
    const head = [daHeadBefore, seen, last?.height ?? 0n].reduce((a, b) => (a > b ? a : b));
    return daHeight(head + scanBlocks);
  };

  const fateOf = (error: unknown, intent: Intent): Fate =>
    error instanceof SubmitRefusedError
      ? { phase: 'refused' }
      : { phase: 'unknown', until: landsUpTo(intent) };

  const note = (error: unknown, draft: Draft, attempted: boolean): void => {
    const { id, from, to, attempt } = draft;
    state.breaker = failed(state.breaker, codeOf(error), clock.elapsed());
    metrics.submissions.inc({ outcome: error instanceof SubmitRefusedError ? 'refused' : 'failed' });
    log.warn(
      { submission: id, from, to, attempt, attempted, code: codeOf(error), err: error },
      'submission failed',
    );
  };

  const send = async (intent: Intent, blobs: readonly Blob[], signal: AbortSignal): Promise<DaHeight> => {
    const sentAtMs = clock.elapsed();
    failpoints.hit('submit.before');
    const landedAt = await da.submit(blobs, signal);
    failpoints.hit('submit.after');
    metrics.submitSeconds.observe((clock.elapsed() - sentAtMs) / 1_000);
    failpoints.hit('outcome.before');
    await store.appendOutcome({ id: intent.id, attempt: intent.attempt, daHeight: landedAt });
    failpoints.hit('outcome.after');
    return landedAt;
  };

  const post = async (draft: Draft, signal: AbortSignal): Promise<void> => {
    let intent: Intent | undefined;
    let bytes = 0;
    try {
      const blobs = await blobsOf(draft, signal);
      const { height } = await da.head(signal);
      const written = intentOf(draft, blobs, height);
      failpoints.hit('intent.before');
      await store.appendIntent(written);
      failpoints.hit('intent.after');
      intent = written;
      ledger.start(intent);
      bytes = blobs.reduce((sum, { data }) => sum + data.length, 0);
      bytesInFlight += bytes;
      const landedAt = await send(intent, blobs, signal);
      ledger.settle(draft.id, draft.attempt, { phase: 'accepted', daHeight: landedAt });
      state.breaker = closedBreaker;
      metrics.submissions.inc({ outcome: 'accepted' });
      metrics.postedBytes.inc(bytes);
      const { from, to, id, attempt } = draft;
      const fields = { submission: id, from, to, daHeight: landedAt, blobs: blobs.length, bytes, attempt };
      facts.record(idsOf(draft), fields, 'batch submitted');
    } catch (error) {
      if (signal.aborted) return;
      if (isOurBug(error)) throw asError(error);
      if (intent === undefined) ledger.giveBack(draft);
      else ledger.settle(draft.id, draft.attempt, fateOf(error, intent));
      note(error, draft, intent !== undefined);
    } finally {
      bytesInFlight -= bytes;
    }
  };

  const begin = (draft: Draft, signal: AbortSignal): void => {
    const posting = post(draft, signal)
      .catch((error: unknown) => {
        failure ??= asError(error);
      })
      .finally(() => {
        running.delete(posting);
        state.inFlight = running.size;
        metrics.inFlight.set(running.size);
        ring(state);
      });
    running.add(posting);
    state.inFlight = running.size;
    metrics.inFlight.set(running.size);
  };

  const isBusy = (): boolean =>
    running.size >= allowed(state.breaker, maxInFlight, clock.elapsed()) ||
    bytesInFlight >= MAX_BYTES_IN_FLIGHT;

  const beginAll = (signal: AbortSignal): void => {
    const maxAgeMs = batchAgeMs(state.pace, maxBatchAgeMs);
    while (!isBusy()) {
      const draft = ledger.begin({ nowMs: clock.elapsed(), maxAgeMs });
      if (draft === undefined) return;
      begin(draft, signal);
    }
  };

  const waitMs = (): number => {
    const now = clock.elapsed();
    if (state.breaker.openUntilMs > now) return state.breaker.openUntilMs - now;
    const since = ledger.waitingSinceMs;
    if (since === undefined || isBusy()) return LOOK_MS;
    const left = since + batchAgeMs(state.pace, maxBatchAgeMs) - now;
    return Math.min(LOOK_MS, Math.max(MIN_LOOK_MS, left));
  };

  return async (signal) => {
    // What was sent is heard out after a stop; nothing new begins.
    const sending = new AbortController();
    try {
      await state.caughtUp.until((isCaughtUp) => isCaughtUp, signal);
      for (;;) {
        const seen = state.bell.value;
        beginAll(sending.signal);
        await awaitBell(state, clock, { seen, ms: waitMs() }, signal);
        if (failure !== undefined) throw failure;
      }
    } finally {
      const drained = Promise.allSettled(running);
      const late = new AbortController();
      await Promise.race([drained, clock.sleep(DRAIN_MS, late.signal).catch(() => undefined)]);
      late.abort(new Error('drained'));
      sending.abort(asError(signal.reason));
      await drained;
    }
  };
}

/** Ids of a submission's facts: of its first heights only, which bounds them. */
export function idsOf({ id, from, to }: Pick<Intent, 'id' | 'from' | 'to'>): readonly string[] {
  const count = Number(to - from) + 1;
  const heights = Array.from(
    { length: Math.min(count, MAX_FACT_HEIGHTS) },
    (_, i) => `height:${from + BigInt(i)}`,
  );
  return [`submission:${id}`, ...heights];
}

const MAX_FACT_HEIGHTS = 1_024;

/** Disk errors and broken invariants end the process; what a neighbour does never. */
function isOurBug(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code.startsWith('LOG_') || code === 'TypeError' || code === 'RangeError' || code === 'ReferenceError'
  );
}
