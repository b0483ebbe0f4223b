import type { EventEmitter } from 'node:events';

/** How one connection asks. */
export type AskerOptions = {
  /** Calls that may wait or be answered at once. */
  readonly most: number;
  /** Ends the connection. */
  readonly end: () => void;
};

/** Whoever asks by one connection: one call is answered after the other, and none is worked for once it has gone. */
export class Asker {
  readonly #gone = new AbortController();
  readonly #options: AskerOptions;
  #calls = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(connection: EventEmitter, options: AskerOptions) {
    this.#options = options;
    const leave = (): void => this.#gone.abort(new Error('asker has gone'));
    // Who has said all is answered no more: Node ends its side too.
    connection.once('end', leave).once('close', leave);
  }

  /** Aborts when the peer hangs up, or the connection closes. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Answers when those before are answered, also if the asker has gone by then; false when it has asked too much. */
  answer(call: () => Promise<void>): boolean {
    if (this.#calls >= this.#options.most) return false;
    this.#calls += 1;
    this.#last = this.#last
      .then(call)
      .catch(this.#options.end)
      .finally(() => {
        this.#calls -= 1;
      });
    return true;
  }
}
