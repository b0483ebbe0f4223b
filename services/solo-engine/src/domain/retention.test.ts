import { expect, it } from 'vitest';
import { MAX_PRUNED_PER_HEIGHT, planPruning } from './retention.ts';

it.each([
  ['keeps all for 0', 1n, 50n, 0n, undefined],
  ['keeps all for a height below the base', 20n, 50n, 10n, undefined],
  ['keeps all for the base', 20n, 50n, 20n, undefined],
  ['removes what is below', 1n, 50n, 20n, { from: 1n, to: 20n }],
  ['keeps the head and its predecessor', 1n, 50n, 50n, { from: 1n, to: 49n }],
  ['removes a few at a time', 1n, 5_000n, 4_000n, { from: 1n, to: 1n + MAX_PRUNED_PER_HEIGHT }],
])('%s', (_, base, height, retainHeight, expected) => {
  expect(planPruning(base, height, retainHeight)).toEqual(expected);
});
