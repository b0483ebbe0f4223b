import { faultOf, fromHex, sha256, utf8 } from '@switchyard/primitives';
import { describe, expect, it, vi } from 'vitest';
import {
  type Commit,
  HeaderMismatchError,
  type LightError,
  MalformedCommitError,
  NotEnoughPowerError,
  type ValidatorSet,
  ValidatorsMismatchError,
  validatorAddress,
  verifyCommit,
  verifySignature,
  WrongChainError,
  zeroTime,
} from './index.ts';
import { verifyZip215 } from './signature.ts';
import { aCommit, aHeader, aSet, cometbft, equalSet, type Signer, thrownBy } from './test-fixtures.ts';

vi.mock('./signature.ts', { spy: true });

/** Signs for every message by ZIP-215, and by no stricter rule: key and R of order eight, S = 0. */
const smallOrder = {
  publicKey: fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'),
  signature: fromHex(`26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05${'00'.repeat(32)}`),
};

describe('verifySignature', () => {
  it('accepts what CometBFT accepts, and nothing else', () => {
    const verdicts = cometbft.signatures.map(({ publicKey, message, signature, accepted }) => ({
      signature,
      accepted,
      ours: verifySignature(fromHex(publicKey), fromHex(message), fromHex(signature)),
    }));
    expect(verdicts.filter(({ accepted, ours }) => accepted !== ours)).toEqual([]);
    expect(verdicts.filter(({ accepted }) => accepted).length).toBe(183);
  });

  it('refuses other lengths', () => {
    expect(verifySignature(new Uint8Array(31), new Uint8Array(), new Uint8Array(64))).toBe(false);
    expect(verifySignature(new Uint8Array(32), new Uint8Array(), new Uint8Array(65))).toBe(false);
  });

  it('keeps verifying when more keys come than it remembers', () => {
    for (let i = 0; i < 4_200; i++) {
      expect(verifySignature(sha256(utf8(`${i}`)), utf8('x'), new Uint8Array(64).fill(0xff))).toBe(false);
    }
    expect(verifySignature(smallOrder.publicKey, utf8('x'), smallOrder.signature)).toBe(true);
  });
});

