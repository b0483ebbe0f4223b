/** Every side effect of the da-writer has a place before and one after it at which a crash test can end it. */
export const failpoints = [
  'intent.before',
  'intent.after',
  'submit.before',
  'submit.after',
  'outcome.before',
  'outcome.after',
  'state.before',
  'state.after',
  'report.sign',
  'report.before',
  'report.after',
  'consumer.before',
  'consumer.after',
  'ack.before',
  'ack.after',
] as const;

/** One of them. */
export type Failpoint = (typeof failpoints)[number];
