import { toHex } from '@switchyard/primitives';
import type { Clock } from '@switchyard/service-kit';
import { breakerState } from './domain/breaker.ts';
import type { WriterState } from './state.ts';

/** What /status shows. */
export function statusOf(state: WriterState, clock: Clock, queue?: object): object {
  const { ledger, reader, breaker, pace } = state;
  const waiting = reader.waitingFor();
  return {
    confirmedHeight: ledger.confirmed,
    searchHeight: state.confirmed.value.searchHeight,
    verifiedHeight: reader.verifiedHeight,
    receivedHeight: ledger.nextHeight - 1n,
    nextDaHeight: reader.nextDaHeight,
    daIntervalMs: pace.intervalMs === undefined ? undefined : Math.round(pace.intervalMs),
    backlogBytes: ledger.heldBytes,
    inFlight: state.inFlight,
    submissions: ledger.submissions.map(({ intent, fate }) => ({
      id: intent.id,
      from: intent.from,
      to: intent.to,
      attempt: intent.attempt,
      ...fate,
    })),
    waitingFor:
      waiting === undefined
        ? undefined
        : {
            height: waiting.height,
            missing: waiting.missing.kind,
            rollupIds: waiting.missing.kind === 'sections' ? waiting.missing.rollupIds.map(toHex) : undefined,
            since: waiting.since,
          },
    breaker: {
      state: breakerState(breaker, clock.elapsed()),
      failures: breaker.failures,
      code: breaker.code,
    },
    daProblem: state.daProblem,
    reportProblem: state.reportProblem,
    sourceProblem: state.sourceProblem,
    queue,
  };
}

/** Why the writer cannot work yet. */
export function whyNotReady({ caughtUp, daProblem }: WriterState): string | undefined {
  if (caughtUp.value) return undefined;
  return daProblem === undefined ? 'reading the da layer up to its head' : `da layer: ${daProblem}`;
}
