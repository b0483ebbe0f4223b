import { sha256 } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import {
  BrokenLinkError,
  type Header,
  HeaderMismatchError,
  headerHash,
  type LightError,
  NotEnoughPowerError,
  type TrustedTip,
  tipOf,
  ValidatorsMismatchError,
  validatorsHash,
  verifyNextHeader,
  verifySegment,
  WrongChainError,
} from './index.ts';
import { aCommit, aHeader, aSet, equalSet, thrownBy } from './test-fixtures.ts';

describe('trust', () => {
  const [V, W] = [equalSet(4), aSet(1n)];
  const header9 = aHeader(V, { height: 9n });
  const tip = tipOf(header9);
  const header10 = aHeader(V, { after: header9 });
  const header11 = aHeader(V, { after: header10 });

  it('follows headers one by one', () => {
    expect(verifyNextHeader(tip, header10)).toEqual<TrustedTip>({
      chainId: 'yard',
      height: 10n,
      headerHash: headerHash(header10),
      nextValidatorsHash: validatorsHash(V),
    });
  });

  it('begins at the genesis', () => {
    const genesis: TrustedTip = {
      chainId: 'yard',
      height: 0n,
      headerHash: new Uint8Array(),
      nextValidatorsHash: validatorsHash(V),
    };
    expect(verifyNextHeader(genesis, aHeader(V)).height).toBe(1n);
  });

  const broken: readonly [string, Partial<Header>, new (...args: never[]) => LightError][] = [
    ['of another chain', { chainId: 'other' }, WrongChainError],
    ['of a height that leaves one out', { height: 11n }, BrokenLinkError],
    ['of the tip’s own height', { height: 9n }, BrokenLinkError],
    [
      'with another predecessor',
      { lastBlockId: { ...header10.lastBlockId, hash: sha256() } },
      BrokenLinkError,
    ],
    ['of another set', { validatorsHash: validatorsHash(W) }, ValidatorsMismatchError],
  ];
  it.each(broken)('refuses a header %s', (_, change, expected) => {
    expect(thrownBy(() => verifyNextHeader(tip, { ...header10, ...change }))).toBeInstanceOf(expected);
  });

  it('follows a segment of one set', () => {
    const segment = { headers: [header10, header11], commit: aCommit(header11, V), validators: V };
    expect(verifySegment(tip, segment)).toEqual(tipOf(header11));
  });

  const change10 = aHeader(V, { after: header9, nextValidatorsHash: validatorsHash(W) });
  const forged11 = aHeader(W, { after: change10 });

  it('refuses the forged pair: a set that nobody but itself has signed for', () => {
    const forged = { headers: [change10, forged11], commit: aCommit(forged11, W), validators: W };
    expect(thrownBy(() => verifySegment(tip, forged))).toBeInstanceOf(ValidatorsMismatchError);
  });

  it('accepts the same headers when each set has signed its own', () => {
    const changed = verifySegment(tip, {
      headers: [change10],
      commit: aCommit(change10, V),
      validators: V,
    });
    expect(
      verifySegment(changed, { headers: [forged11], commit: aCommit(forged11, W), validators: W }),
    ).toEqual(tipOf(forged11));
  });

  it('refuses a run that goes on with the old set after naming a new one', () => {
    const back11 = aHeader(V, { after: change10 });
    const segment = { headers: [change10, back11], commit: aCommit(back11, V), validators: V };
    expect(thrownBy(() => verifySegment(tip, segment))).toBeInstanceOf(ValidatorsMismatchError);
  });

  it('refuses a segment without headers, without quorum, or with the commit of another height', () => {
    const commit = aCommit(header11, V, (index) => (index < 2 ? 'commit' : 'absent'));
    expect(thrownBy(() => verifySegment(tip, { headers: [], commit, validators: V }))).toBeInstanceOf(
      BrokenLinkError,
    );
    const headers = [header10, header11];
    expect(thrownBy(() => verifySegment(tip, { headers, commit, validators: V }))).toBeInstanceOf(
      NotEnoughPowerError,
    );
    expect(
      thrownBy(() => verifySegment(tip, { headers, commit: aCommit(header10, V), validators: V })),
    ).toBeInstanceOf(HeaderMismatchError);
  });
});
