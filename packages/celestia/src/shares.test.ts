import { concatBytes, MalformedError } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountChecksum, formatAccount, parseAccount } from './address.ts';
import { namespaceProblem, parityNamespace, tailPaddingNamespace, userNamespace } from './namespaces.ts';
import {
  type Blob,
  blobToShares,
  paddingShare,
  shareCount,
  shareNamespace,
  sharesToBlobs,
  splitShares,
  wholeBlobs,
} from './shares.ts';

const space = userNamespace(new Uint8Array([1, 2, 3]));
const blob = (length: number, fill = 7): Blob => ({
  namespace: space,
  data: new Uint8Array(length).fill(fill),
  shareVersion: 0,
});

describe('shares', () => {
  // 512 B less 29 of namespace, 1 of info, in the first also 4 of length (and 20 of signer)
  it.each([
    [1, 0, 1],
    [478, 0, 1],
    [479, 0, 2],
    [960, 0, 2],
    [961, 0, 3],
    [458, 1, 1],
    [459, 1, 2],
    [940, 1, 2],
    [941, 1, 3],
    [0, 0, 1],
  ] as const)('of %d bytes in version %d are %d', (length, version, count) => {
    expect(shareCount(length, version)).toBe(count);
    const signer = version === 1 ? { signer: new Uint8Array(20) } : {};
    expect(blobToShares({ ...blob(length), shareVersion: version, ...signer })).toHaveLength(count);
  });

  it('give the blob back, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), fc.boolean(), fc.boolean()), {
          minLength: 1,
          maxLength: 5,
        }),
        (specs) => {
          const blobs = specs.map(
            ([data, isSigned]): Blob =>
              isSigned
                ? { namespace: space, data, shareVersion: 1, signer: new Uint8Array(20).fill(9) }
                : { namespace: space, data, shareVersion: 0 },
          );
          const shares = blobs.flatMap((item, i) => [
            ...blobToShares(item),
            ...(specs[i]?.[2] === true ? [paddingShare(space)] : []),
          ]);
          expect(sharesToBlobs(shares, space)).toEqual(blobs);
          expect(wholeBlobs(shares, space)).toEqual(blobs);
        },
      ),
    );
  });

  it('are blobs or a MalformedError, whatever their bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 0, maxLength: 512 }), { maxLength: 4 }), (tails) => {
        const shares = tails.map((tail) => concatBytes(space, tail, new Uint8Array(483)).slice(0, 512));
        expect(Array.isArray(wholeBlobs(shares, space))).toBe(true);
        try {
          sharesToBlobs(shares, space);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
      }),
    );
  });

  it('are refused when a sequence is cut, headless, of another namespace or of two versions', () => {
    const [first, second, third] = blobToShares(blob(1_000));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three shares');
    const other = userNamespace(new Uint8Array([9]));
    const changed = third.slice();
    changed[29] = 2;
    for (const shares of [
      [first, second],
      [second, third],
      [first, second, changed],
      [first, paddingShare(space)],
    ]) {
      expect(() => sharesToBlobs(shares, space)).toThrow(MalformedError);
    }
    expect(() => sharesToBlobs([first, second, third], other)).toThrow(MalformedError);
    expect(() => sharesToBlobs([first.subarray(1)], space)).toThrow(MalformedError);
    expect(wholeBlobs([second, third, first, second, third, first, second], space)).toEqual([blob(1_000)]);
  });

  it('of versions that are not ours to read are left out', () => {
    const shares = blobToShares(blob(600)).map((share) => share.slice());
    for (const share of shares) share[29] = (2 << 1) | ((share[29] ?? 0) & 1);
    expect(sharesToBlobs([...shares, ...blobToShares(blob(5))], space)).toEqual([blob(5)]);
  });

  it('need a signer in version 1, and only there', () => {
    expect(() => blobToShares({ ...blob(1), shareVersion: 1 })).toThrow(MalformedError);
    expect(() => blobToShares({ ...blob(1), signer: new Uint8Array(20) })).toThrow(MalformedError);
    expect(() => blobToShares({ ...blob(1), shareVersion: 1, signer: new Uint8Array(19) })).toThrow(
      MalformedError,
    );
  });

  it('have 512 bytes', () => {
    expect(() => splitShares(new Uint8Array(513))).toThrow(MalformedError);
    expect(shareNamespace(paddingShare(space))).toEqual(space);
  });
});

describe('namespaceProblem', () => {
  const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.padStart(58, '0'), 'hex'));

  // each as a celestia-node v0.31.4 answered, recorded as blob.Submit.badNamespace.*
  it.each([
    ['short', new Uint8Array(28), 'length'],
    ['long', new Uint8Array(30), 'length'],
    ['version 1', bytes(`01${'0'.repeat(56)}`), 'version'],
    ['prefix', bytes(`00${'01'.repeat(17)}00${'22'.repeat(10)}`), 'prefix'],
    ['zero', bytes('00'), 'reserved'],
    ['transactions', bytes('01'), 'reserved'],
    ['highest reserved', bytes('ff'), 'reserved'],
    ['lowest of users', bytes('0100'), undefined],
    ['highest of users', bytes('ff'.repeat(10)), undefined],
    ['tail padding', tailPaddingNamespace, 'padding'],
    ['parity', parityNamespace, 'padding'],
    ['other reserved of version 255', bytes(`${'ff'.repeat(28)}00`), 'reserved'],
    ['version 255', bytes(`ff${'00'.repeat(28)}`), 'version'],
  ])('of %s', (_, namespace, problem) => {
    expect(namespaceProblem(namespace)).toBe(problem);
  });

  it('cannot be that of more than ten bytes', () => {
    expect(() => userNamespace(new Uint8Array(11))).toThrow(MalformedError);
  });
});

describe('accounts', () => {
  // state.AccountAddress and the signer in blob.GetAll.v1 of one devnet
  const account = 'celestia1722ffqehk7hfsgfkqkqa8n9m2ecm7c82sd4lvl';

  it('are 20 bytes in bech32', () => {
    expect(Buffer.from(parseAccount(account)).toString('base64')).toBe('8pSUgze3rpghNgWB08y7VnG/YOo=');
    expect(formatAccount(parseAccount(account))).toBe(account);
  });

  it.each(['', 'x', `${account}x`, 'cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a'])('are not %j', (text) => {
    expect(() => parseAccount(text)).toThrow(MalformedError);
  });

  it('tell which checksum they should have', () => {
    // blob.Submit.unknownSigner
    expect(accountChecksum('celestia1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqrrncka')).toEqual({
      expected: 'zf30as',
      actual: 'rrncka',
    });
    expect(accountChecksum('no account')).toBeUndefined();
  });
});
