import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The place of the one connection that drives consensus. */
export type Seat = {
  /** Whether the place is this connection's, now that it asks. Waits for one that hangs up to be done. */
  readonly take: (socket: Socket) => Promise<boolean>;
  /** The connection is over. */
  readonly leave: (socket: Socket) => void;
};

/** An end that is still behind a request in work is known so late; an engine that was killed is back sooner than that. */
const graceMs = 2_000;

/** Nobody has it yet. */
export function createSeat(): Seat {
  let holder: { readonly socket: Socket; readonly over: PromiseWithResolvers<void> } | undefined;
  return {
    take: async (socket) => {
      while (holder !== undefined && holder.socket !== socket) {
        const { readableEnded, destroyed } = holder.socket;
        const { over } = holder;
        if (readableEnded || destroyed) await over.promise;
        else if (!(await isOverSoon(over.promise))) return false;
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

async function isOverSoon(over: Promise<void>): Promise<boolean> {
  const done = new AbortController();
  const late = sleep(graceMs, false, { signal: done.signal }).catch(() => false);
  const isOver = await Promise.race([over.then(() => true), late]);
  done.abort();
  return isOver;
}
