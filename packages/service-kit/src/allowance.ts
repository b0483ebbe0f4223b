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
  /** `drop` makes room at the cost of this caller when its turn comes; without it, it is never dropped. */
  readonly open: (drop?: () => void) => Holding;
};

/**
 * Who goes first when room is needed. `largest` suits what honest callers hold little of; `oldest` what they hold much of,
 * but shortly: whoever would stay must send all of it again.
 */
export type DropOrder = 'largest' | 'oldest';

type Droppable = { readonly bytes: () => number; readonly drop: () => void };

/** An allowance of so many bytes. */
export function createAllowance(
  total: number,
  { drops = 'largest' }: { readonly drops?: DropOrder } = {},
): Allowance {
  let free = total;
  const droppable = new Set<Droppable>();

  const dropNext = (): boolean => {
    let next: Droppable | undefined;
    for (const one of droppable) {
      if (one.bytes() === 0) continue;
      if (next === undefined || (drops === 'largest' && one.bytes() > next.bytes())) next = one;
    }
    next?.drop();
    return next !== undefined;
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
          if (bytes + more > total) return false;
          while (!isReleased && more > free) if (!dropNext()) return false;
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
