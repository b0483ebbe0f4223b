import type { DaHeight } from '@switchyard/primitives';

/**
 * A segment that starts beyond the tip, kept until the gap before it closes: alone, so that its bytes count once and
 * taking it is the work of one segment, however many its blob had.
 */
export type PendingMetadata = {
  readonly daHeight: DaHeight;
  readonly from: bigint;
  readonly to: bigint;
  readonly isKnown: boolean;
  /** Metadata of this segment alone. */
  readonly payload: Uint8Array;
};

/** How much is remembered; specs/08-da-batches.md §5. */
export const pendingLimits: {
  readonly heights: bigint;
  readonly known: PendingLimit;
  readonly others: PendingLimit;
  readonly daHeights: bigint;
} = {
  heights: 4_096n,
  known: { count: 4_096, bytes: 32 << 20 },
  others: { count: 64, bytes: 8 << 20 },
  daHeights: 1_024n,
};

type PendingLimit = { readonly count: number; readonly bytes: number };

/** The remembered metadata, in the order of the DA layer. */
export type PendingList = {
  readonly size: number;
  /** The lowest DA height of any. */
  readonly lowestDaHeight: DaHeight | undefined;
  /** Remembers; full lets those with the highest start go, maybe this one. @returns how many went. */
  add(entry: PendingMetadata): number;
  /** Takes out the first that covers a height. */
  takeCovering(height: bigint): PendingMetadata | undefined;
  /** The lowest DA height of those that cover a height. */
  lowestCovering(height: bigint): DaHeight | undefined;
  /** Lets go of what ends at or below a height. */
  dropUpTo(height: bigint): void;
  /** Lets go of what was posted below a DA height. @returns how many went. */
  dropBelow(daHeight: bigint): number;
  /** Lets go of what was posted at or above a DA height, which will be read again. */
  dropFrom(daHeight: bigint): void;
};

/** Nothing remembered. */
export function createPendingList(): PendingList {
  let entries: PendingMetadata[] = [];
  const keep = (isKept: (entry: PendingMetadata) => boolean): number => {
    const before = entries.length;
    entries = entries.filter(isKept);
    return before - entries.length;
  };
  const covers = (height: bigint) => (entry: PendingMetadata) => entry.from <= height && height <= entry.to;
  return {
    get size() {
      return entries.length;
    },
    get lowestDaHeight() {
      return lowestOf(entries);
    },
    add: (entry) => {
      entries.push(entry);
      let gone = 0;
      while (isOver(entries, entry.isKnown)) {
        const furthest = furthestOf(entries, entry.isKnown);
        gone += keep((other) => other !== furthest);
      }
      return gone;
    },
    takeCovering: (height) => {
      const found = entries.find(covers(height));
      keep((entry) => entry !== found);
      return found;
    },
    lowestCovering: (height) => (entries.length === 0 ? undefined : lowestOf(entries.filter(covers(height)))),
    dropUpTo: (height) => {
      keep(({ to }) => to > height);
    },
    dropBelow: (daHeight) => keep((entry) => entry.daHeight >= daHeight),
    dropFrom: (daHeight) => {
      keep((entry) => entry.daHeight < daHeight);
    },
  };
}

function lowestOf(entries: readonly PendingMetadata[]): DaHeight | undefined {
  return entries.reduce<DaHeight | undefined>(
    (lowest, { daHeight }) => (lowest === undefined || daHeight < lowest ? daHeight : lowest),
    undefined,
  );
}

function isOver(entries: readonly PendingMetadata[], isKnown: boolean): boolean {
  const limit = isKnown ? pendingLimits.known : pendingLimits.others;
  let count = 0;
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isKnown !== isKnown) continue;
    count++;
    bytes += entry.payload.length;
  }
  return count > limit.count || bytes > limit.bytes;
}

/** Of several with the highest start the one that came last. */
function furthestOf(entries: readonly PendingMetadata[], isKnown: boolean): PendingMetadata | undefined {
  let furthest: PendingMetadata | undefined;
  for (const entry of entries) {
    if (entry.isKnown === isKnown && (furthest === undefined || entry.from >= furthest.from))
      furthest = entry;
  }
  return furthest;
}
