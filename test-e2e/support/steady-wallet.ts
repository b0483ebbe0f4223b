import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keccak256 } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { Accepted } from './checker/gather.ts';
import { call, RpcAnswerError } from './checker/json-rpc.ts';

/** A wallet that sends to a rollup at a steady pace until it is stopped. */
export type SteadyWallet = {
  /** What was accepted until now. */
  readonly accepted: () => readonly Accepted[];
  /** Hashes of those that some try got no answer for, with why: each may be executed, whatever later tries heard. */
  readonly unanswered: () => ReadonlyMap<string, string>;
  readonly stop: () => Promise<readonly Accepted[]>;
};

/** What it sends, how often, and how many random bytes go with each. */
export type SteadyOptions = {
  readonly url: string;
  readonly chainId: number;
  readonly intervalMs: number;
  readonly payloadBytes: number;
};

/** The account that every new local rollup funds. */
const account: PrivateKeyAccount = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
);
const MAX_AHEAD = 100;

/** Begins at the account's next nonce. A transaction that is not answered is sent again, never replaced. */
export function startSteadyWallet({ url, chainId, intervalMs, payloadBytes }: SteadyOptions): SteadyWallet {
  const accepted: Accepted[] = [];
  const unanswered = new Map<string, string>();
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  const used = async (): Promise<number> =>
    Number(await call<string>(url, 'eth_getTransactionCount', [account.address, 'latest']));
  // A front whose node has just ended says so; the wallet asks again.
  const isFarAhead = (nonce: number): Promise<boolean> =>
    used().then(
      (count) => count + MAX_AHEAD / 2 < nonce,
      () => true,
    );

  const sendOnce = async (raw: `0x${string}`, nonce: number): Promise<boolean> => {
    try {
      const hash = await call<string>(url, 'eth_sendRawTransaction', [raw]);
      accepted.push({ hash, from: account.address, nonce });
      return true;
    } catch (error) {
      // An earlier try may have been taken and its answer lost.
      if (error instanceof RpcAnswerError) return /already known|nonce too low/.test(error.message);
      unanswered.set(keccak256(raw), String(error));
      return false;
    }
  };
  const sending = (async () => {
    let nonce = await used();
    while (!isStopped()) {
      const data: `0x${string}` = `0x${randomBytes(payloadBytes).toString('hex')}`;
      const raw = await account.signTransaction({
        ...{ type: 'eip1559', chainId, to: account.address, value: 1n, data, nonce },
        gas: 21_000n + 40n * BigInt(payloadBytes),
        ...{ maxFeePerGas: 20_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
      });
      while (!isStopped() && !(await sendOnce(raw, nonce))) await sleep(intervalMs);
      nonce += 1;
      await sleep(intervalMs);
      while (!isStopped() && nonce % MAX_AHEAD === 0 && (await isFarAhead(nonce))) {
        await sleep(intervalMs);
      }
    }
  })();
  return {
    accepted: () => [...accepted],
    unanswered: () => new Map(unanswered),
    stop: async () => {
      stopping.abort();
      await sending;
      return [...accepted];
    },
  };
}
