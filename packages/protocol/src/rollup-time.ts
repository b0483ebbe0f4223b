import type { Timestamp } from '@switchyard/light';

/** The timestamp of a rollup block: max(parent + 1, floor(header time)); specs/04-blocks.md §6. */
export function rollupTimestamp(parentSeconds: bigint, headerTime: Timestamp): bigint {
  const earliest = parentSeconds + 1n;
  return headerTime.seconds > earliest ? headerTime.seconds : earliest;
}
