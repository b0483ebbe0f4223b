import { compareBytes, equalBytes, MalformedError } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowTree } from './axis.ts';
import { blobCommitment, subtreeRoots, subtreeWidth } from './commitment.ts';
import { dahHash, dataAvailabilityHeader } from './dah.ts';
import { userNamespace } from './namespaces.ts';
import { highest, lowest } from './nmt.ts';
import { type Blob, blobToShares, SHARE_SIZE, shareCount, sharesToBlobs } from './shares.ts';
import { alignedStart, buildSquare, worstCaseShares } from './square.ts';

const aNamespace = fc.integer({ min: 1, max: 6 }).map((id) => userNamespace(new Uint8Array([id, 0])));
const aSigner = fc.uint8Array({ minLength: 20, maxLength: 20 });

/** Blobs of up to about 70 shares, so that subtrees wider than one share occur. */
const aBlob: fc.Arbitrary<Blob> = fc
  .tuple(aNamespace, fc.integer({ min: 1, max: 35_000 }), fc.nat(255), fc.option(aSigner))
  .map(([namespace, length, fill, signer]): Blob => {
    const data = new Uint8Array(length).fill(fill);
    return signer === null
      ? { namespace, data, shareVersion: 0 }
      : { namespace, data, shareVersion: 1, signer };
  });

describe('buildSquare', () => {
  it('makes the empty block of Celestia', () => {
    const { square } = buildSquare([]);
    // data_hash of every empty block of a celestia-node v0.31.4 devnet; go-square and celestia-app name it too
    expect(Buffer.from(dahHash(dataAvailabilityHeader(square))).toString('hex')).toBe(
      '3d96b7d238e7e0456f6af8e7cdf0a67bd6cf9c2089ecb559c659dcaa1f880353',
    );
  });

  // go-square inclusion/blob_share_commitment_rules_test.go TestNextShareIndex
  it.each([
    [0, 4, 0],
    [1, 2, 1],
    [3, 5, 3],
    [10_291, 1, 10_291],
    [11, 64, 11],
    [64, 65, 64],
    [1, 16_256, 128],
    [1, 8_192, 128],
  ])('after share %d puts a blob of %d shares at %d', (cursor, shares, expected) => {
    expect(alignedStart(cursor, shares)).toBe(expected);
  });

  it('puts the real blobs of a block where the real node put them', () => {
    // recorded blob.GetAll.several: 1000, 5000, 1 B then 600, 70000 B; there two shares paid, here one
    const [low, high] = [userNamespace(new Uint8Array([1, 0])), userNamespace(new Uint8Array([2, 0]))];
    const blob = (namespace: typeof low, length: number): Blob => ({
      namespace,
      data: new Uint8Array(length).fill(1),
      shareVersion: 0,
    });
    const { square, starts } = buildSquare([
      blob(low, 1_000),
      blob(high, 600),
      blob(low, 5_000),
      blob(high, 70_000),
      blob(low, 1),
    ]);
    expect(square.width).toBe(16);
    expect(starts).toEqual([1, 16, 4, 20, 15]);
  });

  it('refuses what does not fit 32 MiB', () => {
    const blob: Blob = {
      namespace: userNamespace(new Uint8Array([1, 0])),
      data: new Uint8Array(8_000_000),
      shareVersion: 0,
    };
    expect(() => buildSquare([blob, blob, blob, blob, blob])).toThrow(MalformedError);
  });

  it('keeps order, alignment and every blob', () => {
    fc.assert(
      fc.property(fc.array(aBlob, { minLength: 1, maxLength: 8 }), (blobs) => {
        const { square, starts } = buildSquare(blobs);
        const shareAt = (i: number): Uint8Array =>
          square.shares.subarray(i * SHARE_SIZE, (i + 1) * SHARE_SIZE);
        expect(Math.log2(square.width) % 1).toBe(0);
        expect(blobs.reduce((sum, blob) => sum + worstCaseShares(blob), 1)).toBeLessThanOrEqual(
          square.width ** 2,
        );
        for (let i = 1; i < square.width ** 2; i++) {
          expect(
            compareBytes(shareAt(i - 1).subarray(0, 29), shareAt(i).subarray(0, 29)),
          ).toBeLessThanOrEqual(0);
        }
        for (const [i, blob] of blobs.entries()) {
          const start = starts[i] ?? -1;
          expect(start % subtreeWidth(shareCount(blob.data.length, blob.shareVersion))).toBe(0);
          const shares = blobToShares(blob);
          expect(shares.every((share, k) => equalBytes(share, shareAt(start + k)))).toBe(true);
        }
        const all = Array.from({ length: square.width ** 2 }, (_, i) => shareAt(i));
        for (const { namespace } of blobs) {
          const own = all.filter((share) => equalBytes(share.subarray(0, 29), namespace));
          const expected = blobs.filter((blob) => equalBytes(blob.namespace, namespace));
          expect(sharesToBlobs(own, namespace)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('makes a blob’s subtree roots nodes of its rows', () => {
    fc.assert(
      fc.property(fc.array(aBlob, { minLength: 1, maxLength: 4 }), (blobs) => {
        const { square, starts } = buildSquare(blobs);
        for (const [i, blob] of blobs.entries()) {
          const width = subtreeWidth(shareCount(blob.data.length, blob.shareVersion));
          const [first] = subtreeRoots(blob);
          const start = starts[i] ?? 0;
          if (shareCount(blob.data.length, blob.shareVersion) < width) continue;
          const tree = rowTree(square, Math.floor(start / square.width));
          expect(tree.node(start % square.width, width)).toEqual(first);
          expect(blobCommitment(blob)).toHaveLength(32);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('dataAvailabilityHeader', () => {
  it('has as many parity rows as others, and the roots of the row trees', () => {
    fc.assert(
      fc.property(fc.array(aBlob, { maxLength: 4 }), (blobs) => {
        const { square } = buildSquare(blobs);
        const dah = dataAvailabilityHeader(square);
        expect(dah.rowRoots).toHaveLength(2 * square.width);
        expect(dah.columnRoots).toHaveLength(2 * square.width);
        for (let row = 0; row < square.width; row++)
          expect(rowTree(square, row).root).toEqual(dah.rowRoots[row]);
        for (const root of dah.rowRoots.slice(square.width)) {
          expect(lowest(root)).toEqual(highest(root));
        }
      }),
      { numRuns: 20 },
    );
  });
});
