import { type BatchCaps, measureBlock } from '@switchyard/derivation';
import { daHeight, rollupIdOf, utf8 } from '@switchyard/primitives';
import { createTestChain } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowed, breakerState, closedBreaker, failed, MAX_PAUSE_MS } from './breaker.ts';
import { batchAgeMs, observe, unknownPace } from './da-pace.ts';
import { createLedger, type Draft, type Ledger } from './ledger.ts';
import { nextReport } from './report.ts';
import { type Fate, type Intent, isDue } from './submission.ts';

const da = (height: number) => daHeight(height);

describe('submission', () => {
  const intent = { from: 11n, attempt: 1 };

  it.each<[string, Fate, number, number, boolean]>([
    ['is on its way', { phase: 'sending' }, 10, 99, false],
    ['was refused', { phase: 'refused' }, 0, 0, true],
    ['may still land', { phase: 'unknown', until: da(20) }, 10, 19, false],
    ['can no longer land', { phase: 'unknown', until: da(20) }, 10, 20, true],
    ['is said to have landed, a DA block ago', { phase: 'accepted', daHeight: da(20) }, 10, 21, false],
    ['is said to have landed and was not seen', { phase: 'accepted', daHeight: da(20) }, 10, 22, true],
    ['landed behind a gap', { phase: 'landed', daHeight: da(20) }, 9, 900, false],
    ['landed behind a gap and is forgotten', { phase: 'landed', daHeight: da(20) }, 9, 1_020, true],
    ['landed just now', { phase: 'landed', daHeight: da(20) }, 10, 21, false],
    ['landed and is not passed', { phase: 'landed', daHeight: da(20) }, 10, 22, true],
  ])('that %s: posted again or not', (_, fate, confirmed, readUpTo, expected) => {
    expect(isDue(intent, fate, { confirmed: BigInt(confirmed), readUpTo: BigInt(readUpTo) })).toBe(expected);
  });

  it('is posted ever more seldom when the reader does not pass it', () => {
    const landed: Fate = { phase: 'landed', daHeight: da(0) };
    const waits = [1, 2, 3, 6, 60].map((attempt) => {
      for (let read = 0n; ; read++) {
        if (isDue({ from: 1n, attempt }, landed, { confirmed: 0n, readUpTo: read })) return Number(read);
      }
    });
    expect(waits).toEqual([2, 4, 8, 64, 64]);
  });
});

describe('breaker', () => {
  it('lets nothing through after a failure, then one call, then all', () => {
    const once = failed(closedBreaker, 'X', 1_000);
    expect([0, 249].map((ms) => allowed(once, 8, 1_000 + ms))).toEqual([0, 0]);
    expect(allowed(once, 8, 1_250)).toBe(1);
    expect(allowed(closedBreaker, 8, 0)).toBe(8);
    expect([closedBreaker, once].map((breaker) => breakerState(breaker, 1_100))).toEqual(['closed', 'open']);
    expect(breakerState(once, 1_250)).toBe('half-open');
  });

  it('never pauses longer than healing may wait', () => {
    let breaker = closedBreaker;
    for (let i = 0; i < 100; i++) breaker = failed(breaker, 'X', 0);
    expect(breaker.openUntilMs).toBe(MAX_PAUSE_MS);
  });
});

describe('da pace', () => {
  it('learns the interval, and forgets slowly', () => {
    let pace = unknownPace;
    expect(batchAgeMs(pace, 3_000)).toBe(3_000);
    for (let height = 1; height < 30; height++) {
      pace = observe(pace, { height: BigInt(height), timeMs: height * 600 });
    }
    expect(batchAgeMs(pace, 3_000)).toBeCloseTo(600);
    const late = observe(pace, { height: 30n, timeMs: 29 * 600 + 60_000 });
    expect(batchAgeMs(late, 3_000)).toBe(3_000);
    expect(observe(pace, { height: 3n, timeMs: 0 })).toEqual(pace);
    expect(observe(pace, { height: 40n, timeMs: 0 }).intervalMs).toBe(pace.intervalMs);
  });

  it('is never zero', () => {
    const pace = observe(observe(unknownPace, { height: 1n, timeMs: 0 }), { height: 1_000n, timeMs: 1 });
    expect(batchAgeMs(pace, 3_000)).toBe(200);
  });
});

