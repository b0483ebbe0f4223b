import { expect, it } from 'vitest';
import { cheapVerdict, createRecent } from './verdict.ts';

const view = { chainId: 'yard', tip: 100n };

it.each([
  { chainId: 'other', height: 101n, wasAccepted: false, verdict: 'reject' },
  { chainId: 'yard', height: 101n, wasAccepted: true, verdict: 'ignore' },
  { chainId: 'yard', height: 36n, wasAccepted: false, verdict: 'ignore' },
  { chainId: 'yard', height: 37n, wasAccepted: false, verdict: undefined },
  { chainId: 'yard', height: 164n, wasAccepted: false, verdict: undefined },
  { chainId: 'yard', height: 165n, wasAccepted: false, verdict: 'ignore' },
])(
  '$chainId $height, accepted before: $wasAccepted → $verdict',
  ({ chainId, height, wasAccepted, verdict }) => {
    expect(cheapVerdict({ chainId, height }, view, wasAccepted)).toBe(verdict);
  },
);

it('remembers the newest keys only', () => {
  const recent = createRecent(2);
  for (const key of ['a', 'b', 'a', 'c']) recent.add(key);
  expect(['a', 'b', 'c'].map(recent.has)).toEqual([true, false, true]);
});
