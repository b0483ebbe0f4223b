/** Lets so many in at once, the others in the order of their coming. */
export type Gate = {
  /** False when too many wait already; who got in must leave. */
  readonly enter: () => Promise<boolean>;
  readonly leave: () => void;
};

/** A gate. */
export function createGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Gate {
  let inside = 0;
  const queue: (() => void)[] = [];
  return {
    enter: async () => {
      if (inside < atOnce) {
        inside++;
        return true;
      }
      if (queue.length >= waiting) return false;
      await new Promise<void>((resolve) => queue.push(resolve));
      return true;
    },
    leave: () => {
      const next = queue.shift();
      if (next === undefined) inside--;
      else next();
    },
  };
}
