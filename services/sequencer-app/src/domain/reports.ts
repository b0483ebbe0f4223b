import { type Address, compareBytes, equalBytes } from '@switchyard/primitives';
import type { ReportDaProgress } from '@switchyard/protocol';
import type { ChainState, DaReport, Progress } from './chain-state.ts';
import { never, type Refusal } from './refusal.ts';

/** The reports after this one, or why it is not valid: only forward, and only about heights before this block. */
export function applyReport(
  { params, reports }: ChainState,
  reporter: Address,
  report: ReportDaProgress,
  height: bigint,
): readonly DaReport[] | Refusal {
  if (!params.reporters.some((authorised) => equalBytes(authorised, reporter))) {
    return never('NOT_REPORTER', 'sender may not report');
  }
  if (report.sequencerHeight >= height) {
    return never('REPORT_ABOVE_HEAD', 'report is about a height that is not committed');
  }
  const last = reports.find((known) => equalBytes(known.reporter, reporter));
  const isForward =
    report.sequencerHeight > (last?.sequencerHeight ?? 0n) && report.daHeight >= (last?.daHeight ?? 0n);
  if (!isForward) return never('REPORT_NOT_FORWARD', 'report is not above the last one');
  const { sequencerHeight, daHeight } = report;
  return [...reports.filter((known) => known !== last), { reporter, sequencerHeight, daHeight }].sort(
    (a, b) => compareBytes(a.reporter, b.reporter),
  );
}

/**
 * The k-th highest sequencer height of the reports, k being the quorum, with the lowest DA height that a report of that
 * height has; undefined while fewer than k have reported.
 */
export function effectiveReport(
  reports: readonly DaReport[],
  quorum: number,
): Pick<Progress, 'sequencerHeight' | 'daHeight'> | undefined {
  const chosen = reports.toSorted((a, b) => order(b.sequencerHeight, a.sequencerHeight))[quorum - 1];
  if (chosen === undefined) return undefined;
  const { sequencerHeight } = chosen;
  const [lowest] = reports
    .filter((report) => report.sequencerHeight === sequencerHeight)
    .map(({ daHeight }) => daHeight)
    .sort(order);
  return { sequencerHeight, daHeight: lowest ?? chosen.daHeight };
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
