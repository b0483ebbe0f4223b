import { asError } from './clock.ts';

/** The latest value of something, written by one task and read by many. */
export class Watch<T> {
  #value: T;
  #version = 0;
  #waiting = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#version++;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** The value now and after each change; a slow reader skips values in between. */
  async *changes(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    for (;;) {
      signal.throwIfAborted();
      const seen = this.#version;
      yield this.#value;
      if (this.#version === seen) await this.#changed(signal);
    }
  }

  /** The first value that the predicate accepts, the present one included. @throws the signal's reason. */
  async until(accepts: (value: T) => boolean, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      if (accepts(this.#value)) return this.#value;
      await this.#changed(signal);
    }
  }

  #changed(signal: AbortSignal): Promise<void> {
    // It may have aborted while the reader worked on the value before.
    if (signal.aborted) return Promise.reject(asError(signal.reason));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const wake = (): void => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = (): void => {
      this.#waiting.delete(wake);
      reject(asError(signal.reason));
    };
    this.#waiting.add(wake);
    signal.addEventListener('abort', stop, { once: true });
    return promise;
  }
}
