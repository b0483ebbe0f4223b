import {
  concatBytes,
  type DaHeight,
  equalBytes,
  type Hash32,
  type RollupId,
  toHex,
} from '@switchyard/primitives';
import { sectionRoot } from '@switchyard/protocol';
import type { HeightSection } from './rollup-sections.ts';
import type { Follow } from './types.ts';
import type { VerifiedHeight } from './verify-metadata.ts';

/** A verified height that is not firm yet, with what it still lacks. */
export type HeldHeight = {
  readonly verified: VerifiedHeight;
  /** Of the metadata that was applied: its sections count from here on. */
  readonly metadataDaHeight: DaHeight;
  /** The followed rollup's items, once met. */
  readonly items: readonly Uint8Array[] | undefined;
  readonly missing: ReadonlyMap<string, Hash32>;
  /** Whether all that made it came from known signers. */
  readonly isKnown: boolean;
  /** Set when a section it lacks may have passed by unkept, at this DA height or later. */
  readonly passedBy: DaHeight | undefined;
};

/** Where a height came from. */
export type Origin = {
  readonly metadataDaHeight: DaHeight;
  readonly isKnown: boolean;
  readonly passedBy: DaHeight | undefined;
};

/** The verified heights above the firm tip, in order; specs/08-da-batches.md §6. */
export type HeldHeights = {
  readonly size: number;
  readonly first: HeldHeight | undefined;
  /** The lowest DA height of the metadata of any; not always the first's. */
  readonly lowestDaHeight: DaHeight | undefined;
  /** Whether what is held reaches the bound, so that nothing more may be applied. */
  readonly isFull: boolean;
  /** The rollups of which a section is missing. */
  readonly wanted: readonly RollupId[];
  wants(rollupId: RollupId): boolean;
  add(verified: VerifiedHeight, origin: Origin): void;
  /** Gives a section to the height that lacks it. */
  offer(offered: OfferedSection): 'taken' | 'unwanted' | 'passedBy';
  /** Takes out the lowest height when it lacks nothing. */
  takeFirm(): HeldHeight | undefined;
  clear(): void;
};

/** A section of a DA block. */
export type OfferedSection = {
  readonly rollupId: RollupId;
  readonly section: HeightSection;
  readonly isKnown: boolean;
  readonly daHeight: DaHeight;
};

/** specs/08-da-batches.md §6: what verified heights and their sections may take before they are firm. */
export const HELD_BYTES: number = 64 << 20;

type Entry = {
  -readonly [K in keyof HeldHeight]: HeldHeight[K];
} & { readonly missing: Map<string, Hash32>; heldBytes: number };

/** Nothing held. */
export function createHeldHeights(follow: Follow, maxBytes: number = HELD_BYTES): HeldHeights {
  let entries: Entry[] = [];
  let bytes = 0;
  const wanted = new Map<string, { readonly rollupId: RollupId; count: number }>();

  const origins = new Map<DaHeight, number>();
  const countOrigin = (at: DaHeight, by: number): void => {
    const count = (origins.get(at) ?? 0) + by;
    if (count === 0) origins.delete(at);
    else origins.set(at, count);
  };
  const want = (id: string, rollupId: RollupId): void => {
    const known = wanted.get(id) ?? { rollupId, count: 0 };
    known.count++;
    wanted.set(id, known);
  };
  const unwant = (id: string): void => {
    const known = wanted.get(id);
    if (known !== undefined && --known.count === 0) wanted.delete(id);
  };
  const entryAt = (height: bigint): Entry | undefined => {
    const lowest = entries[0]?.verified.header.height;
    return lowest === undefined || height < lowest ? undefined : entries[Number(height - lowest)];
  };

  return {
    get size() {
      return entries.length;
    },
    get first() {
      return entries[0];
    },
    get lowestDaHeight() {
      let lowest: DaHeight | undefined;
      for (const at of origins.keys()) if (lowest === undefined || at < lowest) lowest = at;
      return lowest;
    },
    get isFull() {
      return bytes >= maxBytes;
    },
    get wanted() {
      return [...wanted.values()].map(({ rollupId }) => rollupId);
    },
    wants: (rollupId) => wanted.has(toHex(rollupId)),
    add: (verified, { metadataDaHeight, isKnown, passedBy }) => {
      const missing = new Map<string, Hash32>();
      verified.rollupIds.forEach((rollupId, index) => {
        const root = verified.sectionRoots[index];
        if (root === undefined || !isFollowed(follow, rollupId)) return;
        missing.set(toHex(rollupId), root);
        want(toHex(rollupId), rollupId);
      });
      const heldBytes = HEIGHT_BYTES + ROLLUP_BYTES * verified.rollupIds.length;
      bytes += heldBytes;
      countOrigin(metadataDaHeight, 1);
      entries.push({
        verified,
        metadataDaHeight,
        items: undefined,
        missing,
        isKnown,
        passedBy: missing.size === 0 ? undefined : passedBy,
        heldBytes,
      });
    },
    offer: ({ rollupId, section, isKnown, daHeight }) => {
      const entry = entryAt(section.height);
      const id = toHex(rollupId);
      const root = entry?.missing.get(id);
      if (entry === undefined || root === undefined) return 'unwanted';
      if (!equalBytes(sectionRoot(section.items), root)) return 'unwanted';
      const isKept = follow.kind === 'rollup';
      const isLowest = entry === entries[0];
      const size = isKept && !isLowest ? section.items.reduce((sum, { length }) => sum + length, 0) : 0;
      if (size > 0 && bytes + size > maxBytes) {
        entry.passedBy ??= daHeight;
        return 'passedBy';
      }
      entry.missing.delete(id);
      unwant(id);
      if (isKept) entry.items = isLowest ? section.items : ownItems(section.items);
      if (entry.missing.size === 0) entry.passedBy = undefined;
      entry.isKnown &&= isKnown;
      entry.heldBytes += size;
      bytes += size;
      return 'taken';
    },
    takeFirm: () => {
      const [lowest] = entries;
      if (lowest === undefined || lowest.missing.size > 0) return undefined;
      entries.shift();
      bytes -= lowest.heldBytes;
      countOrigin(lowest.metadataDaHeight, -1);
      return lowest;
    },
    clear: () => {
      entries = [];
      bytes = 0;
      origins.clear();
      wanted.clear();
    },
  };
}

/** About what a header and a rollup's id and root take in memory. */
const HEIGHT_BYTES = 4_096;
const ROLLUP_BYTES = 512;

function isFollowed(follow: Follow, rollupId: RollupId): boolean {
  return follow.kind === 'all' || equalBytes(follow.rollupId, rollupId);
}

/** Items in memory of their own: as they come they are views of all that a DA block brought. */
function ownItems(items: readonly Uint8Array[]): readonly Uint8Array[] {
  const joined = concatBytes(...items);
  let at = 0;
  return items.map(({ length }) => {
    at += length;
    return joined.subarray(at - length, at);
  });
}
