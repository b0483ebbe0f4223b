import type { Codec } from '@switchyard/service-kit';

/** A codec for messages that are kept as the bytes they came in; what is decoded is a copy. */
export const rawBytes: Codec<Uint8Array> = {
  encode: (bytes) => ({ finish: () => bytes }),
  decode: (bytes) => Uint8Array.from(bytes),
};
