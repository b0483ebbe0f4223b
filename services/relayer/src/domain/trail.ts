import type { Header } from '@switchyard/light';
import { windowHeights } from './topic.ts';

/** Which validator set signs which height, for the followed heights of the window and the one above the tip. */
export type Trail = {
  readonly validatorsHashAt: (height: bigint) => Uint8Array | undefined;
  /** Goes on with a verified header. */
  readonly add: (header: Header) => void;
};

/** Knows nothing yet. */
export function createTrail(): Trail {
  const hashes = new Map<bigint, Uint8Array>();
  return {
    validatorsHashAt: (height) => hashes.get(height),
    add: ({ height, validatorsHash, nextValidatorsHash }) => {
      hashes.set(height, validatorsHash);
      hashes.set(height + 1n, nextValidatorsHash);
      for (const old of hashes.keys()) if (old <= height - windowHeights) hashes.delete(old);
    },
  };
}