describe('report', () => {
  it.each([
    ['news', [20n, 5n], [10n, 3n, 30n], { sequencerHeight: 20n, daHeight: 5n }],
    ['no news', [10n, 5n], [10n, 3n, 30n], undefined],
    ['a chain that is behind', [20n, 5n], [10n, 3n, 19n], undefined],
    [
      'a rebuilt reader that starts earlier',
      [20n, 2n],
      [10n, 3n, 30n],
      { sequencerHeight: 20n, daHeight: 3n },
    ],
  ] as const)('with %s', (_, [sequencerHeight, height], [own, ownDa, stateHeight], expected) => {
    const held = { sequencerHeight: own, daHeight: ownDa, nonce: 0n, stateHeight };
    expect(nextReport({ sequencerHeight, daHeight: height }, held)).toEqual(expected);
  });
});

describe('ledger', () => {
  const chain = createTestChain();
  chain.nextBlocks(12, (height) => ({
    data:
      height % 2n === 0n
        ? ['a', 'b', 'c'].map((name) => ({
            rollupId: rollupIdOf(name),
            data: [new Uint8Array(height === 8n ? 3_000 : 100).fill(Number(height))],
          }))
        : [{ rollupId: rollupIdOf('a'), data: [utf8('x')] }],
  }));
  const measured = chain.blocks.map(measureBlock);
  const caps: BatchCaps = { blobBytes: 8_000, submissionBytes: 9_000, heights: 4 };
  const old = { nowMs: 10_000, maxAgeMs: 1_000 };
  const young = { nowMs: 500, maxAgeMs: 1_000 };

  function filled(upTo = 12, from: Partial<Parameters<typeof createLedger>[0]> = {}): Ledger {
    const ledger = createLedger({ confirmed: 0n, intents: [], outcomes: [], caps, ...from });
    for (const block of measured.slice(0, upTo)) {
      ledger.add({ measured: block, validatorsBefore: undefined, receivedAtMs: 0 });
    }
    return ledger;
  }

  function intentOf({ id, from, to, attempt, part }: Draft, commitment = id): Intent {
    const blobs = [{ namespace: 'ns', commitment, bytes: 10 }];
    return { id, from, to, attempt, part, blobs, daHeadBefore: da(1) };
  }

  function begun(ledger: Ledger, options = old): Draft[] {
    const drafts: Draft[] = [];
    for (let draft = ledger.begin(options); draft !== undefined; draft = ledger.begin(options)) {
      drafts.push(draft);
      ledger.start(intentOf(draft));
    }
    return drafts;
  }

  it('posts what is full at once, and the rest when it is old', () => {
    const ledger = filled(6);
    expect(begun(ledger, young).map(({ id }) => id)).toEqual(['1-4']);
    expect(ledger.waitingSinceMs).toBe(0);
    expect(begun(ledger, old).map(({ id }) => id)).toEqual(['5-6']);
    expect(ledger.waitingSinceMs).toBeUndefined();
    expect(begun(ledger, old)).toEqual([]);
  });

  it('begins each part of a height that is too large, and then what follows', () => {
    const drafts = begun(filled());
    expect(drafts.map(({ id }) => id)).toEqual(['1-4', '5-7', '8-8.0', '8-8.1', '9-12']);
    expect(drafts[2]?.part).toEqual({ index: 0, of: 2 });
  });

  it('takes blocks in order only, and forgets what is confirmed', () => {
    const ledger = filled(6);
    ledger.add({ measured: measured[7] as never, validatorsBefore: undefined, receivedAtMs: 0 });
    expect(ledger.nextHeight).toBe(7n);
    const drafts = begun(ledger);
    expect(ledger.confirm(4n).map(({ intent }) => intent.id)).toEqual([drafts[0]?.id]);
    expect(ledger.block(4n)).toBeUndefined();
    expect(ledger.block(5n)).toBeDefined();
    expect(ledger.confirm(3n)).toEqual([]);
    ledger.confirm(9n);
    expect([ledger.heldBytes, ledger.nextHeight, ledger.confirmed]).toEqual([0, 10n, 9n]);
  });

  it('posts again what is due, without what was confirmed since', () => {
    const ledger = filled(4);
    begun(ledger);
    ledger.settle('1-4', 1, { phase: 'accepted', daHeight: da(5) });
    ledger.confirm(2n);
    ledger.read(da(7));
    expect(ledger.readUpTo).toBe(7n);
    const again = ledger.begin(old);
    expect(again).toMatchObject({ id: '3-4', attempt: 2 });
    expect(ledger.submissions).toHaveLength(1);
  });

  it('counts no attempt that was not made', () => {
    const ledger = filled(4);
    const draft = ledger.begin(old);
    if (draft === undefined) throw new Error('nothing to post');
    ledger.giveBack(draft);
    expect(ledger.begin(old)).toMatchObject({ id: '1-4', attempt: 1 });
    ledger.giveBack({ ...draft, attempt: 9 });
    ledger.giveBack({ ...draft, id: 'other' });
    expect(ledger.submissions[0]?.fate.phase).toBe('sending');
  });

  it('sees landings by the metadata blob, once, and not before they can be', () => {
    const ledger = filled(4);
    begun(ledger);
    const seen = (_: string, commitment: string) => commitment === '1-4';
    expect(ledger.land(() => false, da(5))).toEqual([]);
    expect(ledger.land(seen, da(1))).toEqual([]);
    expect(ledger.land(seen, da(5))).toMatchObject([{ fate: { phase: 'landed', daHeight: 5n } }]);
    expect(ledger.land(seen, da(6))).toEqual([]);
    ledger.settle('1-4', 1, { phase: 'accepted', daHeight: da(5) });
    expect(ledger.submissions[0]?.fate.phase).toBe('landed');
    ledger.settle('other', 1, { phase: 'refused' });
  });

  it('takes up what an earlier process sent', () => {
    const base = { blobs: [], daHeadBefore: da(3) };
    const intents: Intent[] = [
      { id: '1-2', from: 1n, to: 2n, attempt: 1, part: undefined, ...base },
      { id: '3-4', from: 3n, to: 4n, attempt: 1, part: undefined, ...base },
      { id: '3-4', from: 3n, to: 4n, attempt: 2, part: undefined, ...base },
      { id: '5-6', from: 5n, to: 6n, attempt: 1, part: undefined, ...base },
      { id: '8-8.0', from: 8n, to: 8n, attempt: 1, part: { index: 0, of: 2 }, ...base },
    ];
    const outcomes = [{ id: '5-6', attempt: 1, daHeight: da(9) }];
    const ledger = filled(7, { confirmed: 0n, intents, outcomes });
    ledger.confirm(2n);
    expect(ledger.submissions.map(({ intent, fate }) => [intent.id, intent.attempt, fate.phase])).toEqual([
      ['3-4', 2, 'unknown'],
      ['5-6', 1, 'accepted'],
    ]);
    ledger.read(da(10));
    expect(ledger.begin(young)).toBeUndefined();
    ledger.boundEarlier(({ daHeadBefore }) => da(Number(daHeadBefore) + 8));
    ledger.read(da(11));
    expect(ledger.begin(young)).toMatchObject({ id: '3-4', attempt: 3 });
  });

  it('covers every height by a submission, whatever happens to them', () => {
    const anEvent = fc.record({
      kind: fc.constantFrom('fail', 'refuse', 'accept', 'land', 'confirm', 'read', 'giveBack'),
      nth: fc.nat(5),
      by: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 40 }), (happenings) => {
        const ledger = filled();
        let read = 1;
        for (const { kind, nth, by } of happenings) {
          const submission = ledger.submissions[nth % Math.max(1, ledger.submissions.length)];
          if (kind === 'read') {
            read += by;
            ledger.read(da(read));
          } else if (kind === 'confirm') ledger.confirm(ledger.confirmed + BigInt(by));
          else if (kind === 'giveBack') {
            const draft = ledger.begin(old);
            if (draft !== undefined) ledger.giveBack(draft);
          } else if (submission !== undefined) {
            const { id, attempt } = submission.intent;
            if (kind === 'fail') ledger.settle(id, attempt, { phase: 'unknown', until: da(read + by) });
            if (kind === 'refuse') ledger.settle(id, attempt, { phase: 'refused' });
            if (kind === 'accept') ledger.settle(id, attempt, { phase: 'accepted', daHeight: da(read) });
            if (kind === 'land') ledger.land((_, commitment) => commitment === id, da(read + 1));
          }
          begun(ledger);
          const covered = new Set<bigint>();
          for (const { intent } of ledger.submissions) {
            for (let height = intent.from; height <= intent.to; height++) covered.add(height);
          }
          for (let height = ledger.confirmed + 1n; height <= 12n; height++) {
            expect(covered.has(height)).toBe(true);
          }
        }
      }),
    );
  });
});
