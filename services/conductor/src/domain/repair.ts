/** What a follower knows about blocks that it lacks. Times are milliseconds. */
export type Progress = {
  /** When the tip moved last, or following began. */
  readonly movedAt: number;
  /** Since when a later block waits for the one after the tip. */
  readonly gapSince: number | undefined;
  /** Since when a verified header of the next height has listed a section that has not come. */
  readonly listedSince: number | undefined;
  /** The last pull brought blocks, so more may be there. */
  readonly hasMore: boolean;
  /** How many more heights fit. */
  readonly room: number;
};

/** design §3: a section listed in a block but not received within 300 ms is pulled. */
export const missingSectionMs = 300;

/** Longer than the interval of blocks plus gossip: after this without a block a peer is asked. */
export const silenceMs = 1_500;

/** When the next pull is due; undefined while nothing fits. */
export function pullDueAt({ movedAt, gapSince, listedSince, hasMore, room }: Progress): number | undefined {
  if (room <= 0) return undefined;
  if (hasMore) return movedAt;
  let due = movedAt + silenceMs;
  for (const since of [gapSince, listedSince]) {
    if (since !== undefined) due = Math.min(due, since + missingSectionMs);
  }
  return due;
}
