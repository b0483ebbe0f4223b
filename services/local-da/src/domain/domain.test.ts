import {
  type Blob,
  buildSquare,
  dataAvailabilityHeader,
  formatAccount,
  userNamespace,
} from '@switchyard/celestia';
import {
  compareTimes,
  headerHash,
  type Timestamp,
  tipOf,
  verifyCommit,
  verifyNextHeader,
} from '@switchyard/light';
import { MalformedError, toHex } from '@switchyard/primitives';
import { aValidator, signHeader } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountsHash, charge, genesisAccounts } from './accounts.ts';
import { commitOf, nextHeader, type Previous, voteTime } from './block.ts';
import { formatGenesis, newGenesis, parseGenesis } from './genesis.ts';
import { fateOf, isWithheld, noFaults } from './knobs.ts';
import { type Pending, selectForBlock } from './pool.ts';
import { admit, isAccount, type PaymentOptions } from './submission.ts';

const self = formatAccount(new Uint8Array(20).fill(1));
const rich = { balance: 1_000_000_000_000n, sequence: 3n };
const aBlob = (length = 1_000, id = 1): Blob => ({
  namespace: userNamespace(new Uint8Array([id, 0])),
  data: new Uint8Array(length).fill(5),
  shareVersion: 0,
});
const decide = (
  blobs: readonly Blob[],
  payment: PaymentOptions,
  account: typeof rich | undefined = rich,
): string => {
  const admission = admit(blobs, payment, { address: self, account });
  return admission.kind === 'admitted'
    ? `fee ${admission.transaction.fee}`
    : admission.message.replace(/[0-9A-F]{64}/, 'H');
};

