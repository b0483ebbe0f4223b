import { parseTransaction, recoverTransactionAddress } from 'viem';
import { call } from './json-rpc.ts';
import { keccak256 } from './keccak.ts';
import { hex } from './merkle.ts';
import type { RollupBlock } from './rollup.ts';

/** What a rollup left out of what the sequencer gave it, and what can be said for that. */
export type Skipped = {
  readonly height: number;
  readonly hash: string;
  /** Undefined: the transaction is in order and could be paid, so that it should have been executed. */
  readonly reason: string | undefined;
};

/** Goes through the sections in order as EVM profile 1 does and judges each transaction that its block does not hold. */
export async function skippedIn(
  of: { readonly frontUrl: string; readonly startHeight: number; readonly evmChainId: number },
  blocks: readonly RollupBlock[],
  section: (height: number) => readonly Uint8Array[],
): Promise<readonly Skipped[]> {
  const next = new Map<string, number>();
  const skipped: Skipped[] = [];
  for (const block of blocks) {
    const height = of.startHeight + block.number - 1;
    const senders = new Map(block.transactions.map((one) => [one.hash, one]));
    for (const data of section(height)) {
      const hash = nameOf(data);
      const executed = senders.get(hash);
      if (executed === undefined) {
        skipped.push({ height, hash, reason: await reasonFor(of, data, block, next) });
        continue;
      }
      // A second copy in the same section is a transaction whose nonce is used.
      senders.delete(hash);
      next.set(executed.from, executed.nonce + 1);
    }
  }
  return skipped;
}

const names = new WeakMap<Uint8Array, string>();

/** The hash by which Ethereum calls these bytes. */
export function nameOf(data: Uint8Array): string {
  const name = names.get(data) ?? `0x${hex(keccak256(data))}`;
  names.set(data, name);
  return name;
}

async function reasonFor(
  of: { readonly frontUrl: string; readonly evmChainId: number },
  data: Uint8Array,
  block: RollupBlock,
  next: ReadonlyMap<string, number>,
): Promise<string | undefined> {
  const raw = `0x${hex(data)}` as const;
  let transaction: ReturnType<typeof parseTransaction>;
  let sender: string;
  try {
    transaction = parseTransaction(raw);
    if (!['legacy', 'eip2930', 'eip1559'].includes(`${transaction.type}`)) return 'type of no use here';
    sender = (
      await recoverTransactionAddress({
        serializedTransaction: raw as Parameters<
          typeof recoverTransactionAddress
        >[0]['serializedTransaction'],
      })
    ).toLowerCase();
  } catch {
    return 'not a signed transaction';
  }
  const { chainId, nonce = 0, gas = 0n, value = 0n } = transaction;
  if (chainId !== of.evmChainId) return `chain ${chainId}`;
  const nextNonce = next.get(sender) ?? 0;
  if (nonce !== nextNonce) return `nonce ${nonce} instead of ${nextNonce}`;
  const maxFee = transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n;
  if (maxFee < block.baseFeePerGas) return `fee below the base fee`;
  if ((transaction.maxPriorityFeePerGas ?? 0n) > maxFee) return 'tip above the fee';
  if (gas > 16_777_216n || gas < leastGas(transaction)) return `gas limit ${gas}`;
  if (BigInt(transaction.s ?? 0) > HALF_ORDER) return 'high s';
  try {
    const parent = `0x${(block.number - 1).toString(16)}`;
    const balance = BigInt(await call<string>(of.frontUrl, 'eth_getBalance', [sender, parent]));
    // What the sender's earlier ones in this block reserved is not known here: half of the balance is surely enough.
    if (gas * maxFee + value <= balance / 2n && gas <= block.gasLimit / 2n) return undefined;
    return `cost ${gas * maxFee + value} of balance ${balance}, gas ${gas} of ${block.gasLimit}`;
  } catch {
    return 'not judged: the state of its parent is pruned';
  }
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** The larger of the intrinsic cost and EIP-7623's floor. */
function leastGas({ data = '0x', to, accessList = [] }: ReturnType<typeof parseTransaction>): bigint {
  const bytes = Buffer.from(data.slice(2), 'hex');
  const tokens = bytes.reduce((sum, byte) => sum + (byte === 0 ? 1 : 4), 0);
  const creating = to == null ? 32_000 + 2 * Math.ceil(bytes.length / 32) : 0;
  const access = accessList.reduce((sum, { storageKeys }) => sum + 2_400 + 1_900 * storageKeys.length, 0);
  return 21_000n + BigInt(Math.max(4 * tokens + creating + access, 10 * tokens));
}
