import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublicClient, type Hash, http, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type Spread, spread } from './spread.ts';

/** From a wallet's call until its transaction is in the front's `latest` block, and not above its `finalized` one. */
export type Latencies = {
  readonly softMs: Spread;
  readonly firmMs: Spread;
  readonly sentEachMs: number;
  readonly askedEachMs: number;
};

const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const transactions = 200;
const sentEachMs = 200;
const askedEachMs = 50;
const patienceMs = 180_000;

/** Sends one transfer after the other, and asks the front for its heads in one loop, which is little load. */
export async function latencies(rpcUrl: string): Promise<Latencies> {
  const account = privateKeyToAccount(devKey);
  const reads = createPublicClient({ transport: http(rpcUrl, { timeout: 10_000 }) });
  const first = await reads.getTransactionCount({ address: account.address });
  let seen = await reads.getBlockNumber({ cacheTime: 0 });
  const sent = new Map<Hash, number>();
  /** Soft and not firm: the block, and when it was sent. */
  const soft: { readonly number: bigint; readonly at: number }[] = [];
  const softMs: number[] = [];
  const firmMs: number[] = [];

  const send = async (): Promise<void> => {
    const began = performance.now();
    const sending: Promise<unknown>[] = [];
    for (let n = 0; n < transactions; n++) {
      const serializedTransaction = await account.signTransaction({
        type: 'eip1559',
        chainId: 1337,
        to: '0x00000000000000000000000000000000000a11ce',
        value: 1n,
        nonce: first + n,
        gas: 21_000n,
        maxFeePerGas: 10_000_000_000n,
        maxPriorityFeePerGas: 1n,
      });
      sent.set(keccak256(serializedTransaction), performance.now());
      sending.push(reads.sendRawTransaction({ serializedTransaction }));
      await sleep(Math.max(0, began + (n + 1) * sentEachMs - performance.now()));
    }
    await Promise.all(sending);
  };

  const look = async (): Promise<void> => {
    const latest = await reads.getBlockNumber({ cacheTime: 0 });
    for (; seen < latest; seen++) {
      const block = await reads.getBlock({ blockNumber: seen + 1n });
      for (const hash of block.transactions) {
        const at = sent.get(hash);
        if (at === undefined) continue;
        softMs.push(performance.now() - at);
        soft.push({ number: block.number, at });
      }
    }
    const { number: finalized } = await reads.getBlock({ blockTag: 'finalized' });
    while (soft[0] !== undefined && soft[0].number <= finalized) {
      firmMs.push(performance.now() - soft[0].at);
      soft.shift();
    }
  };

  const watch = async (): Promise<void> => {
    const end = performance.now() + transactions * sentEachMs + patienceMs;
    while (firmMs.length < transactions) {
      if (performance.now() > end)
        throw new Error(`${softMs.length} of ${transactions} transactions are soft, ${firmMs.length} firm`);
      await look();
      await sleep(askedEachMs);
    }
  };

  await Promise.all([send(), watch()]);
  return { softMs: spread(softMs), firmMs: spread(firmMs), sentEachMs, askedEachMs };
}