describe('verifyCommit', () => {
  const set = equalSet(3);
  const header = aHeader(set);
  const commit = aCommit(header, set);
  const claim = { chainId: 'yard', header, commit, validators: set };

  it('accepts a commit of the whole set', () => {
    expect(verifyCommit(claim)).toEqual({ signedPower: 30n, totalPower: 30n });
  });

  it.each([
    [67, 100, true],
    [66, 99, false],
    [67, 99, true],
    [3, 5, false],
    [4, 5, true],
    [2, 3, false],
    [0, 1, false],
  ])('with %i of %i equal validators is %s', (signed, count, isValid) => {
    const validators = equalSet(count);
    const signedHeader = aHeader(validators);
    const partial = aCommit(signedHeader, validators, (index) => (index < signed ? 'commit' : 'absent'));
    const verify = () => verifyCommit({ chainId: 'yard', header: signedHeader, commit: partial, validators });
    if (isValid) expect(verify().signedPower).toBe(BigInt(signed) * 10n);
    else expect(thrownBy(verify)).toBeInstanceOf(NotEnoughPowerError);
  });

  it('does not count votes for nil', () => {
    const nil = aCommit(header, set, (index) => (index === 0 ? 'nil' : 'commit'));
    expect(thrownBy(() => verifyCommit({ ...claim, commit: nil }))).toBeInstanceOf(NotEnoughPowerError);
  });

  it('neither counts an invalid signature nor minds it over the quorum', () => {
    const four = equalSet(4);
    const signedHeader = aHeader(four);
    const good = aCommit(signedHeader, four);
    const damaged = (...indexes: readonly number[]): Commit => ({
      ...good,
      signatures: good.signatures.map((place, index) =>
        indexes.includes(index) ? { ...place, signature: new Uint8Array(64) } : place,
      ),
    });
    const verify = (damage: Commit) =>
      verifyCommit({ chainId: 'yard', header: signedHeader, commit: damage, validators: four });
    expect(verify(damaged(1)).signedPower).toBe(30n);
    expect(thrownBy(() => verify(damaged(1, 2)))).toBeInstanceOf(NotEnoughPowerError);
  });

  it('counts a signature that only ZIP-215 accepts', () => {
    const validators: readonly Signer[] = aSet(10n, 10n);
    const odd = [...validators, { publicKey: smallOrder.publicKey, power: 10n }].sort((a, b) =>
      Buffer.compare(validatorAddress(a), validatorAddress(b)),
    );
    const oddHeader = aHeader(odd);
    const signers = odd.map((validator) => validators.find((known) => known === validator) ?? validators[0]);
    const signed = aCommit(oddHeader, signers as readonly Signer[]);
    const signatures = signed.signatures.map((place, index) =>
      odd[index]?.publicKey === smallOrder.publicKey
        ? {
            flag: 'commit' as const,
            validatorAddress: validatorAddress(smallOrder as unknown as Signer),
            timestamp: zeroTime,
            signature: smallOrder.signature,
          }
        : place,
    );
    const oddClaim = { chainId: 'yard', header: oddHeader, validators: odd };
    expect(verifyCommit({ ...oddClaim, commit: { ...signed, signatures } }).signedPower).toBe(30n);
  });

  it('verifies seen and canonical commits of one block', () => {
    const validators = equalSet(4);
    const signedHeader = aHeader(validators);
    for (const missing of [0, 1, 2, 3]) {
      const seen = aCommit(signedHeader, validators, (index) => (index === missing ? 'absent' : 'commit'));
      const verified = verifyCommit({ chainId: 'yard', header: signedHeader, commit: seen, validators });
      expect(verified.signedPower).toBe(30n);
    }
  });

  const [first, second, third] = commit.signatures;
  const places = (change: object): Commit => ({
    ...commit,
    signatures: [{ ...first, ...change }, second, third] as Commit['signatures'],
  });
  const refusals: readonly [string, Partial<typeof claim>, new (...args: never[]) => LightError][] = [
    ['another chain id', { chainId: 'other' }, WrongChainError],
    ['another header', { header: { ...header, appHash: sha256(utf8('x')) } }, HeaderMismatchError],
    ['another height', { commit: { ...commit, height: 2n } }, HeaderMismatchError],
    ['another set', { validators: equalSet(3) }, ValidatorsMismatchError],
    ['the set in another order', { validators: [...set].reverse() }, ValidatorsMismatchError],
    [
      'a place too few',
      { commit: { ...commit, signatures: commit.signatures.slice(1) } },
      MalformedCommitError,
    ],
    [
      'another validator’s address',
      { commit: places({ validatorAddress: second?.validatorAddress }) },
      MalformedCommitError,
    ],
    ['an absent place with an address', { commit: places({ flag: 'absent' }) }, MalformedCommitError],
    [
      'an absent place with a signature',
      { commit: places({ flag: 'absent', validatorAddress: new Uint8Array() }) },
      MalformedCommitError,
    ],
    ['another round', { commit: { ...commit, round: 1 } }, NotEnoughPowerError],
    [
      'other parts',
      {
        commit: {
          ...commit,
          blockId: { ...commit.blockId, parts: { total: 2, hash: sha256(utf8('parts')) } },
        },
      },
      NotEnoughPowerError,
    ],
    ['another time of a vote', { commit: places({ timestamp: zeroTime }) }, NotEnoughPowerError],
  ];

  it.each(refusals)('refuses %s', (_, change, expected) => {
    const error = thrownBy(() => verifyCommit({ ...claim, ...change }));
    expect(error).toBeInstanceOf(expected);
    expect(faultOf(error)).toBe('rejected');
  });

  it('refuses a set whose power is nothing', () => {
    const powerless: ValidatorSet = [];
    const emptyHeader = aHeader(powerless);
    const emptyCommitment = aCommit(emptyHeader, []);
    expect(
      thrownBy(() =>
        verifyCommit({
          chainId: 'yard',
          header: emptyHeader,
          commit: emptyCommitment,
          validators: powerless,
        }),
      ),
    ).toBeInstanceOf(NotEnoughPowerError);
  });
});

describe('the slow check', () => {
  /** How often a commit of 100 validators needs it, with the signatures of these replaced. */
  const slowChecks = (replaced: number): number => {
    vi.mocked(verifyZip215).mockClear();
    const validators = equalSet(100);
    const header = aHeader(validators);
    const commit = aCommit(header, validators);
    const signatures = commit.signatures.map((place, index) =>
      index < replaced ? { ...place, signature: smallOrder.signature } : place,
    );
    const verdict = () =>
      verifyCommit({ chainId: 'yard', header, commit: { ...commit, signatures }, validators });
    if (replaced > 33) expect(thrownBy(verdict)).toBeInstanceOf(NotEnoughPowerError);
    else expect(verdict().totalPower).toBe(1_000n);
    return vi.mocked(verifyZip215).mock.calls.length;
  };

  it('is not made of an honest commit, nor of one whose rest is enough', () => {
    expect(slowChecks(0)).toBe(0);
    expect(slowChecks(33)).toBe(0);
  });

  it('is made of a third of the set at most, when all signatures are bad', () => {
    expect(slowChecks(100)).toBe(34);
  });
});
