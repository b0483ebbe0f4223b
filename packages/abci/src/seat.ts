import type { Socket } from 'node:net';

/** The place of the one connection that drives consensus. */
export type Seat = {
  /** Whether the place is this connection's, now that it asks. Waits for one that has hung up to be done. */
  readonly take: (socket: Socket) => Promise<boolean>;
  /** The connection is over. */
  readonly leave: (socket: Socket) => void;
};

/** Nobody has it yet. */
export function createSeat(): Seat {
  let holder: { readonly socket: Socket; readonly over: PromiseWithResolvers<void> } | undefined;
  return {
    take: async (socket) => {
      while (holder !== undefined && holder.socket !== socket) {
        const { readableEnded, destroyed } = holder.socket;
        if (!readableEnded && !destroyed) return false;
        await holder.over.promise;
      }
      holder ??= { socket, over: Promise.withResolvers() };
      return true;
    },
    leave: (socket) => {
      if (holder?.socket !== socket) return;
      const { over } = holder;
      holder = undefined;
      over.resolve();
    },
  };
}
