import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, dueAt, emptyBatch, framedLength, type TransactionBatch } from './transaction-batch.ts';

const limits = { maxBytes: 100, maxAgeMs: 20 };
const tx = (length: number) => new Uint8Array(length);

describe('transaction batch', () => {
  it.each([
    ['keeps what fits', [10, 20], [], [10, 20]],
    ['sends what is exactly full', [44, 44], [[44, 44]], []],
    ['starts anew when the next does not fit', [50, 50], [[50]], [50]],
    ['sends a large one alone', [200], [[200]], []],
    ['sends what waited before a large one', [10, 200], [[10], [200]], []],
  ])('%s', (_, lengths, sent, kept) => {
    let batch: TransactionBatch = emptyBatch;
    const leaving: TransactionBatch[] = [];
    for (const length of lengths) {
      const after = add(batch, tx(length), 5, limits);
      batch = after.batch;
      leaving.push(...after.leaving);
    }
    expect(leaving.map(({ transactions }) => transactions.map((t) => t.length))).toEqual(sent);
    expect(batch.transactions.map((t) => t.length)).toEqual(kept);
  });

  it('is due when its first is old enough', () => {
    const first = add(emptyBatch, tx(10), 5, limits).batch;
    const second = add(first, tx(10), 24, limits).batch;
    expect(dueAt(second, limits)).toBe(25);
    expect(dueAt(emptyBatch, limits)).toBeUndefined();
  });

  it('loses nothing, keeps the order, and passes its size only for one that is larger itself', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 150 })), (lengths) => {
        const sent: Uint8Array[] = [];
        const transactions = lengths.map(tx);
        let batch: TransactionBatch = emptyBatch;
        for (const transaction of transactions) {
          const after = add(batch, transaction, 0, limits);
          batch = after.batch;
          for (const full of after.leaving) {
            const bytes = full.transactions.reduce((sum, t) => sum + framedLength(t), 0);
            expect(full.bytes).toBe(bytes);
            expect(bytes <= limits.maxBytes || full.transactions.length === 1).toBe(true);
            sent.push(...full.transactions);
          }
        }
        expect([...sent, ...batch.transactions]).toEqual(transactions);
      }),
    );
  });
});
