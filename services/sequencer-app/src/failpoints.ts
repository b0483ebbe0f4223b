/** Where crash tests kill the process: `SWITCHYARD_FAILPOINT=sequencer-app/<name>`. */
export const failpoints = [
  'init-chain.before',
  'init-chain.after',
  'finalize-block.before',
  'finalize-block.after',
  'store-write.before',
  'store-write.after',
  'commit-reply.before',
  'commit-reply.after',
  'snapshot-chunk.before',
  'snapshot-chunk.after',
  'snapshot-publish.before',
  'snapshot-publish.after',
  'restore-begin.before',
  'restore-begin.after',
  'restore-chunk.before',
  'restore-chunk.after',
  'restore-finish.before',
  'restore-finish.after',
] as const;

export type FailpointName = (typeof failpoints)[number];
