import { concatBytes } from '@switchyard/primitives';
import { PeerMisbehavedError } from './errors.ts';

/** Largest payload of a frame; specs/07-gossip.md §5. */
export const MAX_FRAME_BYTES: number = 1_024 * 1_024;
const HEADER_BYTES = 5;

/**
 * A frame is a length of four bytes (big-endian), a kind, and as many bytes: a part of a message with more to come, a
 * message's last part, the end of an answer, or a refusal with its code.
 */
export type Frame = { readonly kind: FrameKind; readonly payload: Uint8Array };

export type FrameKind = 'part' | 'last' | 'end' | 'refused';

const kinds: readonly FrameKind[] = ['part', 'last', 'end', 'refused'];

/** The bytes of one frame. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, payload.length);
  header[4] = kinds.indexOf(kind);
  return concatBytes(header, payload);
}

/** The frames of one message, none larger than the cap. */
export function* messageFrames(message: Uint8Array): Generator<Uint8Array> {
  let at = 0;
  for (; message.length - at > MAX_FRAME_BYTES; at += MAX_FRAME_BYTES) {
    yield encodeFrame('part', message.subarray(at, at + MAX_FRAME_BYTES));
  }
  yield encodeFrame('last', message.subarray(at));
}

/** Takes bytes as they come and gives frames. Holds at most one frame and one piece. */
export class FrameParser {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** Payloads are views of the bytes given. @throws PeerMisbehavedError when the bytes are no frames. */
  *push(piece: Uint8Array): Generator<Frame> {
    this.#pieces.push(piece);
    this.#length += piece.length;
    for (;;) {
      const frame = this.#next();
      if (frame === undefined) return;
      yield frame;
    }
  }

  #next(): Frame | undefined {
    if (this.#length < HEADER_BYTES) return undefined;
    if ((this.#pieces[0]?.length ?? 0) < HEADER_BYTES) this.#pieces = [concatBytes(...this.#pieces)];
    const [first] = this.#pieces;
    if (first === undefined) return undefined;
    const size = new DataView(first.buffer, first.byteOffset, first.byteLength).getUint32(0);
    const kind = kinds[first[4] ?? kinds.length];
    if (kind === undefined) throw new PeerMisbehavedError('frame is of no known kind');
    if (size > MAX_FRAME_BYTES) throw new PeerMisbehavedError('frame is too large', { bytes: size });
    const end = HEADER_BYTES + size;
    if (this.#length < end) return undefined;
    const joined = this.#pieces.length === 1 ? first : concatBytes(...this.#pieces);
    const rest = joined.subarray(end);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return { kind, payload: joined.subarray(HEADER_BYTES, end) };
  }
}
