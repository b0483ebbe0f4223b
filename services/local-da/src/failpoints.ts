/** Where crash tests end the process. */
export const failpoints = [
  'block.before',
  'block.after',
  'sign.before',
  'sign.after',
  'commit.before',
  'commit.after',
] as const;

export type Failpoint = (typeof failpoints)[number];
