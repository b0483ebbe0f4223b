/** Keeps what was used last, up to a number of bytes. */
export class SizedCache<K, V> {
  readonly #limit: number;
  readonly #items = new Map<K, { readonly value: V; readonly bytes: number }>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    const item = this.#items.get(key);
    if (item === undefined) return undefined;
    this.#items.delete(key);
    this.#items.set(key, item);
    return item.value;
  }

  set(key: K, value: V, bytes: number): void {
    if (bytes > this.#limit || this.#items.has(key)) return;
    this.#items.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#items) {
      if (this.#bytes <= this.#limit) break;
      this.#items.delete(oldest);
      this.#bytes -= freed;
    }
  }
}
