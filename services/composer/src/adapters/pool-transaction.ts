import { fromHex } from '@switchyard/primitives';
import { type Hex, keccak256, serializeTransaction, type TransactionSerializable } from 'viem';
import { z } from 'zod';
import type { RollupTransaction } from '../domain/queue.ts';

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text as Hex);
const quantity = hex.transform((text) => BigInt(text));
const accessList = z.array(z.object({ address: hex, storageKeys: z.array(hex) }));

const schema = z.object({
  hash: hex,
  from: hex,
  nonce: quantity,
  gas: quantity,
  type: quantity.optional(),
  to: hex.nullish(),
  value: quantity,
  input: hex,
  chainId: quantity.nullish(),
  gasPrice: quantity.nullish(),
  maxFeePerGas: quantity.nullish(),
  maxPriorityFeePerGas: quantity.nullish(),
  accessList: accessList.nullish(),
  r: hex,
  s: hex,
  v: quantity.optional(),
  yParity: quantity.nullish(),
});

/**
 * The signed bytes of a transaction object as nodes show it, proven by its hash. Undefined for what no profile of ours
 * executes (blobs, set-code) and for what does not hash to its own hash.
 */
export function parsePoolTransaction(shown: unknown): RollupTransaction | undefined {
  const parsed = schema.safeParse(shown);
  if (!parsed.success) return undefined;
  const { hash, from, nonce, gas, r, s, v } = parsed.data;
  const transaction = serializable(parsed.data);
  if (transaction === undefined) return undefined;
  const yParity = Number(parsed.data.yParity ?? (v === undefined ? 0n : parityOf(v)));
  const signature = { r, s, yParity, ...(v === undefined || transaction.type !== 'legacy' ? {} : { v }) };
  const raw = serialized(transaction, signature as Parameters<typeof serializeTransaction>[1]);
  if (raw === undefined || keccak256(raw) !== hash.toLowerCase()) return undefined;
  return { hash: hash.toLowerCase(), raw: fromHex(raw), sender: from.toLowerCase(), nonce, gasLimit: gas };
}

/** Undefined when the library refuses what the node showed, such as a signature that cannot be one. */
function serialized(
  transaction: TransactionSerializable,
  signature: Parameters<typeof serializeTransaction>[1],
): Hex | undefined {
  try {
    return serializeTransaction(transaction, signature);
  } catch {
    return undefined;
  }
}

function serializable(shown: z.infer<typeof schema>): TransactionSerializable | undefined {
  const { nonce, gas, to, value, input, chainId, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = shown;
  const common = { nonce: Number(nonce), gas, to: to ?? null, value, data: input };
  const accesses = shown.accessList ?? [];
  switch (shown.type ?? 0n) {
    case 0n:
      return {
        ...common,
        type: 'legacy',
        gasPrice: gasPrice ?? 0n,
        ...(chainId === undefined || chainId === null ? {} : { chainId: Number(chainId) }),
      };
    case 1n:
      return {
        ...common,
        type: 'eip2930',
        gasPrice: gasPrice ?? 0n,
        chainId: Number(chainId),
        accessList: accesses,
      };
    case 2n:
      return {
        ...common,
        type: 'eip1559',
        chainId: Number(chainId),
        maxFeePerGas: maxFeePerGas ?? 0n,
        maxPriorityFeePerGas: maxPriorityFeePerGas ?? 0n,
        accessList: accesses,
      };
    default:
      return undefined;
  }
}

/** EIP-155: v is 35 or 36 more than twice the chain id; before it, 27 or 28; of typed transactions 0 or 1. */
function parityOf(v: bigint): bigint {
  if (v < 2n) return v;
  return v < 35n ? v - 27n : (v - 35n) % 2n;
}
