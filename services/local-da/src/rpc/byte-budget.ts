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
      this.#free += taken;
      this.#admitNext();
    }
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