describe('admit', () => {
  // texts and figures as a celestia-node v0.31.4 gave them for 1,000 B
  it.each<[string, readonly Blob[], PaymentOptions, string]>([
    ['the estimate', [aBlob()], {}, 'fee 352'],
    ['a price', [aBlob()], { gasPrice: 0.02 }, 'fee 1760'],
    ['nothing', [], {}, 'state: no blobs provided'],
    [
      'a price of 0',
      [aBlob()],
      { gasPrice: 0 },
      'broadcast tx error: hash H error: insufficient minimum gas price for this node; got: 0utia, required: 352utia (min gas price: 0.004 utia/gas): insufficient fee code: 13',
    ],
    [
      'too low a price',
      [aBlob()],
      { gasPrice: 0.0001 },
      'broadcast tx error: hash H error: insufficient minimum gas price for this node; got: 9utia, required: 352utia (min gas price: 0.004 utia/gas): insufficient fee code: 13',
    ],
    [
      'too low a ceiling',
      [aBlob()],
      { maxGasPrice: 0.0001 },
      'state: estimated gas price exceeds max gas price in tx config',
    ],
    [
      'little gas',
      [aBlob()],
      { gas: 1_000 },
      'broadcast tx error: hash H error: out of gas in location: txSize; gasWanted: 1000, gasUsed: 4290: out of gas code: 11',
    ],
    [
      'gas for less than the blobs',
      [aBlob()],
      { gas: 12_287 },
      'broadcast tx error: hash H error: not enough gas to pay for blobs (minimum: 12288, got: 12287): insufficient fee code: 13',
    ],
    ['gas for just the blobs', [aBlob()], { gas: 12_288 }, 'fee 50'],
    ['the largest blob', [aBlob(8_388_221)], {}, 'fee 285434'],
    ['a byte more', [aBlob(8_388_222)], {}, 'broadcast tx error: hash H error:  code: 21'],
  ])('decides on %s', (_, blobs, payment, expected) => {
    expect(decide(blobs, payment)).toBe(expected);
  });

  it('decides on poor and unknown accounts', () => {
    expect(decide([aBlob()], {}, { balance: 351n, sequence: 0n })).toBe(
      'broadcast tx error: hash H error: spendable balance 351utia is smaller than 352utia: insufficient funds: insufficient funds code: 5',
    );
    expect(decide([aBlob()], {}, { balance: 352n, sequence: 0n })).toBe('fee 352');
    const admission = admit([aBlob()], {}, { address: self, account: undefined });
    expect(admission).toEqual({ kind: 'refused', message: `account for signer ${self} not found` });
  });

  it('wants the payer as the signer', () => {
    const signed: Blob = { ...aBlob(), shareVersion: 1, signer: new Uint8Array(20).fill(1) };
    expect(decide([signed], {})).toBe('fee 352');
    expect(decide([{ ...signed, signer: new Uint8Array(20).fill(2) }], {})).toContain('invalid blob signer');
  });

  it('knows accounts by their checksum', () => {
    expect([isAccount(self), isAccount(`${self.slice(0, -1)}q`), isAccount('')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('selectForBlock', () => {
  const waiting = (payer: string, bytes: number, from = 1n, since = 0n): Pending => {
    const admission = admit([aBlob(bytes)], {}, { address: self, account: { ...rich, balance: 10n ** 15n } });
    if (admission.kind === 'refused') throw new Error(admission.message);
    return { transaction: { ...admission.transaction, payer }, from, since };
  };

  it('takes what fits, in order, and keeps the later ones of a payer behind', () => {
    const big = Array.from({ length: 5 }, () => waiting('a', 8_000_000));
    const small = [waiting('a', 10), waiting('b', 10)];
    const { taken, left } = selectForBlock([...big, ...small], 1n);
    expect(taken).toEqual([...big.slice(0, 3), small[1]]);
    expect(left).toEqual([...big.slice(3), small[0]]);
  });

  it('holds back what is to come late, and not the others', () => {
    const late = waiting('a', 10, 5n);
    const now = waiting('a', 10);
    expect(selectForBlock([late, now], 4n)).toEqual({ taken: [now], left: [late], evicted: [] });
    expect(selectForBlock([late, now], 5n).taken).toEqual([late, now]);
  });

  it('evicts after 36 blocks', () => {
    const old = waiting('a', 10);
    expect(selectForBlock([old], 36n).taken).toEqual([old]);
    expect(selectForBlock([old], 37n).evicted).toEqual([old]);
  });
});

describe('knobs', () => {
  it('decide the fate of each transaction by its number', () => {
    const fates = (knobs: Partial<typeof noFaults>): readonly string[] =>
      [1, 2, 3, 4, 5, 6].map((nth) => fateOf({ ...noFaults, ...knobs }, nth));
    expect(new Set(fates({}))).toEqual(new Set(['lands']));
    expect(fates({ dropEvery: 3, doubleEvery: 2 })).toEqual([
      'lands',
      'lands twice',
      'is dropped',
      'lands twice',
      'lands',
      'is dropped',
    ]);
  });

  it('withhold by commitment and by namespace', () => {
    const blob = { namespace: userNamespace(new Uint8Array([1])), commitment: new Uint8Array(32).fill(7) };
    expect(isWithheld(noFaults, blob)).toBe(false);
    expect(isWithheld({ ...noFaults, withholdCommitments: [toHex(blob.commitment)] }, blob)).toBe(true);
    expect(isWithheld({ ...noFaults, withholdNamespaces: [toHex(blob.namespace)] }, blob)).toBe(true);
  });
});

describe('the chain', () => {
  const key = aValidator('da');
  const genesis = newGenesis({
    name: 'private',
    random: Uint8Array.from({ length: 84 }, (_, i) => i),
    time: { seconds: 1_800_000_000n, nanos: 0 },
    publicKey: key.publicKey,
  });

  it('has a name of its own and is read back from its file', () => {
    expect(genesis.chainId).toBe('private-00010203');
    expect(parseGenesis(JSON.parse(formatGenesis(genesis)) as object as never)).toEqual(genesis);
    for (const broken of [{}, { chain_id: 'x', genesis_time: 'y', validators: [] }]) {
      expect(() => parseGenesis(broken)).toThrow(MalformedError);
    }
    const json = JSON.parse(formatGenesis(genesis)) as Record<string, unknown>;
    for (const accounts of [undefined, [], [{}]]) {
      expect(() => parseGenesis({ ...json, accounts })).toThrow(MalformedError);
    }
  });

  it('charges fees and says so in its app hash', () => {
    const before = genesisAccounts(genesis);
    const [payer] = genesis.accounts;
    const after = charge(before, payer.address, 352n);
    expect(after.get(payer.address)).toEqual({ balance: 999_999_999_999_648n, sequence: 1n });
    expect(charge(after, 'nobody', 1n).get('nobody')).toEqual({ balance: 0n, sequence: 1n });
    expect(accountsHash(after)).not.toEqual(accountsHash(before));
  });

  it('makes headers that follow each other and commits that hold', () => {
    const dah = dataAvailabilityHeader(buildSquare([]).square);
    const accounts = genesisAccounts(genesis);
    let previous: Previous | undefined;
    for (let i = 0; i < 5; i++) {
      const header = nextHeader(genesis, previous, dah);
      const timestamp = voteTime(header, 0);
      const [place] = signHeader({ ...header, time: timestamp }, [key]).signatures;
      expect(place?.flag).toBe('commit');
      const commit = signHeader(header, [key]);
      verifyCommit({ chainId: genesis.chainId, header, commit, validators: [genesis.validator] });
      if (previous !== undefined) verifyNextHeader(tipOf(previous.header), header);
      const [first] = commit.signatures;
      if (first === undefined) throw new Error('no signature');
      const parts = { total: 1, hash: headerHash(header) };
      expect(commitOf(header, parts, first).signatures).toEqual([first]);
      previous = { header, commit, accounts, gas: [5] };
    }
  });

  it('votes after the block’s time, whatever the clock says', () => {
    const seconds = fc.bigInt({ min: 0n, max: 4_000_000_000n });
    const nanos = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(seconds, nanos, fc.double({ min: 0, max: 4e12, noNaN: true }), (s, n, nowMs) => {
        const time: Timestamp = { seconds: s, nanos: n };
        const header = { ...nextHeader(genesis, undefined, { rowRoots: [], columnRoots: [] }), time };
        const vote = voteTime(header, nowMs);
        expect(compareTimes(vote, time)).toBeGreaterThan(0);
        expect(vote.nanos).toBeLessThan(1_000_000_000);
      }),
    );
  });
});
