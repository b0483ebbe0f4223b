import { expect, it } from 'vitest';
import { missingSectionMs, pullDueAt, silenceMs } from './repair.ts';

const quiet = { movedAt: 1_000, gapSince: undefined, listedSince: undefined, hasMore: false, room: 10 };

it.each([
  { what: 'nothing fits', change: { room: 0, hasMore: true }, due: undefined },
  { what: 'more is there', change: { hasMore: true }, due: 1_000 },
  { what: 'silence', change: {}, due: 1_000 + silenceMs },
  { what: 'a later block waits', change: { gapSince: 1_100 }, due: 1_100 + missingSectionMs },
  { what: 'a section is listed', change: { listedSince: 1_200 }, due: 1_200 + missingSectionMs },
  { what: 'the gap is newer than the silence', change: { gapSince: 9_000 }, due: 1_000 + silenceMs },
])('pulls when $what', ({ change, due }) => {
  expect(pullDueAt({ ...quiet, ...change })).toBe(due);
});
