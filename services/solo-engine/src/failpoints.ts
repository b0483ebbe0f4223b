/** Where a crash test may end this process; specs/11-solo-engine.md §3 tells what each leaves behind. */
export const failpoints = [
  'init-chain.before',
  'init-chain.after',
  'proposal.before',
  'proposal.after',
  'sign.before',
  'sign.after',
  'block.before',
  'block.after',
  'finalize.before',
  'finalize.after',
  'results.before',
  'results.after',
  'commit.before',
  'commit.after',
  'state.before',
  'state.after',
  'prune.before',
  'prune.after',
] as const;

export type Failpoint = (typeof failpoints)[number];
