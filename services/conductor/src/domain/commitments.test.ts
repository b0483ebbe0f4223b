import { rollupNumber, sequencerHeight } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterExecution,
  type Commitments,
  continues,
  decide,
  type Executed,
  executionFault,
  promotionFault,
  type Source,
} from './commitments.ts';

const anExecuted = (number: number, change: Partial<Executed> = {}): Executed => ({
  number: rollupNumber(number),
  hash: `h${number}`,
  parentHash: `h${number - 1}`,
  timestamp: BigInt(number),
  sequencerHash: `s${number}`,
  ...change,
});

describe('decide', () => {
  it.each([
    { soft: 5, firm: 3, source: 'soft', height: 5, decision: 'stale' },
    { soft: 5, firm: 3, source: 'soft', height: 6, decision: 'execute' },
    { soft: 5, firm: 3, source: 'soft', height: 7, decision: 'early' },
    { soft: 5, firm: 3, source: 'firm', height: 3, decision: 'stale' },
    { soft: 5, firm: 3, source: 'firm', height: 4, decision: 'promote' },
    { soft: 5, firm: 3, source: 'firm', height: 5, decision: 'early' },
    { soft: 3, firm: 3, source: 'firm', height: 4, decision: 'execute' },
    { soft: 0, firm: 0, source: 'soft', height: 1, decision: 'execute' },
  ] as const)(
    '$source $height on soft $soft, firm $firm: $decision',
    ({ soft, firm, source, height, decision }) => {
      const heads = { soft: sequencerHeight(soft), firm: sequencerHeight(firm) };
      expect(decide(heads, { source, height: sequencerHeight(height) })).toBe(decision);
    },
  );

  it('executes every block once, in order, and never lets firm lead soft', () => {
    const arrivals = fc.array(
      fc.record({ source: fc.constantFrom<Source>('soft', 'firm'), height: fc.integer({ min: 1, max: 12 }) }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(arrivals, (sequence) => {
        let heads = { soft: sequencerHeight(0), firm: sequencerHeight(0) };
        const executed: bigint[] = [];
        for (const arrival of sequence) {
          const height = sequencerHeight(arrival.height);
          const decision = decide(heads, { source: arrival.source, height });
          if (decision === 'stale' || decision === 'early') continue;
          if (decision === 'execute') executed.push(height);
          heads = {
            soft: decision === 'execute' ? height : heads.soft,
            firm: arrival.source === 'firm' ? height : heads.firm,
          };
          expect(heads.firm <= heads.soft).toBe(true);
        }
        expect(executed).toEqual(executed.map((_, index) => BigInt(index + 1)));
        expect(heads.soft).toBe(BigInt(executed.length));
      }),
    );
  });
});

describe('afterExecution', () => {
  const before: Commitments = { soft: anExecuted(5), firm: anExecuted(3) };

  it.each([
    { source: 'soft', lost: undefined, firm: 3 },
    { source: 'firm', lost: undefined, firm: 6 },
    { source: 'soft', lost: 6, firm: 6 },
    { source: 'soft', lost: 5, firm: 3 },
  ] as const)('$source with lost $lost makes $firm firm', ({ source, lost, firm }) => {
    const options = { source, lost: lost === undefined ? undefined : anExecuted(lost) };
    const after = afterExecution(before, anExecuted(6), options);
    expect([after.soft.number, after.firm.number]).toEqual([6n, BigInt(firm)]);
  });
});

describe('promotionFault', () => {
  const before: Commitments = { soft: anExecuted(5), firm: anExecuted(3) };

  it.each([
    { executed: anExecuted(4), fault: undefined },
    { executed: anExecuted(4, { sequencerHash: 'other' }), fault: 'sequencer-hash' },
    { executed: anExecuted(4, { hash: 'other' }), fault: 'rollup-hash' },
    { executed: anExecuted(4, { parentHash: 'other' }), fault: 'parent-hash' },
  ])('finds $fault', ({ executed, fault }) => {
    expect(promotionFault(before, executed, { sequencerHash: 's4', softHash: 'h4' })).toBe(fault);
  });

  it('takes the rollup at its word for a hash that it executed before this start', () => {
    const executed = anExecuted(4, { hash: 'any' });
    expect(promotionFault(before, executed, { sequencerHash: 's4', softHash: undefined })).toBeUndefined();
  });
});

describe('executionFault', () => {
  const asked = { timestamp: 6n, sequencerHash: 's6' };

  it.each([
    { change: {}, fault: undefined },
    { change: { number: rollupNumber(7) }, fault: 'number' },
    { change: { parentHash: 'other' }, fault: 'parent-hash' },
    { change: { timestamp: 7n }, fault: 'timestamp' },
    { change: { sequencerHash: '00' }, fault: 'sequencer-hash' },
  ])('finds $fault', ({ change, fault }) => {
    expect(executionFault(anExecuted(5), anExecuted(6, change), asked)).toBe(fault);
  });
});

describe('continues', () => {
  const lastBlockId = { hash: new Uint8Array([0xab]), parts: { total: 1, hash: new Uint8Array() } };

  it.each([
    { height: 4, sequencerHash: 'ab', follows: true },
    { height: 4, sequencerHash: 'cd', follows: false },
    { height: 4, sequencerHash: '', follows: true },
    { height: 2, sequencerHash: 'cd', follows: true },
  ])('header 5 after $height $sequencerHash: $follows', ({ height, sequencerHash, follows }) => {
    const head = { height: sequencerHeight(height), sequencerHash };
    expect(continues(head, { height: 5n, lastBlockId })).toBe(follows);
  });
});
