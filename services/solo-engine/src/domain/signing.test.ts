import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterSigning, decideSigning, hasPrecommitted, type SigningPlace, unsigned } from './signing.ts';

const bytes = (n: number) => Uint8Array.of(n);
const at = (height: number, round = 0, step = 3): SigningPlace => ({ height: BigInt(height), round, step });
const signedTen = afterSigning(at(10, 1), bytes(1), bytes(99));

it.each([
  ['the next height', at(11), bytes(2), 'sign'],
  ['a later round', at(10, 2), bytes(2), 'sign'],
  ['the same place and bytes', at(10, 1), bytes(1), 'reuse'],
  ['the same place and other bytes', at(10, 1), bytes(2), 'refuse'],
  ['an earlier step', at(10, 1, 2), bytes(1), 'refuse'],
  ['an earlier round', at(10, 0), bytes(1), 'refuse'],
  ['an earlier height', at(9, 5), bytes(1), 'refuse'],
])('meets %s', (_, place, signBytes, kind) => {
  expect(decideSigning(signedTen, place, signBytes).kind).toBe(kind);
});

it('gives the very signature again', () => {
  expect(decideSigning(signedTen, at(10, 1), bytes(1))).toEqual({ kind: 'reuse', signature: bytes(99) });
});

it('refuses a place whose signature was not kept', () => {
  expect(decideSigning({ ...at(10), last: undefined }, at(10), bytes(1)).kind).toBe('refuse');
});

it.each([
  [unsigned, 1n, false],
  [signedTen, 9n, true],
  [signedTen, 10n, true],
  [signedTen, 11n, false],
  [{ ...at(10, 0, 2), last: undefined }, 10n, false],
])('knows which heights have a precommit', (state, height, expected) => {
  expect(hasPrecommitted(state, height)).toBe(expected);
});

it('never signs two byte strings for one place, nor for an earlier one', () => {
  const request = fc.record({
    height: fc.bigInt({ min: 1n, max: 4n }),
    round: fc.nat(2),
    step: fc.integer({ min: 1, max: 3 }),
    content: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
      let state = unsigned;
      const signed = new Map<string, number>();
      for (const { content, ...place } of requests) {
        const decision = decideSigning(state, place, bytes(content));
        if (decision.kind === 'refuse') continue;
        const id = `${place.height}/${place.round}/${place.step}`;
        expect(signed.get(id) ?? content).toBe(content);
        signed.set(id, content);
        if (decision.kind === 'sign') state = afterSigning(place, bytes(content), bytes(content));
      }
    }),
  );
});
