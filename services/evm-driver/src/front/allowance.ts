/** What one caller holds of an allowance. */
export type Holding = {
  /** Takes more, if need be by dropping callers; false when it does not fit, or when this caller was dropped for it. */
  readonly grow: (bytes: number) => boolean;
  readonly shrink: (bytes: number) => void;
  readonly bytes: () => number;
  readonly release: () => void;
};

/** How many bytes all callers together may hold of something. */
export type Allowance = {
  /** `drop` makes room at the cost of this caller, for whoever holds most goes first; without it, it is never dropped. */
  readonly open: (drop?: () => void) => Holding;
};

type Droppable = { readonly bytes: () => number; readonly drop: () => void };

/** An allowance of so many bytes. */
export function createAllowance(total: number): Allowance {
  let free = total;
  const droppable = new Set<Droppable>();

  const dropLargest = (): boolean => {
    let largest: Droppable | undefined;
    for (const one of droppable) if (one.bytes() > (largest?.bytes() ?? 0)) largest = one;
    largest?.drop();
    return largest !== undefined;
  };

  return {
    open: (drop) => {
      let bytes = 0;
      let isReleased = false;
      const release = (): void => {
        isReleased = true;
        droppable.delete(self);
        free += bytes;
        bytes = 0;
      };
      const self: Droppable = {
        bytes: () => bytes,
        drop: () => {
          release();
          drop?.();
        },
      };
      if (drop !== undefined) droppable.add(self);
      return {
        grow: (more) => {
          while (!isReleased && more > free) if (!dropLargest()) return false;
          if (isReleased) return false;
          free -= more;
          bytes += more;
          return true;
        },
        shrink: (less) => {
          const given = Math.min(less, bytes);
          free += given;
          bytes -= given;
        },
        bytes: () => bytes,
        release,
      };
    },
  };
}
