import { type Address, addressOf, type RollupId, sha256, toHex } from '@switchyard/primitives';
import { privateKeyOf, publicKeyOf, signTransaction, type TransactionBody } from '@switchyard/protocol';
import type { Signer } from '../ports.ts';

/** Signs with the key of a seed; the content goes to one rollup. */
export function createSigner(
  seed: Uint8Array,
  rollupId: RollupId,
): { readonly sign: Signer; readonly address: Address } {
  const key = privateKeyOf(seed);
  const address = addressOf(publicKeyOf(seed));
  return {
    address,
    sign: ({ chainId, nonce, expiresAt, price, transactions }) => {
      const actions: TransactionBody['actions'] =
        transactions.length === 0
          ? [{ kind: 'transfer', to: address, amount: 0n }]
          : transactions.map((data) => ({ kind: 'submitRollupData', rollupId, data }));
      const sized = transactions.reduce(
        (bytes, { length }) => bytes + BigInt(length) + itemOverhead,
        fixedOverhead,
      );
      const maxFee = price * sized * feeHeadroom;
      const bytes = signTransaction({ chainId, nonce, expiresAtHeight: expiresAt, maxFee, actions }, key);
      return { id: toHex(sha256(bytes)), bytes };
    },
  };
}

/** An action's rollup id, tags and lengths; the body's other fields, key and signature. Upper bounds. */
const itemOverhead = 64n;
const fixedOverhead = 512n;

/** The price may rise while the bundle waits. */
const feeHeadroom = 4n;
