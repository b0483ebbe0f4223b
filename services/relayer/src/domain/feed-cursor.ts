import { next, type SequencerHeight, sequencerHeight } from '@switchyard/primitives';
import type { QueueDemand } from '@switchyard/protocol';

/** How far the queue was fed. */
export type FeedCursor = {
  /** Which stream it was; empty before the first. */
  readonly stream: string;
  /** Which feeding: part of each message's id. */
  readonly round: string;
  /** The reader wants nothing up to here. */
  readonly confirmed: SequencerHeight;
  /** The next height to feed. */
  readonly next: SequencerHeight;
};

/** Of a reader that names none. */
const firstRound = '0';

/** The reader spoke. A new round begins anew above what it has confirmed; else only what it wants no more is left out. */
export function heard(cursor: FeedCursor | undefined, { confirmed, round }: QueueDemand): FeedCursor {
  const wanted = next(confirmed);
  if (cursor === undefined || (round !== undefined && round !== cursor.round)) {
    return { stream: cursor?.stream ?? '', round: round ?? firstRound, confirmed, next: wanted };
  }
  if (cursor.confirmed === confirmed) return cursor;
  return cursor.next < wanted ? { ...cursor, confirmed, next: wanted } : { ...cursor, confirmed };
}

/** The stream is there. What another one had is fed again. */
export function opened(cursor: FeedCursor, stream: string): FeedCursor {
  return cursor.stream === stream ? cursor : { ...cursor, stream, next: next(cursor.confirmed) };
}

/** The stream took all of a height. Meanwhile the reader may have asked for another. */
export function fed(cursor: FeedCursor, from: FeedCursor): FeedCursor {
  const isSame = cursor.round === from.round && cursor.stream === from.stream && cursor.next === from.next;
  return isSame ? { ...cursor, next: sequencerHeight(from.next + 1n) } : cursor;
}
