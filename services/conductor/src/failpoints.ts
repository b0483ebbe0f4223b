/** Where a crash test can end the conductor: before and after each side effect. */
export const failpoints = [
  'execute.before',
  'execute.after',
  'commit-soft.before',
  'commit-soft.after',
  'commit-firm.before',
  'commit-firm.after',
  'tip-file.before',
  'tip-file.after',
  'mismatch-file.before',
  'mismatch-file.after',
  'roll-back.before',
  'roll-back.after',
] as const;

export type Failpoint = (typeof failpoints)[number];
