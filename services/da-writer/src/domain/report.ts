/** What a reporter tells the chain. */
export type Report = { readonly sequencerHeight: bigint; readonly daHeight: bigint };

/** What the chain holds of a reporter: its last report, its next nonce, and the height of that state. */
export type OwnReport = Report & { readonly nonce: bigint; readonly stateHeight: bigint };

/**
 * The report to send, if there is news and the node is far enough to take it. A reader misses nothing above the new height by starting where it would have
 * started for the last report, so the DA height never goes back, whatever a rebuilt reader found.
 */
export function nextReport(confirmed: Report, own: OwnReport): Report | undefined {
  const { sequencerHeight } = confirmed;
  if (sequencerHeight <= own.sequencerHeight || sequencerHeight > own.stateHeight) return undefined;
  return own.daHeight > confirmed.daHeight ? { sequencerHeight, daHeight: own.daHeight } : confirmed;
}
