import { createPublicClient, type Hash, http, type TransactionReceipt } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { eventually } from './local-network.ts';

/** The dev account, which has funds on each rollup; known to everybody. */
const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const recipient = '0x00000000000000000000000000000000000a11ce';

/** The dev account at the front of a rollup, as a wallet uses it. */
export type Wallet = {
  /** Sends the transfer of the next nonce; resolves when the front has accepted it. */
  readonly send: () => Promise<Hash>;
  readonly receiptOf: (hash: Hash, withinMs?: number) => Promise<TransactionReceipt>;
  /** From sending a transfer to its receipt. */
  readonly transferMs: () => Promise<number>;
};

/** A wallet that is the only one to use its account. */
export function openWallet(rpcUrl: string, chainId: number): Wallet {
  const account = privateKeyToAccount(devKey);
  const rpc = createPublicClient({ transport: http(rpcUrl, { retryCount: 0, timeout: 10_000 }) });
  let nonce = 0;
  const send = async (): Promise<Hash> => {
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId,
      to: recipient,
      value: 1n,
      nonce,
      gas: 21_000n,
      maxFeePerGas: 10_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const hash = await rpc.sendRawTransaction({ serializedTransaction });
    nonce++;
    return hash;
  };
  const receiptOf: Wallet['receiptOf'] = (hash, withinMs = 60_000) =>
    eventually('a receipt', () => rpc.getTransactionReceipt({ hash }), withinMs);
  return {
    send,
    receiptOf,
    transferMs: async () => {
      const began = performance.now();
      await receiptOf(await send());
      return performance.now() - began;
    },
  };
}
