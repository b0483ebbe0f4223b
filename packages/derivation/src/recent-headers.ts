import {
  type Header,
  headerHash,
  type ValidatorSet,
  validatorsHash,
  verifyCommit,
  verifySegment,
} from '@switchyard/light';
import { type DaHeight, equalBytes, type Hash32, sequencerHeight, toHex } from '@switchyard/primitives';
import type { MetadataSegment } from './metadata.ts';
import type { Conflict } from './types.ts';
import { unlessRejected } from './unless-rejected.ts';
import type { VerifiedSegment, VerifiedTip } from './verify-metadata.ts';

/** The last verified headers, to recognise what contradicts them. */
export type RecentHeaders = {
  add(segment: VerifiedSegment): void;
  /** The members of a set, when one of the last segments was signed by it or it is the anchor's. */
  validatorSet(hash: Uint8Array): ValidatorSet | undefined;
  /** Forgets what is above a height, which will be read again. */
  forgetAbove(height: bigint): void;
  /** The validly signed last header of a segment that contradicts a recent one or the tip; each is told once. */
  conflictIn(segment: MetadataSegment, tip: VerifiedTip, daHeight: DaHeight): Conflict | undefined;
};

/** specs/08-da-batches.md §7. */
export const RECENT_HEADERS = 1_024;
const MAX_SETS = 16;
const MAX_TOLD = 64;

/** No headers yet; the anchor's next set is the first that may have signed a contradiction. */
export function createRecentHeaders(anchorSet: ValidatorSet | undefined): RecentHeaders {
  const headers = new Map<bigint, { readonly hash: Hash32; readonly validatorsHash: Uint8Array }>();
  const sets = new Map<string, ValidatorSet>();
  const told = new Set<string>();

  const addSet = (set: ValidatorSet | undefined): void => {
    if (set === undefined) return;
    const id = toHex(validatorsHash(set));
    if (!sets.has(id)) keepLast(sets.set(id, set), MAX_SETS);
  };
  addSet(anchorSet);

  /** Of a height that is verified: another hash, signed by the same set. */
  const deniesRecent = (header: Header, { commit }: MetadataSegment): Uint8Array | undefined => {
    const known = headers.get(header.height);
    if (known === undefined || equalBytes(known.hash, headerHash(header))) return undefined;
    if (!equalBytes(known.validatorsHash, header.validatorsHash)) return undefined;
    const validators = sets.get(toHex(known.validatorsHash));
    if (validators === undefined) return undefined;
    verifyCommit({ chainId: header.chainId, header, commit, validators });
    return known.hash;
  };

  /** Above the tip: signed by the set that the tip names, from another predecessor on. */
  const deniesTip = (segment: MetadataSegment, tip: VerifiedTip): Uint8Array | undefined => {
    const above = segment.heights.map(({ header }) => header).filter(({ height }) => height > tip.height);
    const [first] = above;
    if (first?.height !== tip.height + 1n || tip.nextValidators === undefined) return undefined;
    if (equalBytes(first.lastBlockId.hash, tip.headerHash)) return undefined;
    const claimed = { ...tip, headerHash: first.lastBlockId.hash };
    verifySegment(claimed, { headers: above, commit: segment.commit, validators: tip.nextValidators });
    return tip.headerHash;
  };

  const conflictIn = (
    segment: MetadataSegment,
    tip: VerifiedTip,
    daHeight: DaHeight,
  ): Conflict | undefined => {
    const last = segment.heights.at(-1)?.header;
    if (last === undefined || last.chainId !== tip.chainId) return undefined;
    const hash = headerHash(last);
    if (told.has(toHex(hash))) return undefined;
    const verifiedHash = unlessRejected(() => deniesRecent(last, segment) ?? deniesTip(segment, tip));
    if (verifiedHash === undefined) return undefined;
    told.add(toHex(hash));
    keepLast(told, MAX_TOLD);
    return {
      daHeight,
      height: sequencerHeight(last.height),
      headers: segment.heights.map(({ header }) => header),
      commit: segment.commit,
      headerHash: hash,
      verifiedHash,
    };
  };

  return {
    add: ({ heights, validators }) => {
      addSet(validators);
      for (const { header, headerHash: hash } of heights) {
        headers.set(header.height, { hash, validatorsHash: header.validatorsHash });
      }
      keepLast(headers, RECENT_HEADERS);
    },
    validatorSet: (hash) => sets.get(toHex(hash)),
    forgetAbove: (height) => {
      for (const known of headers.keys()) if (known > height) headers.delete(known);
    },
    conflictIn,
  };
}

/** Drops what was put in first. */
function keepLast<K>(
  kept: { readonly size: number; keys(): Iterable<K>; delete(key: K): boolean },
  count: number,
): void {
  for (const key of kept.keys()) {
    if (kept.size <= count) return;
    kept.delete(key);
  }
}
