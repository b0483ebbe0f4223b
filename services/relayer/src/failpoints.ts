/** Where a crash test can end this process: around each side effect. */
export const failpoints = [
  'publish.before',
  'publish.after',
  'cursor.before',
  'cursor.after',
  'sets.before',
  'sets.after',
  'evidence.before',
  'evidence.after',
  'offer.before',
  'offer.after',
  'carry.before',
  'carry.after',
  'feed.before',
  'feed.after',
  'feed-cursor.before',
  'feed-cursor.after',
  'stream.before',
  'stream.after',
] as const;

/** One of them. */
export type Failpoint = (typeof failpoints)[number];
