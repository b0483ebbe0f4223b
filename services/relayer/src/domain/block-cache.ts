/** What is kept, and what it weighs. */
export type Cached<T> = { readonly height: bigint; readonly bytes: number; readonly value: T };

/**
 * The blocks of the highest heights, within a number of bytes. A reader that catches up far below takes only the room
 * that is free: it never drives out what the head's readers want.
 */
export type BlockCache<T> = {
  readonly get: (height: bigint) => T | undefined;
  readonly put: (entry: Cached<T>) => void;
  readonly bytes: () => number;
  readonly size: () => number;
};

/** An empty cache of at most so many bytes. */
export function createBlockCache<T>(maxBytes: number): BlockCache<T> {
  const entries = new Map<bigint, Cached<T>>();
  let bytes = 0;

  const remove = ({ height, bytes: freed }: Cached<T>): void => {
    entries.delete(height);
    bytes -= freed;
  };

  return {
    get: (height) => entries.get(height)?.value,
    put: (entry) => {
      const old = entries.get(entry.height);
      if (old !== undefined) remove(old);
      const lower = [...entries.values()]
        .filter(({ height }) => height < entry.height)
        .sort((a, b) => (a.height < b.height ? -1 : 1));
      let free = maxBytes - bytes;
      const leaving: Cached<T>[] = [];
      for (const candidate of lower) {
        if (free >= entry.bytes) break;
        leaving.push(candidate);
        free += candidate.bytes;
      }
      if (free < entry.bytes) return;
      for (const candidate of leaving) remove(candidate);
      entries.set(entry.height, entry);
      bytes += entry.bytes;
    },
    bytes: () => bytes,
    size: () => entries.size,
  };
}
