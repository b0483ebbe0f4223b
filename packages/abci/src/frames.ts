import { AbciFrameError } from './errors.ts';

const MAX_PREFIX_BYTES = 5;

/** A message behind its length as unsigned LEB128. */
export function frame(message: Uint8Array): Uint8Array {
  const prefix: number[] = [];
  let rest = message.length;
  while (rest > 0x7f) {
    prefix.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  prefix.push(rest);
  const bytes = new Uint8Array(prefix.length + message.length);
  bytes.set(prefix);
  bytes.set(message, prefix.length);
  return bytes;
}

/** Cuts a byte stream into messages. It holds at most one unfinished message and the chunk that was pushed last. */
export class FrameReader {
  readonly #maxMessageBytes: number;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #wanted: number | undefined;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** Whether a message has begun and not ended. */
  get isInside(): boolean {
    return this.#wanted !== undefined || this.#buffered > 0;
  }

  /** The messages that a chunk completes. @throws AbciFrameError on a bad or too large length. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const messages: Uint8Array[] = [];
    for (;;) {
      this.#wanted ??= this.#takeLength();
      if (this.#wanted === undefined || this.#buffered < this.#wanted) return messages;
      messages.push(this.#take(this.#wanted));
      this.#wanted = undefined;
    }
  }

  #takeLength(): number | undefined {
    const head = this.#peek(MAX_PREFIX_BYTES);
    let length = 0;
    for (let i = 0; i < head.length; i++) {
      const byte = head[i] ?? 0;
      length += (byte & 0x7f) * 2 ** (7 * i);
      if (byte > 0x7f) continue;
      if (i > 0 && byte === 0) throw new AbciFrameError('overlong length');
      if (length > this.#maxMessageBytes) {
        throw new AbciFrameError('message is too large', { length, limit: this.#maxMessageBytes });
      }
      this.#take(i + 1);
      return length;
    }
    if (head.length === MAX_PREFIX_BYTES) throw new AbciFrameError('overlong length');
    return undefined;
  }

  #peek(count: number): Uint8Array {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    const head: number[] = [];
    for (const chunk of this.#chunks) {
      for (const byte of chunk) {
        if (head.length === count) return Uint8Array.from(head);
        head.push(byte);
      }
    }
    return Uint8Array.from(head);
  }

  #take(count: number): Uint8Array {
    this.#buffered -= count;
    const parts: Uint8Array[] = [];
    let missing = count;
    let used = 0;
    for (const chunk of this.#chunks) {
      if (missing === 0) break;
      if (chunk.length <= missing) {
        parts.push(chunk);
        missing -= chunk.length;
        used += 1;
        continue;
      }
      parts.push(chunk.subarray(0, missing));
      this.#chunks[used] = chunk.subarray(missing);
      missing = 0;
    }
    this.#chunks.splice(0, used);
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }
}
