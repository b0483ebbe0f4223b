import type { PrivateKeyAccount } from 'viem/accounts';
import type { Accepted } from '../support/checker/gather.ts';
import { call, RpcAnswerError } from '../support/checker/json-rpc.ts';

/** What became of a transaction that was handed in: its hash was returned, it was refused, or nobody answered. */
export type Answer =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unanswered' };

const nobody = '0x00000000000000000000000000000000000a11ce';

/** A signed transfer, of 1 wei to nobody unless said otherwise, with as much data as is asked for. */
export function signTransfer(
  account: PrivateKeyAccount,
  transfer: {
    readonly nonce: number;
    readonly to?: `0x${string}`;
    readonly value?: bigint;
    readonly dataBytes?: number;
  },
): Promise<`0x${string}`> {
  const { nonce, to = nobody, value = 1n, dataBytes = 0 } = transfer;
  return account.signTransaction({
    type: 'eip1559',
    chainId: 1337,
    to,
    value,
    nonce,
    ...(dataBytes === 0 ? {} : { data: `0x${'00'.repeat(dataBytes)}` as const }),
    gas: 21_000n + 10n * BigInt(dataBytes),
    maxFeePerGas: 10_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
  });
}

/** Hands a signed transaction in once. */
export async function send(
  url: string,
  { address }: PrivateKeyAccount,
  { raw, nonce }: { readonly raw: string; readonly nonce: number },
): Promise<Answer> {
  try {
    const hash = await call<string>(url, 'eth_sendRawTransaction', [raw]);
    return { kind: 'accepted', accepted: { hash, from: address, nonce } };
  } catch (error) {
    return error instanceof RpcAnswerError
      ? { kind: 'refused', reason: error.message }
      : { kind: 'unanswered' };
  }
}

/** How many transactions of the account are executed. */
export async function usedNonces(url: string, { address }: PrivateKeyAccount): Promise<number> {
  return Number(await call<string>(url, 'eth_getTransactionCount', [address, 'latest']));
}
