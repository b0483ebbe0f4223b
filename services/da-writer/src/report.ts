import { codeOf, faultOf } from '@switchyard/primitives';
import {
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  retrying,
  type Task,
} from '@switchyard/service-kit';
import { nextReport, type Report } from './domain/report.ts';
import type { Failpoint } from './failpoints.ts';
import type { DaWriterMetrics } from './metrics.ts';
import type { ProgressReporter } from './ports.ts';
import type { WriterState } from './state.ts';

/** What reporting needs. */
export type ReportDeps = {
  readonly state: WriterState;
  readonly reporter: ProgressReporter;
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly failpoints: Failpoints<Failpoint>;
  readonly metrics: DaWriterMetrics;
};

/** One report per block is all that the chain takes. */
const BLOCK_MS = 1_000;
/** A report that was not included by then is sent anew. */
const INCLUSION_MS = 3_000;
/** After a refusal that will not pass by itself. */
const REFUSED_MS = 5_000;

/** Tells the chain how far the DA layer is: each advance, about once per block, under the nonce that it names. */
export function report({ state, reporter, clock, log, facts, failpoints, metrics }: ReportDeps): Task {
  /** What the chain was last seen to hold. */
  let known = -1n;
  let sent: { readonly report: Report; readonly atMs: number } | undefined;

  const sendNews = async (signal: AbortSignal): Promise<void> => {
    const own = await reporter.own(signal);
    known = own.sequencerHeight;
    metrics.reportedHeight.set(Number(known));
    const { height, searchHeight } = state.confirmed.value;
    const next = nextReport({ sequencerHeight: height, daHeight: searchHeight }, own);
    if (next === undefined) return;
    const isPending =
      sent !== undefined &&
      sent.report.sequencerHeight === next.sequencerHeight &&
      clock.elapsed() - sent.atMs < INCLUSION_MS;
    if (isPending) return;
    failpoints.hit('report.before');
    await reporter.send(next, own, signal);
    failpoints.hit('report.after');
    sent = { report: next, atMs: clock.elapsed() };
    state.reportProblem = undefined;
    metrics.reports.inc({ outcome: 'accepted' });
    facts.record([`height:${next.sequencerHeight}`], next, 'da progress reported');
  };

  const options = {
    clock,
    log,
    operation: 'report progress',
    onRetry: (error: unknown) => {
      state.reportProblem = codeOf(error);
      metrics.retries.inc({ operation: 'report progress' });
    },
  };

  return async (signal) => {
    for (;;) {
      await state.confirmed.until(({ height }) => height > known, signal);
      try {
        await retrying(options, sendNews, signal);
      } catch (error) {
        if (signal.aborted || faultOf(error) !== 'rejected') throw error;
        state.reportProblem = codeOf(error);
        metrics.reports.inc({ outcome: 'refused' });
        log.warn({ code: codeOf(error), err: error }, 'chain refuses the report');
        await clock.sleep(REFUSED_MS, signal);
      }
      await clock.sleep(BLOCK_MS, signal);
    }
  };
}
