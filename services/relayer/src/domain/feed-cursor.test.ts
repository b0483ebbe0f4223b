import { sequencerHeight } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { type FeedCursor, fed, heard, opened } from './feed-cursor.ts';

const at = (
  change: Partial<Record<'confirmed' | 'next', bigint>> & Partial<Pick<FeedCursor, 'stream' | 'round'>> = {},
) => ({
  stream: change.stream ?? 'a',
  round: change.round ?? '0',
  confirmed: sequencerHeight(change.confirmed ?? 5n),
  next: sequencerHeight(change.next ?? 9n),
});
const demand = (confirmed: bigint, round?: string) => ({ confirmed: sequencerHeight(confirmed), round });

describe('how far the queue was fed', () => {
  it('begins above what the reader has', () => {
    expect(heard(undefined, demand(0n))).toEqual(at({ stream: '', confirmed: 0n, next: 1n }));
    expect(heard(undefined, demand(7n, 'x'))).toEqual(
      at({ stream: '', round: 'x', confirmed: 7n, next: 8n }),
    );
  });

  it('goes back for a round that is new, and for no other', () => {
    expect(heard(at(), demand(5n, 'x'))).toEqual(at({ round: 'x', next: 6n }));
    expect(heard(at({ round: 'x' }), demand(5n, 'x'))).toEqual(at({ round: 'x' }));
    expect(heard(at({ round: 'x' }), demand(6n))).toEqual(at({ round: 'x', confirmed: 6n }));
  });

  it('leaves out what the reader has by now', () => {
    expect(heard(at(), demand(12n))).toEqual(at({ confirmed: 12n, next: 13n }));
    expect(heard(at(), demand(8n))).toEqual(at({ confirmed: 8n }));
  });

  it('does not go back for a reader that has less than before: it asks when it lacks something', () => {
    expect(heard(at(), demand(2n))).toEqual(at({ confirmed: 2n }));
  });

  it('is the same while nothing changes', () => {
    const cursor = at();
    expect(heard(cursor, demand(5n))).toBe(cursor);
    expect(opened(cursor, 'a')).toBe(cursor);
  });

  it('feeds another stream all that is not confirmed', () => {
    expect(opened(at(), 'b')).toEqual(at({ stream: 'b', next: 6n }));
  });

  it('goes on after a height, unless it was sent elsewhere meanwhile', () => {
    expect(fed(at(), at())).toEqual(at({ next: 10n }));
    for (const other of [at({ round: 'x' }), at({ stream: 'b' }), at({ next: 6n })])
      expect(fed(other, at())).toBe(other);
  });
});
