import type { Verdict } from './verdict.ts';

/** What became of one gossiped transaction. */
export type Admission =
  /** New here and admitted to the pool. */
  | 'admitted'
  /** Seen before, or refused for what may differ between nodes: nonce, funds, room. */
  | 'unwanted'
  /** Wrong wherever it is looked at: malformed or wrongly signed. */
  | 'invalid'
  /** The app could not be asked. */
  | 'unknown';

/** What a batch of transactions deserves: blame for one that is wrong everywhere, forwarding for one that is new. */
export function judgeTransactions(admissions: readonly Admission[]): Verdict {
  if (admissions.includes('invalid')) return 'reject';
  return admissions.includes('admitted') ? 'accept' : 'ignore';
}
