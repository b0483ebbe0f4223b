/** A binary heap: the least element by `isBefore` leaves first. */
export type Heap<T> = {
  readonly push: (item: T) => void;
  readonly pop: () => T | undefined;
  readonly peek: () => T | undefined;
  readonly size: () => number;
};

/** An empty heap. */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  const swapIfBefore = (child: number, parent: number): boolean => {
    const a = items[child];
    const b = items[parent];
    if (a === undefined || b === undefined || !isBefore(a, b)) return false;
    items[child] = b;
    items[parent] = a;
    return true;
  };
  return {
    push: (item) => {
      items.push(item);
      for (let child = items.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!swapIfBefore(child, parent)) break;
        child = parent;
      }
    },
    pop: () => {
      const [top] = items;
      const last = items.pop();
      if (items.length === 0 || last === undefined) return top;
      items[0] = last;
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        const right = left + 1;
        const a = items[left];
        const b = items[right];
        if (a === undefined) break;
        const lesser = b !== undefined && isBefore(b, a) ? right : left;
        if (!swapIfBefore(lesser, parent)) break;
        parent = lesser;
      }
      return top;
    },
    peek: () => items[0],
    size: () => items.length,
  };
}
