/** Messages that one peer may send per second in the long run, and at once. What is more is dropped unseen. */
export const MESSAGES_PER_SECOND = 2_000;
export const MESSAGE_BURST = 4_000;

/** A token bucket per peer. */
export class PeerRates {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #now: () => number;

  /** Takes a clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether this peer may send one more message now. */
  take(peer: string): boolean {
    const at = this.#now();
    const bucket = this.#buckets.get(peer) ?? { tokens: MESSAGE_BURST, at };
    const tokens = Math.min(MESSAGE_BURST, bucket.tokens + ((at - bucket.at) / 1_000) * MESSAGES_PER_SECOND);
    const isAllowed = tokens >= 1;
    this.#buckets.set(peer, { tokens: isAllowed ? tokens - 1 : tokens, at });
    return isAllowed;
  }

  /** Forgets a peer that left. */
  forget(peer: string): void {
    this.#buckets.delete(peer);
  }
}
