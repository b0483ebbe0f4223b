/** Where a crash test can end the driver: before and after each side effect. */
export const failpoints = [
  'mine.before',
  'mine.after',
  'payload.before',
  'payload.after',
  'choose.before',
  'choose.after',
  'rollback.before',
  'rollback.after',
  'journal.before',
  'journal.after',
  'commitment.before',
  'commitment.after',
  'pending.before',
  'pending.after',
  'dump.before',
  'dump.after',
  'compact.before',
  'compact.after',
  'load.before',
  'load.after',
] as const;

/** One of them. */
export type Failpoint = (typeof failpoints)[number];
