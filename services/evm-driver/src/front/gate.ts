/** Lets so many in at once, the others when one leaves. */
export type Gate = {
  /** False when it is not let in: too many wait, or it has waited for too long. Who got in must leave. */
  readonly enter: () => Promise<boolean>;
  readonly leave: () => void;
};

/** How many, and who waits. */
export type GateOptions = {
  readonly atOnce: number;
  readonly waiting: number;
  /**
   * Who of those that wait is next. `newest` suits work that is worth less the later it is done, and whose callers ask again:
   * whoever brought a heap of it waits for his heap, and whoever comes then does not. Too many turn the oldest away.
   */
  readonly next?: 'oldest' | 'newest';
  /** After so long it is turned away; without it never. */
  readonly waitMs?: number;
};

/** A gate. */
export function createGate({ atOnce, waiting, next = 'oldest', waitMs }: GateOptions): Gate {
  let inside = 0;
  const queue: ((isLetIn: boolean) => void)[] = [];

  const wait = (): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const settle = (isLetIn: boolean): void => {
      clearTimeout(timer);
      resolve(isLetIn);
    };
    const timer =
      waitMs === undefined
        ? undefined
        : setTimeout(() => {
            const at = queue.indexOf(settle);
            if (at !== -1) queue.splice(at, 1);
            settle(false);
          }, waitMs);
    queue.push(settle);
    return promise;
  };

  return {
    enter: async () => {
      if (inside < atOnce) {
        inside++;
        return true;
      }
      if (queue.length >= waiting) {
        if (next === 'oldest') return false;
        queue.shift()?.(false);
      }
      return wait();
    },
    leave: () => {
      const following = next === 'oldest' ? queue.shift() : queue.pop();
      if (following === undefined) inside--;
      else following(true);
    },
  };
}
