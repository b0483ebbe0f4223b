/** Where a crash test may end this process. */
export const failpoints = [
  'take.before',
  'take.after',
  'bundle.before',
  'bundle.after',
  'sign.before',
  'sign.after',
  'submit.before',
  'submit.after',
  'include.before',
  'include.after',
  'outcome.before',
  'outcome.after',
] as const;

export type ComposerFailpoint = (typeof failpoints)[number];
