/** Values for whoever listens now; listeners must not throw. */
export type Feed<T> = {
  readonly publish: (value: T) => void;
  readonly subscribe: (listen: (value: T) => void) => () => void;
  readonly listeners: () => number;
};

/** A feed without listeners. */
export function createFeed<T>(): Feed<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    publish: (value) => {
      for (const listen of listeners) listen(value);
    },
    subscribe: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    listeners: () => listeners.size,
  };
}
