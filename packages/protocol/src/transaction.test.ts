import { readFileSync } from 'node:fs';
import { addressOf, fromHex, MalformedError, rollupIdOf, sha256, toHex } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { privateKeyOf, publicKeyOf } from './keys.ts';
import { checkSignature } from './signature.ts';
import type { Action, Params, TransactionBody } from './transaction.ts';
import {
  decodeBody,
  decodeParams,
  decodeTransaction,
  encodeBody,
  encodeParams,
  encodeTransaction,
  laneOf,
  signTransaction,
  transactionSignBytes,
} from './transaction-codec.ts';

type Vectors<T> = { readonly cases: readonly T[] };

function vectors<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../specs/vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

type TransactionVector = {
  readonly name: string;
  readonly bytes: string;
  readonly decodes: boolean;
  readonly id?: string;
  readonly signature?: boolean;
};
type SignatureVector = {
  readonly name: string;
  readonly body: string;
  readonly public_key: string;
  readonly signature: string;
  readonly valid: boolean;
};

const transactions = vectors<
  Vectors<TransactionVector> & { readonly sign_bytes: { readonly body: string; readonly bytes: string } }
>('transactions');
const signatures = vectors<Vectors<SignatureVector>>('signatures');

describe('transaction vectors', () => {
  it.each(transactions.cases.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const bytes = fromHex(vector.bytes);
    if (!vector.decodes) {
      expect(() => decodeTransaction(bytes)).toThrow(MalformedError);
      return;
    }
    const transaction = decodeTransaction(bytes);
    expect(toHex(transaction.id)).toBe(vector.id);
    expect(checkSignature(transaction)).toBe(vector.signature);
    expect(encodeBody(transaction.body)).toEqual(transaction.bodyBytes);
    expect(encodeTransaction(transaction)).toEqual(bytes);
  });

  it('has the sign bytes of the vector', () => {
    const { body, bytes } = transactions.sign_bytes;
    expect(toHex(transactionSignBytes(fromHex(body)))).toBe(bytes);
  });
});

describe('signature vectors', () => {
  it.each(signatures.cases.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const signed = {
      bodyBytes: fromHex(vector.body),
      publicKey: fromHex(vector.public_key),
      signature: fromHex(vector.signature),
    };
    expect(checkSignature(signed)).toBe(vector.valid);
  });

  it('refuses keys and signatures of other lengths', () => {
    const bodyBytes = new Uint8Array();
    const check = (key: number, signature: number) =>
      checkSignature({ bodyBytes, publicKey: new Uint8Array(key), signature: new Uint8Array(signature) });
    expect([check(31, 64), check(32, 63)]).toEqual([false, false]);
  });

  it('keeps answering when it has seen more senders than it remembers', () => {
    const bodyBytes = encodeBody(aBody({}));
    const [signed] = [decodeTransaction(signTransaction(aBody({}), seed(1)))];
    for (let n = 1; n < 4_200; n++) {
      const publicKey = sha256(Uint8Array.of(n >> 8, n & 255));
      checkSignature({ bodyBytes, publicKey, signature: new Uint8Array(64) });
    }
    expect(checkSignature(signed)).toBe(true);
  });
});

const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const anAddress = bytesOf(32).map(addressOf);
const aRollupId = fc.string({ maxLength: 8 }).map(rollupIdOf);
const someParams: fc.Arbitrary<Params> = fc.record({
  blockMaxBytes: u64,
  rollupBudgetBytes: u64,
  sectionMaxBytes: u64,
  transactionMaxBytes: u64,
  maxRollupsPerBlock: u64,
  backlogLowBytes: u64,
  backlogHighBytes: u64,
  priceFloor: u64,
  priceCap: u64,
  reportQuorum: fc.nat(),
  reporters: fc.constant([]),
});
const ordinary: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('submitRollupData' as const),
    rollupId: aRollupId,
    data: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  }),
  fc.record({ kind: fc.constant('transfer' as const), to: anAddress, amount: u64 }),
);
const sudo: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('updateValidator' as const), publicKey: bytesOf(32), power: u64 }),
  fc.record({ kind: fc.constant('updateParams' as const), params: someParams }),
  fc.record({ kind: fc.constant('registerRollup' as const), rollupId: aRollupId, weight: u64 }),
  fc.record({ kind: fc.constant('changeSudo' as const), newSudo: anAddress }),
);
const report: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('reportDaProgress' as const),
  sequencerHeight: u64,
  daHeight: u64,
});
const anyBody: fc.Arbitrary<TransactionBody> = fc.record({
  chainId: fc.stringMatching(/^[a-z0-9-]{1,50}$/),
  nonce: u64,
  expiresAtHeight: u64,
  maxFee: u64,
  actions: fc.oneof(
    fc.array(ordinary, { minLength: 1, maxLength: 5 }),
    fc.array(sudo, { minLength: 1, maxLength: 1 }),
    fc.tuple(report),
  ),
});

