import { createRequire } from 'node:module';
import { secp256k1 as noble } from '@noble/curves/secp256k1.js';
import { toHex } from '@switchyard/primitives';
import { keccak256 } from 'viem';
import type { Secp256k1 } from './domain/inspection.ts';

type Recover = Secp256k1['recover'];

/** Keccak and key recovery for the profile: libsecp256k1 where the package has it built, else noble (20 × slower). */
export const secp256k1: Secp256k1 = {
  keccak256: (bytes) => keccak256(bytes, 'bytes'),
  recover: orUndefined(nativeRecovery() ?? recoverByNoble),
};

/** The compiled binding alone: the package's own fallback is elliptic, slow and silent. */
function nativeRecovery(): Recover | undefined {
  try {
    const binding = createRequire(import.meta.url)('secp256k1/bindings.js') as typeof import('secp256k1');
    return (digest, signature, yParity) =>
      binding.ecdsaRecover(signature, yParity, digest, false).subarray(1);
  } catch {
    return undefined;
  }
}

/** Key recovery in JavaScript. */
export function recoverByNoble(digest: Uint8Array, signature: Uint8Array, yParity: 0 | 1): Uint8Array {
  const key = noble.recoverPublicKey(Uint8Array.of(yParity, ...signature), digest, { prehash: false });
  return noble.Point.fromBytes(key).toBytes(false).subarray(1);
}

/** Remembers the newest recoveries: what the front took in comes back in a block. */
export function withMemory(crypto: Secp256k1, capacity: number): Secp256k1 {
  const known = new Map<string, Uint8Array | undefined>();
  return {
    keccak256: crypto.keccak256,
    recover: (digest, signature, yParity) => {
      const name = `${toHex(digest)}${toHex(signature)}${yParity}`;
      const found = known.get(name);
      if (found !== undefined) return found;
      const key = crypto.recover(digest, signature, yParity);
      known.set(name, key);
      for (const oldest of known.keys()) {
        if (known.size <= capacity) break;
        known.delete(oldest);
      }
      return key;
    },
  };
}

function orUndefined(recover: Recover): Recover {
  return (digest, signature, yParity) => {
    try {
      return recover(digest, signature, yParity);
    } catch {
      return undefined;
    }
  };
}
