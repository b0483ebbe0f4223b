import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterHeight,
  isDue,
  nextBundle,
  outcomeOf,
  refusalOf,
  replacedBy,
  sendersToAsk,
  usedUp,
} from './decide.ts';
import {
  applyEvent,
  type Bundle,
  emptyQueue,
  type Queue,
  type QueueLimits,
  type RollupTransaction,
} from './queue.ts';

const limits: QueueLimits = {
  maxTransactions: 10,
  maxBytes: 1_000,
  maxBundleBytes: 300,
  maxBundleGas: 100n,
  maxInFlight: 2,
};

const aTransaction = (
  hash: string,
  {
    sender = 'a',
    nonce = 0n,
    bytes = 100,
    gasLimit = 21n,
  }: { sender?: string; nonce?: bigint; bytes?: number; gasLimit?: bigint } = {},
): RollupTransaction => ({ hash, raw: new Uint8Array(bytes), sender, nonce, gasLimit });

const queueOf = (...transactions: readonly RollupTransaction[]): Queue => {
  const queue = emptyQueue();
  for (const transaction of transactions) applyEvent(queue, { kind: 'taken', transaction });
  return queue;
};

const aBundle = (content: Partial<Bundle> = {}): Bundle => ({
  nonce: 3n,
  hashes: ['x'],
  versions: [{ id: 'v1', bytes: new Uint8Array(1), expiresAt: 50n }],
  isVoid: false,
  ...content,
});

describe('intake', () => {
  it.each([
    ['what it has', aTransaction('x'), 'known'],
    ['one that no bundle can carry', aTransaction('y', { bytes: 301 }), 'too large'],
    ['the largest that a bundle can carry', aTransaction('y', { bytes: 300 }), undefined],
  ])('answers for %s', (_what, transaction, answer) => {
    expect(refusalOf(queueOf(aTransaction('x')), transaction, limits)).toBe(answer);
  });

  it('is full by count and by bytes, and takes the last that fits', () => {
    const nine = queueOf(...Array.from({ length: 9 }, (_, n) => aTransaction(`${n}`, { bytes: 1 })));
    expect(refusalOf(nine, aTransaction('x', { bytes: 1 }), limits)).toBeUndefined();
    applyEvent(nine, { kind: 'taken', transaction: aTransaction('9', { bytes: 1 }) });
    expect(refusalOf(nine, aTransaction('x', { bytes: 1 }), limits)).toBe('full');
    const bytes = queueOf(...Array.from({ length: 4 }, (_, n) => aTransaction(`${n}`, { bytes: 200 })));
    expect(refusalOf(bytes, aTransaction('x', { bytes: 200 }), limits)).toBeUndefined();
    expect(refusalOf(bytes, aTransaction('x', { bytes: 201 }), limits)).toBe('full');
  });

  it('replaces the same nonce while it is unsent, and not after', () => {
    const queue = queueOf(aTransaction('old'));
    expect(replacedBy(queue, aTransaction('new'))).toBe('old');
    expect(replacedBy(queue, aTransaction('new', { nonce: 1n }))).toBeUndefined();
    expect(replacedBy(queue, aTransaction('new', { sender: 'b' }))).toBeUndefined();
    const version = { id: 'v', bytes: new Uint8Array(), expiresAt: 9n };
    applyEvent(queue, { kind: 'bundled', nonce: 0n, hashes: ['old'], version });
    expect(replacedBy(queue, aTransaction('new'))).toBeUndefined();
  });
});

