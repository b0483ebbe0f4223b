/** A set of the newest keys: adding to a full one forgets the oldest. */
export type BoundedSet = {
  readonly has: (key: string) => boolean;
  /** True when the key was not there. */
  readonly add: (key: string) => boolean;
  readonly delete: (key: string) => void;
  readonly size: () => number;
};

/** An empty set of at most so many keys. */
export function createBoundedSet(capacity: number): BoundedSet {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      if (keys.has(key)) return false;
      keys.add(key);
      if (keys.size > capacity) {
        for (const oldest of keys) {
          keys.delete(oldest);
          break;
        }
      }
      return true;
    },
    delete: (key) => void keys.delete(key),
    size: () => keys.size,
  };
}
