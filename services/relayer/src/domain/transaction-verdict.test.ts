import { expect, it } from 'vitest';
import { type Admission, judgeTransactions } from './transaction-verdict.ts';

it.each<[string, readonly Admission[]]>([
  ['reject', ['admitted', 'invalid']],
  ['reject', ['invalid']],
  ['accept', ['unwanted', 'admitted']],
  ['ignore', ['unwanted', 'unwanted']],
  ['ignore', ['unknown', 'unwanted']],
  ['ignore', []],
])('%s for %j', (verdict, admissions) => {
  expect(judgeTransactions(admissions)).toBe(verdict);
});
