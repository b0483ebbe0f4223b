import type { Header } from '@switchyard/light';
import { windowHeights } from './topic.ts';

/** Which validator set signs which height, for the followed heights of the window and the one above the tip. */
export type Trail = {
  readonly validatorsHashAt: (height: bigint) => Uint8Array | undefined;
  /** Begins above a height whose header was verified before. */
  readonly resume: (height: bigint, nextValidatorsHash: Uint8Array) => void;
  /** Goes on with a verified header. */
  readonly add: (header: Header) => void;
};

/** Knows nothing yet. */
export function createTrail(): Trail {
  const hashes = new Map<bigint, Uint8Array>();
  return {
    validatorsHashAt: (height) => hashes.get(height),
    resume: (height, nextValidatorsHash) => void hashes.set(height + 1n, nextValidatorsHash),
    add: ({ height, validatorsHash, nextValidatorsHash }) => {
      hashes.set(height, validatorsHash);
      hashes.set(height + 1n, nextValidatorsHash);
      for (const old of hashes.keys()) if (old <= height - windowHeights) hashes.delete(old);
    },
  };
}