function seed(n: number): Uint8Array {
  return sha256(Uint8Array.of(n));
}

function aBody(changes: Partial<TransactionBody>): TransactionBody {
  return {
    chainId: 'yard-1',
    nonce: 0n,
    expiresAtHeight: 10n,
    maxFee: 0n,
    actions: [{ kind: 'transfer', to: addressOf(publicKeyOf(seed(2))), amount: 1n }],
    ...changes,
  };
}

describe('decodeTransaction', () => {
  it('gives back every body', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const transaction = decodeTransaction(signTransaction(body, seed(1)));
        expect(transaction.body).toEqual(body);
        expect(transaction.sender).toEqual(addressOf(publicKeyOf(seed(1))));
        expect(checkSignature(transaction)).toBe(true);
      }),
    );
  });

  it('answers any bytes with a transaction or a MalformedError, and never two encodings of one', () => {
    const honest = signTransaction(aBody({}), seed(1));
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.nat(honest.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, change]) => {
        const bytes = Uint8Array.from(honest);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        try {
          const transaction = decodeTransaction(bytes);
          expect(encodeTransaction(transaction)).toEqual(Uint8Array.from(bytes));
          expect(encodeBody(transaction.body)).toEqual(transaction.bodyBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
      }),
    );
  });

  it('reads what a Buffer holds as plain bytes', () => {
    const transaction = decodeTransaction(Buffer.from(signTransaction(aBody({}), privateKeyOf(seed(1)))));
    expect(transaction.bytes.constructor).toBe(Uint8Array);
    expect(transaction.signature.constructor).toBe(Uint8Array);
  });

  it('refuses a megabyte of the shortest actions before it makes objects of them', () => {
    const many = new Uint8Array(1_000_000);
    for (let at = 0; at < many.length; at += 4) many.set([0x2a, 2, 0x1a, 0], at);
    expect(() => decodeBody(many)).toThrow('action is too short');
  });

  it.each([
    ['an endless varint', Uint8Array.of(0x10, ...new Uint8Array(11).fill(0xff))],
    ['a length past the end', Uint8Array.of(0x0a, 0xff)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => decodeBody(bytes)).toThrow(MalformedError);
  });
});

it('knows the lane of each action', () => {
  const [transfer] = aBody({}).actions;
  expect(transfer === undefined ? undefined : laneOf([transfer])).toBe('ordinary');
  expect(laneOf([{ kind: 'reportDaProgress', sequencerHeight: 1n, daHeight: 1n }])).toBe('report');
  expect(laneOf([{ kind: 'changeSudo', newSudo: addressOf(publicKeyOf(seed(1))) }])).toBe('sudo');
});

it('gives back every set of parameters', () => {
  const reporters = [seed(1), seed(2)]
    .map((key) => addressOf(publicKeyOf(key)))
    .sort((a, b) => Buffer.compare(a, b));
  fc.assert(
    fc.property(someParams, fc.boolean(), (params, hasReporters) => {
      const all = { ...params, reporters: hasReporters ? reporters : [] };
      expect(decodeParams(encodeParams(all))).toEqual(all);
    }),
  );
});

it('refuses a seed of another length', () => {
  expect(() => privateKeyOf(new Uint8Array(31))).toThrow(MalformedError);
});