describe('bundles', () => {
  const hashes = (queue: Queue, height = 1n) => nextBundle(queue, height, limits).map(({ hash }) => hash);

  it("keeps arrival between senders and each sender's nonces in order", () => {
    const queue = queueOf(
      aTransaction('a2', { sender: 'a', nonce: 2n, bytes: 10 }),
      aTransaction('b0', { sender: 'b', nonce: 0n, bytes: 10 }),
      aTransaction('a1', { sender: 'a', nonce: 1n, bytes: 10 }),
    );
    expect(hashes(queue)).toEqual(['a1', 'a2', 'b0']);
  });

  it('stops at its bytes and at its gas', () => {
    const four = [0, 1, 2, 3].map((n) => aTransaction(`${n}`, { nonce: BigInt(n) }));
    expect(hashes(queueOf(...four))).toEqual(['0', '1', '2']);
    const gas = [0, 1, 2].map((n) => aTransaction(`${n}`, { nonce: BigInt(n), bytes: 1, gasLimit: 50n }));
    expect(hashes(queueOf(...gas))).toEqual(['0', '1']);
  });

  it('waits while enough is in flight, and for those who come back', () => {
    const queue = queueOf(aTransaction('x'));
    applyEvent(queue, { kind: 'skipped', hash: 'x', notBefore: 5n });
    const asked = (height: bigint) => nextBundle(queue, height, limits, new Map([['a', 0n]])).length;
    expect([asked(4n), asked(5n)]).toEqual([0, 1]);
    applyEvent(queue, { kind: 'bundle', bundle: aBundle({ nonce: 1n, hashes: [] }) });
    applyEvent(queue, { kind: 'bundle', bundle: aBundle({ nonce: 2n, hashes: [] }) });
    expect(asked(5n)).toBe(0);
  });

  it('asks for the nonce of a sender whose lowest was skipped, and leaves a gap alone', () => {
    const queue = queueOf(aTransaction('n3', { nonce: 3n }), aTransaction('n4', { nonce: 4n }));
    expect(sendersToAsk(queue, 1n)).toEqual([]);
    expect(hashes(queue)).toEqual(['n3', 'n4']);
    applyEvent(queue, { kind: 'skipped', hash: 'n3', notBefore: 0n });
    expect(sendersToAsk(queue, 1n)).toEqual(['a']);
    expect(hashes(queue)).toEqual([]);
    const at = (nonce: bigint) =>
      nextBundle(queue, 1n, limits, new Map([['a', nonce]])).map(({ hash }) => hash);
    expect([at(2n), at(3n), at(4n)]).toEqual([[], ['n3', 'n4'], []]);
    expect(usedUp(queue, new Map([['a', 4n]]))).toEqual(['n3']);
  });

  it('goes on from what is on its way', () => {
    const queue = queueOf(...[0n, 1n, 3n].map((nonce) => aTransaction(`n${nonce}`, { nonce, bytes: 1 })));
    const version = { id: 'v', bytes: new Uint8Array(), expiresAt: 9n };
    applyEvent(queue, { kind: 'bundled', nonce: 0n, hashes: ['n0'], version });
    expect(hashes(queue)).toEqual(['n1']);
    applyEvent(queue, { kind: 'included', nonce: 0n, height: 2n, isOurs: true });
    expect(hashes(queue)).toEqual(['n1']);
    expect(sendersToAsk(queue, 1n)).toEqual([]);
  });

  it('never exceeds its limits nor takes a sender out of order', () => {
    const arbitrary = fc.array(
      fc.record({
        sender: fc.constantFrom('a', 'b', 'c'),
        nonce: fc.bigInt({ min: 0n, max: 5n }),
        bytes: fc.integer({ min: 1, max: 300 }),
        gasLimit: fc.bigInt({ min: 1n, max: 100n }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(arbitrary, (shapes) => {
        const queue = queueOf(...shapes.map((shape, index) => aTransaction(`${index}`, shape)));
        const chosen = nextBundle(queue, 1n, limits);
        expect(chosen.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThanOrEqual(
          limits.maxBundleBytes,
        );
        expect(chosen.reduce((sum, { gasLimit }) => sum + gasLimit, 0n) <= limits.maxBundleGas).toBe(true);
        expect(chosen.length > 0).toBe(shapes.length > 0);
        for (const sender of ['a', 'b', 'c']) {
          const nonces = chosen.filter((each) => each.sender === sender).map(({ nonce }) => nonce);
          expect(nonces).toEqual(nonces.map((_, index) => (nonces[0] ?? 0n) + BigInt(index)));
        }
      }),
    );
  });

  it.each([
    [undefined, 1n, true],
    [10n, 12n, false],
    [10n, 13n, true],
  ])('sent at %s is due at %s: %s', (sentAt, height, due) => {
    expect(isDue(sentAt, height)).toBe(due);
  });

  it.each([
    ['while a version may still land', 50n, false, aBundle(), 'wait'],
    ['once all have expired', 51n, false, aBundle(), 'sign again'],
    ['once all have expired and it can never be admitted', 51n, true, aBundle(), 'void'],
    ['as empty again, when the empty one expired', 51n, true, aBundle({ isVoid: true }), 'sign again'],
    [
      'while the newest version may land',
      51n,
      false,
      aBundle({ versions: [...aBundle().versions, { id: 'v2', bytes: new Uint8Array(), expiresAt: 90n }] }),
      'wait',
    ],
  ] as const)('decides %s', (_when, height, never, bundle, action) => {
    expect(afterHeight(bundle, height, never)).toBe(action);
  });
});

describe('outcomes', () => {
  const seen = { hasReceipt: false, senderNonce: 0n, skips: 0, height: 10n };

  it.each([
    ['a receipt', { ...seen, hasReceipt: true }, { kind: 'done' }],
    ['a nonce used by another', { ...seen, senderNonce: 1n }, { kind: 'done' }],
    ['the first skip', seen, { kind: 'skipped', notBefore: 11n }],
    ['the fourth skip', { ...seen, skips: 3 }, { kind: 'skipped', notBefore: 18n }],
    ['the sixth skip', { ...seen, skips: 5 }, { kind: 'parked', reason: 'sequenced and skipped 6 times' }],
  ])('is told by %s', (_what, sight, outcome) => {
    expect(outcomeOf(aTransaction('x'), sight)).toEqual(outcome);
  });
});
