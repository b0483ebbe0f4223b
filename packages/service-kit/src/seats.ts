/** Who is connected to a server: those who wait for a whole request of theirs, and those who are being answered. */
export type Seats<T> = {
  /** One more, who may take the place of another; false when all are being answered. */
  readonly take: (one: T) => boolean;
  /** A whole request has come; each has its end. */
  readonly begin: (one: T) => void;
  readonly end: (one: T) => void;
  readonly leave: (one: T) => void;
};

/**
 * So many seats. When all are taken a new one gets that of the one who has waited longest: else whoever sits there and says
 * nothing, or nothing whole, keeps everybody else out.
 */
export function createSeats<T>(most: number, evict: (one: T) => void): Seats<T> {
  /** The longest first. */
  const waiting = new Set<T>();
  const answered = new Map<T, number>();
  return {
    take: (one) => {
      if (waiting.size + answered.size >= most) {
        const [oldest] = waiting;
        if (oldest === undefined) return false;
        waiting.delete(oldest);
        evict(oldest);
      }
      waiting.add(one);
      return true;
    },
    begin: (one) => {
      const calls = answered.get(one);
      if (calls === undefined && !waiting.delete(one)) return;
      answered.set(one, (calls ?? 0) + 1);
    },
    end: (one) => {
      const calls = answered.get(one);
      if (calls === undefined) return;
      if (calls > 1) answered.set(one, calls - 1);
      else {
        answered.delete(one);
        waiting.add(one);
      }
    },
    leave: (one) => {
      waiting.delete(one);
      answered.delete(one);
    },
  };
}
