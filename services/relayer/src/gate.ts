import { SwitchyardError } from '@switchyard/primitives';
import { asError } from '@switchyard/service-kit';

/** Lets so many work at once and so many wait; more are refused. */
export type Gate = {
  /** @throws BusyError when too many wait; the signal's reason while waiting. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** A place of one's own until it is disposed. @throws as run. */
  enter(signal: AbortSignal): Promise<Disposable>;
};

/** An open gate. */
export function createGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Gate {
  let working = 0;
  const queue: (() => void)[] = [];

  const queueUp = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (working < atOnce) {
      working++;
      return;
    }
    if (queue.length >= waiting) throw new BusyError();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const turn = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      const place = queue.indexOf(turn);
      if (place >= 0) queue.splice(place, 1);
      reject(asError(signal.reason));
    };
    queue.push(turn);
    signal.addEventListener('abort', leave, { once: true });
    await promise;
  };

  /** The place goes to who waits longest, or becomes free. */
  const exit = (): void => {
    const turn = queue.shift();
    if (turn === undefined) working--;
    else turn();
  };

  const enter = async (signal: AbortSignal): Promise<Disposable> => {
    await queueUp(signal);
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (isHeld) exit();
        isHeld = false;
      },
    };
  };

  return {
    enter,
    run: async (work, signal) => {
      using _place = await enter(signal);
      return await work();
    },
  };
}

/** Too much is asked at once. */
export class BusyError extends SwitchyardError {
  override readonly code = 'RELAYER_BUSY';
  override readonly fault = 'transient';
  readonly retryAfterMs = 500;

  constructor() {
    super('too many requests at once');
  }
}
