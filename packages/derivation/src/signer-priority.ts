import { type DaHeight, toHex } from '@switchyard/primitives';
import type { DaBlob } from './types.ts';

/** A blob with what its signer is worth and what it will unfold to. */
export type RankedBlob = DaBlob & { readonly isKnown: boolean; readonly rawBytes: number };

/**
 * Who is read: known signers always, others only while a gap is old, and then a bounded amount of each DA block. It
 * decides when something is found, never what is valid; specs/08-da-batches.md §5.
 */
export type SignerPriority = {
  isKnown(blob: DaBlob): boolean;
  /** A new DA block: what others may take of it starts anew. */
  startBlock(): void;
  /** Whether to read a blob at this DA height. */
  admit(blob: RankedBlob, at: DaHeight): boolean;
  /** A block became firm by known signers alone: no gap is old. */
  noteProgress(at: DaHeight): void;
  /** Reading begins anew at this DA height, where nobody can tell how old a gap is. */
  restart(at: DaHeight): void;
};

/** After how many DA heights without progress a gap is old; so long after a start others are read as well. */
export const OLD_GAP_DA_HEIGHTS = 64n;
/** What others' payloads of one DA block may unfold to: a whole submission fits. */
export const OTHERS_BYTES: number = 8 << 20;

/** With no known signers everyone is known. */
export function createSignerPriority(knownSigners: readonly Uint8Array[], start: DaHeight): SignerPriority {
  const known = new Set(knownSigners.map(toHex));
  let startedAt = start;
  let progressAt: DaHeight | undefined;
  let left = OTHERS_BYTES;
  return {
    isKnown: ({ signer }) => known.size === 0 || (signer !== undefined && known.has(toHex(signer))),
    startBlock: () => {
      left = OTHERS_BYTES;
    },
    admit: ({ isKnown, rawBytes }, at) => {
      if (isKnown) return true;
      const isGapYoung = progressAt !== undefined && at - progressAt <= OLD_GAP_DA_HEIGHTS;
      if (isGapYoung && at - startedAt > OLD_GAP_DA_HEIGHTS) return false;
      if (rawBytes > left) return false;
      left -= rawBytes;
      return true;
    },
    noteProgress: (at) => {
      progressAt = at;
    },
    restart: (at) => {
      startedAt = at;
      progressAt = undefined;
    },
  };
}

/** Known signers first, each group in share order. */
export function byPriority<B extends RankedBlob>(blobs: readonly B[]): readonly B[] {
  return [...blobs.filter(({ isKnown }) => isKnown), ...blobs.filter(({ isKnown }) => !isKnown)];
}
