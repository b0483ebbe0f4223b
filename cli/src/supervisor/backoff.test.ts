import { expect, it } from 'vitest';
import { afterCrash } from './backoff.ts';

it('waits longer after each crash', () => {
  let crashes: readonly number[] = [];
  const delays: number[] = [];
  for (let n = 0; n < 4; n++) {
    const verdict = afterCrash(crashes, n * 1_000, 1);
    crashes = verdict.crashes;
    if (verdict.kind === 'restart') delays.push(verdict.delayMs);
  }
  expect(delays).toEqual([250, 500, 1_000, 2_000]);
});

it('gives up at the fifth crash within a minute', () => {
  expect(afterCrash([0, 1, 2, 3], 59_999, 1).kind).toBe('give-up');
  expect(afterCrash([0, 1, 2, 3], 60_000, 1).kind).toBe('restart');
});

it('gives up at once when the configuration is wrong', () => {
  expect(afterCrash([], 0, 78).kind).toBe('give-up');
});
