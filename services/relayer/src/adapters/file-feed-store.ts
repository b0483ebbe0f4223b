import { sequencerHeight } from '@switchyard/primitives';
import { type Logger, readFileIfPresent, spareFile, writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import type { FeedCursor } from '../domain/feed-cursor.ts';
import type { FeedCursorStore } from '../ports.ts';

const height = z.string().regex(/^\d{1,19}$/);
const schema = z.strictObject({
  stream: z.string(),
  round: z.string().regex(/^[0-9a-z]{1,16}$/),
  confirmed: height,
  next: height,
});

/**
 * A JSON file, replaced atomically. What is lost of it costs messages twice and nothing else: a damaged file is as good
 * as none, and a disk that refuses it stops nothing.
 */
export function fileFeedStore(path: string, log: Logger, onFailure: (code: string) => void): FeedCursorStore {
  const spare = spareFile(log, 'cursor of the queue', onFailure);
  return {
    load: async () => {
      const content = await readFileIfPresent(path);
      if (content === undefined) return undefined;
      try {
        return parse(content);
      } catch (error) {
        log.warn({ path, err: error }, 'cursor of the queue is damaged: the reader is asked');
        return undefined;
      }
    },
    save: ({ stream, round, confirmed, next }) => {
      const text = JSON.stringify({ stream, round, confirmed: `${confirmed}`, next: `${next}` });
      return spare(() => writeFileAtomic(path, `${text}\n`));
    },
  };
}

function parse(content: Uint8Array): FeedCursor {
  const { stream, round, confirmed, next } = schema.parse(JSON.parse(new TextDecoder().decode(content)));
  const cursor = {
    stream,
    round,
    confirmed: sequencerHeight(BigInt(confirmed)),
    next: sequencerHeight(BigInt(next)),
  };
  if (cursor.next <= cursor.confirmed) throw new RangeError('what is confirmed is not fed next');
  return cursor;
}
