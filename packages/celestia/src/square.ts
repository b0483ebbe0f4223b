import { compareBytes, MalformedError } from '@switchyard/primitives';
import { powerOfTwoFrom, subtreeWidth } from './commitment.ts';
import { payForBlobNamespace, reservedPaddingNamespace, tailPaddingNamespace } from './namespaces.ts';
import { type Blob, SHARE_SIZE, shareCount, writeBlob, writePadding } from './shares.ts';

/** Shares per row of the largest original square: 256 × 256 × 512 B = 32 MiB. */
export const MAX_SQUARE_WIDTH = 256;

/** The original (first) quadrant: `width` × `width` shares, row after row. */
export type Square = { readonly width: number; readonly shares: Uint8Array };

/** A square, and for each blob, in the order given, the number of its first share. */
export type Layout = { readonly square: Square; readonly starts: readonly number[] };

/** One share stands for all transactions that pay for the blobs. */
const PLACEHOLDER_SHARES = 1;

/** What a blob takes at worst, padding before it included; go-square Element.maxShareOffset. */
export function worstCaseShares(blob: { readonly data: Uint8Array; readonly shareVersion: 0 | 1 }): number {
  const shares = shareCount(blob.data.length, blob.shareVersion);
  return shares + subtreeWidth(shares) - 1;
}

/** How many shares are left for blobs in the largest square. */
export const maxBlobShares: number = MAX_SQUARE_WIDTH * MAX_SQUARE_WIDTH - PLACEHOLDER_SHARES;

/**
 * Lays blobs out as go-square's Builder.Export: stable order by namespace, each aligned to its subtree width, padding
 * of the namespace before it, tail padding to the end. No blobs make the square of one tail padding share.
 * @throws MalformedError when they do not fit the largest square.
 */
export function buildSquare(blobs: readonly Blob[]): Layout {
  if (blobs.length === 0) {
    const shares = new Uint8Array(SHARE_SIZE);
    writePadding(tailPaddingNamespace, shares, 0, SHARE_SIZE);
    return { square: { width: 1, shares }, starts: [] };
  }
  const worst = blobs.reduce((sum, blob) => sum + worstCaseShares(blob), PLACEHOLDER_SHARES);
  const width = powerOfTwoFrom(Math.ceil(Math.sqrt(worst)));
  if (width > MAX_SQUARE_WIDTH) throw new MalformedError('the blobs do not fit a square', { shares: worst });

  const shares = new Uint8Array(width * width * SHARE_SIZE);
  writePlaceholder(shares);
  const starts: number[] = new Array<number>(blobs.length).fill(0);
  let padding = reservedPaddingNamespace;
  let end = PLACEHOLDER_SHARES;
  for (const { blob, order } of byNamespace(blobs)) {
    const start = alignedStart(end, shareCount(blob.data.length, blob.shareVersion));
    writePadding(padding, shares, end * SHARE_SIZE, start * SHARE_SIZE);
    end = writeBlob(blob, shares, start * SHARE_SIZE) / SHARE_SIZE;
    starts[order] = start;
    padding = blob.namespace;
  }
  writePadding(tailPaddingNamespace, shares, end * SHARE_SIZE, shares.length);
  return { square: { width, shares }, starts };
}

/** The first share at or after a cursor where a blob's subtrees are those of its rows; go-square NextShareIndex. */
export function alignedStart(cursor: number, shares: number): number {
  const width = subtreeWidth(shares);
  return Math.ceil(cursor / width) * width;
}

type Ordered = { readonly blob: Blob; readonly order: number };

function byNamespace(blobs: readonly Blob[]): readonly Ordered[] {
  const ordered = blobs.map((blob, order) => ({ blob, order }));
  return ordered.sort((a, b) => compareBytes(a.blob.namespace, b.blob.namespace) || a.order - b.order);
}

/** A compact share without a transaction. */
function writePlaceholder(shares: Uint8Array): void {
  writePadding(payForBlobNamespace, shares, 0, SHARE_SIZE);
}
