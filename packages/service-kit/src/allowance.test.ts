import { describe, expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';
import { jsonExcess } from './json-shape.ts';

describe('an allowance', () => {
  it.each([
    ['largest', ['b']],
    ['oldest', ['a']],
  ] as const)('drops the %s first', (drops, expected) => {
    const allowance = createAllowance(10, { drops });
    const dropped: string[] = [];
    const open = (name: string, bytes: number): boolean =>
      allowance.open(() => dropped.push(name)).grow(bytes);
    expect([open('a', 4), open('b', 6), open('c', 3)]).toEqual([true, true, true]);
    expect(dropped).toEqual(expected);
  });

  it('drops nobody for what can never fit, nor who holds nothing', () => {
    const allowance = createAllowance(10);
    const dropped: string[] = [];
    allowance.open(() => dropped.push('idle'));
    allowance.open(() => dropped.push('holder')).grow(5);
    expect(allowance.open().grow(11)).toBe(false);
    expect(dropped).toEqual([]);
    expect(allowance.open().grow(10)).toBe(true);
    expect(dropped).toEqual(['holder']);
  });

  it('drops nobody for a holder whose own sum can never fit, nor that one', () => {
    for (const drops of ['largest', 'oldest'] as const) {
      const allowance = createAllowance(10, { drops });
      const dropped: string[] = [];
      allowance.open(() => dropped.push('old')).grow(2);
      const holder = allowance.open(() => dropped.push('holder'));
      expect([holder.grow(8), holder.grow(3), holder.bytes(), dropped]).toEqual([true, false, 8, []]);
    }
  });

  it('says no when only those remain that are never dropped', () => {
    const allowance = createAllowance(10);
    const kept = allowance.open();
    expect(kept.grow(8)).toBe(true);
    expect(allowance.open(() => undefined).grow(3)).toBe(false);
    kept.shrink(1);
    expect(allowance.open().grow(3)).toBe(true);
    kept.release();
    expect(kept.grow(1)).toBe(false);
  });
});

describe('the shape of a JSON text', () => {
  const limits = { depth: 3, values: 5 };
  it.each([
    ['[[[1]]]', undefined],
    ['[[[[1]]]]', 'depth'],
    ['{"a":{"a":{"a":[]}}}', 'depth'],
    ['[1,2,3,4,5]', undefined],
    ['[1,2,3,4,5,6]', 'values'],
    ['[[],[],[],[]]', 'values'],
    ['"[[[[,,,,,,,,"', undefined],
    [String.raw`"\"[[[[[[\\"`, undefined],
    [']]]][[[', undefined],
  ])('of %s is over in: %s', (text, expected) => {
    expect(jsonExcess(text, limits)).toBe(expected);
    expect(jsonExcess(new TextEncoder().encode(text), limits)).toBe(expected);
  });
});
