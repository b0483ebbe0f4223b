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
] as const;

export type FailpointName = (typeof failpoints)[number];
