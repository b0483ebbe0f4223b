import { SwitchyardError } from '@switchyard/primitives';
import { asError } from '@switchyard/service-kit';

/** Too many requests wait already. */
export class BudgetExhaustedError extends SwitchyardError {
  override readonly code = 'LOCAL_DA_BUSY';
  override readonly fault = 'transient';

  constructor(waiting: number) {
    super('too many requests wait', { waiting });
  }
}

/** What one request holds of a budget, until it has been answered. */
export type Lease = {
  /** Waits for so many bytes; a request that already holds some is let through. @throws BudgetExhaustedError */
  readonly hold: (bytes: number) => Promise<void>;
  readonly release: () => void;
};

type Waiter = { readonly bytes: number; readonly admit: () => void };

/** How many bytes are worked on at once; who asks for more than there are gets all of them, alone. */
export class ByteBudget {
  readonly #total: number;
  readonly #maxWaiting: number;
  #free: number;
  #waiting: readonly Waiter[] = [];

  constructor(total: number, maxWaiting: number) {
    this.#total = total;
    this.#maxWaiting = maxWaiting;
    this.#free = total;
  }

  /** Runs with so many bytes taken, in the order of asking. @throws BudgetExhaustedError when the queue is full. */
  async run<T>(bytes: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(Math.max(1, bytes), this.#total);
    await this.#take(taken, signal);
    try {
      return await work();
    } finally {
      this.#give(taken);
    }
  }

  /** A lease for one request, which gives up waiting when the signal aborts. */
  lease(signal: AbortSignal): Lease {
    let granted = 0;
    let isReleased = false;
    return {
      hold: async (bytes) => {
        if (granted > 0) return;
        const wanted = Math.min(Math.max(1, bytes), this.#total);
        await this.#take(wanted, signal);
        if (isReleased) this.#give(wanted);
        else granted = wanted;
      },
      release: () => {
        isReleased = true;
        if (granted > 0) this.#give(granted);
        granted = 0;
      },
    };
  }

  #give(bytes: number): void {
    this.#free += bytes;
    this.#admitNext();
  }

  async #take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.length === 0 && bytes <= this.#free) {
      this.#free -= bytes;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) throw new BudgetExhaustedError(this.#waiting.length);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { bytes, admit: resolve };
    const leave = (): void => {
      if (!this.#waiting.includes(waiter)) return;
      this.#waiting = this.#waiting.filter((other) => other !== waiter);
      reject(asError(signal.reason));
      this.#admitNext();
    };
    this.#waiting = [...this.#waiting, waiter];
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  #admitNext(): void {
    for (;;) {
      const [first, ...rest] = this.#waiting;
      if (first === undefined || first.bytes > this.#free) return;
      this.#free -= first.bytes;
      this.#waiting = rest;
      first.admit();
    }
  }
}
