import type { Clock } from '@switchyard/service-kit';

type Sleeper = { readonly at: number; readonly order: number; readonly wake: () => void };

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #now: number;
  #stepped = 0;
  #order = 0;
  #sleepers: Sleeper[] = [];

  constructor(start: number = Date.UTC(2030, 0, 1)) {
    this.#now = start;
  }

  readonly now = (): number => this.#now + this.#stepped;

  readonly elapsed = (): number => this.#now;

  /** Sets the time of day, as an operator or NTP does: no time passes. */
  readonly step = (ms: number): void => {
    this.#stepped += ms;
  };

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) {
      reject(signal.reason);
      return promise;
    }
    const sleeper: Sleeper = {
      at: this.#now + ms,
      order: this.#order++,
      wake: () => {
        signal.removeEventListener('abort', abort);
        resolve();
      },
    };
    const abort = (): void => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#sleepers.push(sleeper);
    return promise;
  };

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Moves on, waking sleepers in order and letting each one's work settle before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = this.#sleepers
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (due === undefined) break;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== due);
      this.#now = Math.max(this.#now, due.at);
      due.wake();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that can run without time passing run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
