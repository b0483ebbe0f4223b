import { setImmediate } from 'node:timers/promises';
import { busy } from './errors.ts';

/** Of large answers: each takes some 50 ms, and clients wait for seconds. */
export const MAX_WAITING_TURNS = 32;

/** Resolves when the next large answer may be made. @throws RpcError when too many wait; the signal's reason. */
export type Turn = (signal: AbortSignal) => Promise<void>;

/** Turns of the event loop in a round: in one a hang-up is read, in the next it closes the connection. */
const pauses = 3;

/**
 * One large answer at the end of each round, in the order in which they were asked for: it takes many milliseconds, and blocks are
 * made meanwhile. Each waits for a whole round at least, to see who hangs up at once; who has gone no longer waits, and no more
 * than `most` do. A connection waits for one answer at a time: none waits for all calls of another.
 */
export function createTurns(most: number): Turn {
  /** With the round in which each came. */
  const waiting = new Map<() => void, number>();
  let round = 0;
  let isGoingOn = false;
  const goOn = async (): Promise<void> => {
    isGoingOn = true;
    while (waiting.size > 0) {
      for (let n = 0; n < pauses; n++) await setImmediate();
      const [first] = waiting;
      if (first !== undefined && first[1] < round) first[0]();
      round += 1;
    }
    isGoingOn = false;
  };
  return (signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      waiting.delete(come);
      reject(signal.reason as Error);
    };
    const come = (): void => {
      waiting.delete(come);
      signal.removeEventListener('abort', leave);
      resolve();
    };
    if (signal.aborted) leave();
    else if (waiting.size >= most) reject(busy('too many large answers are asked for'));
    else {
      signal.addEventListener('abort', leave, { once: true });
      waiting.set(come, round);
      if (!isGoingOn) void goOn();
    }
    return promise;
  };
}
