import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBoundedSet } from './bounded-set.ts';

it('forgets the oldest first', () => {
  const set = createBoundedSet(2);
  expect(['a', 'b', 'a', 'c'].map(set.add)).toEqual([true, true, false, true]);
  expect(['a', 'b', 'c'].map(set.has)).toEqual([false, true, true]);
  set.delete('c');
  expect(set.size()).toBe(1);
});

it('says "new" for each key once, while it remembers', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), (keys) => {
      const set = createBoundedSet(5);
      const fresh = keys.filter(set.add);
      expect(fresh).toEqual([...new Set(keys)]);
      expect(set.size()).toBeLessThanOrEqual(5);
    }),
  );
});
