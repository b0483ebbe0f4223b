import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEvent, QueueLogError } from './event-codec.ts';
import { applyEvent, emptyQueue, type Queue, type QueueEvent, snapshotOf } from './queue.ts';

const hash = fc.constantFrom('0x1', '0x2', '0x3');
const nonce = fc.bigInt({ min: 0n, max: 3n });
const version = fc.record({ id: fc.string(), bytes: fc.uint8Array({ maxLength: 8 }), expiresAt: nonce });
const event: fc.Arbitrary<QueueEvent> = fc.oneof(
  fc
    .record({
      transaction: fc.record({
        hash,
        raw: fc.uint8Array({ maxLength: 8 }),
        sender: fc.constantFrom('a', 'b'),
        nonce,
        gasLimit: nonce,
      }),
      hoards: fc.boolean(),
    })
    .map(({ transaction, hoards }) => ({
      kind: 'taken' as const,
      transaction,
      ...(hoards && { hoards }),
    })),
  fc.record({ kind: fc.constant('bundled' as const), nonce, hashes: fc.uniqueArray(hash), version }),
  fc.record({ kind: fc.constant('signed' as const), nonce, version, isVoid: fc.boolean() }),
  fc.record({ kind: fc.constant('included' as const), nonce, height: nonce, isOurs: fc.boolean() }),
  fc.record({ kind: fc.constant('skipped' as const), hash, notBefore: nonce }),
  fc.record({ kind: fc.constant('done' as const), hash }),
  fc.record({ kind: fc.constant('parked' as const), hash, reason: fc.string() }),
  fc.record({ kind: fc.constant('nonce' as const), next: nonce }),
);

const queueOf = (events: readonly QueueEvent[]): Queue => {
  const queue = emptyQueue();
  for (const each of events) applyEvent(queue, each);
  return queue;
};

describe('the queue', () => {
  it('is the same after its log was written anew', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const queue = queueOf(events);
        const again = queueOf(snapshotOf(queue).map(encodeEvent).map(decodeEvent));
        expect(again.entries).toEqual(queue.entries);
        expect(again.bundles).toEqual(queue.bundles);
        expect(again.queued).toEqual(queue.queued);
        expect([again.nextNonce, again.bytes]).toEqual([queue.nextNonce, queue.bytes]);
      }),
    );
  });

  it('counts its bytes and knows who is queued, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { entries, bytes, queued } = queueOf(events);
        expect(bytes).toBe(
          [...entries.values()].reduce((sum, { transaction }) => sum + transaction.raw.length, 0),
        );
        const phases = [...entries]
          .filter(([, { progress }]) => progress.phase === 'queued')
          .map(([key]) => key);
        expect([...queued].sort()).toEqual(phases.sort());
      }),
    );
  });

  it('gives the transactions of a voided bundle back', () => {
    const transaction = { hash: '0x1', raw: new Uint8Array(3), sender: 'a', nonce: 0n, gasLimit: 1n };
    const first = { id: 'v1', bytes: new Uint8Array(), expiresAt: 5n };
    const empty = { id: 'v2', bytes: new Uint8Array(), expiresAt: 9n };
    const queue = queueOf([
      { kind: 'taken', transaction },
      { kind: 'bundled', nonce: 7n, hashes: ['0x1'], version: first },
      { kind: 'signed', nonce: 7n, version: empty, isVoid: true },
    ]);
    expect([...queue.queued]).toEqual(['0x1']);
    expect(queue.bundles.get(7n)).toEqual({ nonce: 7n, hashes: [], versions: [empty], isVoid: true });
    expect(queue.nextNonce).toBe(8n);
  });

  it('gives transactions back when a stranger used the nonce', () => {
    const transaction = { hash: '0x1', raw: new Uint8Array(3), sender: 'a', nonce: 0n, gasLimit: 1n };
    const queue = queueOf([
      { kind: 'taken', transaction },
      {
        kind: 'bundled',
        nonce: 7n,
        hashes: ['0x1'],
        version: { id: 'v', bytes: new Uint8Array(), expiresAt: 5n },
      },
      { kind: 'included', nonce: 7n, height: 4n, isOurs: false },
    ]);
    expect([...queue.queued]).toEqual(['0x1']);
  });
});

describe('the log', () => {
  it.each(['', '[]', '{}', '{"kind":"other"}', '{"kind"'])('refuses %j', (line) => {
    expect(() => decodeEvent(line)).toThrow(QueueLogError);
  });
});
