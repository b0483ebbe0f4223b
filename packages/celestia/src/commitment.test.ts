import { namespace, sha256, toHex } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { blobCommitment, subtreeRoots, subtreeSizes, subtreeWidth } from './commitment.ts';
import { userNamespace } from './namespaces.ts';
import type { Blob } from './shares.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

describe('blobCommitment', () => {
  it.each<[string, Blob, string]>([
    [
      // github.com/eigerco/lumina types/src/blob.rs, test vector of share version 0
      'lumina v0',
      {
        namespace: namespace(bytes('AAAAAAAAAAAAAAAAAAAAAAAAAAAADCBNOWAP3dM=')),
        data: bytes('8fIMqAB+kQo7+LLmHaDya8oH73hxem6lQWX1'),
        shareVersion: 0,
      },
      'D6YGsPWdxR8ju2OcOspnkgPG2abD30pSHxsFdiPqnVk=',
    ],
    [
      // the same file, share version 1
      'lumina v1',
      {
        namespace: namespace(bytes('AAAAAAAAAAAAAAAAAAAAAAAAALwwSWpxCuQb5+A=')),
        data: bytes('lQnnMKE='),
        shareVersion: 1,
        signer: bytes('Yjc3XldhbdYke5i8aSlggYxCCLE='),
      },
      'dujykaNN+Ey7ET3QNdPG0g2uveriBvZusA3fLSOdMKU=',
    ],
    [
      // a blob of a celestia-node v0.31.4 devnet, recorded as blob.GetAll.several
      'celestia-node',
      {
        namespace: namespace(bytes('AAAAAAAAAAAAAAAAAAAAAAAAAGOD+gS7OHJcrr4=')),
        data: bytes('9w=='),
        shareVersion: 0,
      },
      'QY9MLxPnskjIeXmcfgDHd9jyG6qZAgGievSfTTmVvyI=',
    ],
  ])('is that of %s', (_, blob, expected) => {
    expect(Buffer.from(blobCommitment(blob)).toString('base64')).toBe(expected);
  });
});

describe('subtreeRoots', () => {
  // github.com/celestiaorg/go-square v4 inclusion/commitment_test.go TestCreateCommitment, which hashes the two roots
  // with a function of its own (twoLeafMerkleRoot)
  it.each<[string, Pick<Blob, 'shareVersion' | 'signer'>, number, string]>([
    [
      'two shares',
      { shareVersion: 0 },
      478 + 482,
      '31f5156d5db9a7f5b43b297a14c070c2cc4ef3d69d87ed08addd216d9b9fa118',
    ],
    [
      'a signer',
      { shareVersion: 1, signer: new Uint8Array(20).fill(1) },
      478 + 482 - 20,
      '883c74064e8e2627ad5808389f1f1924194c1ae23c7df962c8d56df062a92b2b',
    ],
  ])('are those of go-square for %s', (_, version, length, expected) => {
    const namespace = userNamespace(new Uint8Array(10).fill(1));
    const [left, right, ...more] = subtreeRoots({
      ...version,
      namespace,
      data: new Uint8Array(length).fill(0xff),
    });
    if (left === undefined || right === undefined) throw new Error('two roots');
    expect(more).toEqual([]);
    expect(toHex(sha256(sha256(left), sha256(right)))).toBe(expected);
  });
});

describe('subtree widths', () => {
  // go-square inclusion/blob_share_commitment_rules_test.go: the width follows the threshold, capped by the square root
  it.each([
    [1, 1],
    [2, 1],
    [64, 1],
    [65, 2],
    [128, 2],
    [129, 4],
    [256, 4],
    [257, 8],
    [11, 1],
    [4096, 64],
    [16256, 128],
  ])('of %d shares is %d', (shares, width) => {
    expect(subtreeWidth(shares)).toBe(width);
  });

  it('ends with ever smaller subtrees', () => {
    expect(subtreeSizes(64 * 3 + 3)).toEqual([...new Array<number>(48).fill(4), 2, 1]);
    expect(subtreeSizes(1)).toEqual([1]);
  });
});
