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

it('never gives up on a disk that does not take writes', () => {
  let crashes: readonly number[] = [1, 2, 3];
  for (let n = 4; n < 100; n++) {
    const verdict = afterCrash(crashes, n, 74);
    expect(verdict).toEqual({ kind: 'restart', delayMs: 2_000, crashes: [1, 2, 3] });
    crashes = verdict.crashes;
  }
});

it('gives up at once when the configuration is wrong or a file is refused', () => {
  expect(afterCrash([], 0, 78).kind).toBe('give-up');
});
