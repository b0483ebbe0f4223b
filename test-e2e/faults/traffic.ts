import { createHash } from 'node:crypto';
import { keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Accepted } from '../support/checker/gather.ts';
import { call, RpcAnswerError } from '../support/checker/json-rpc.ts';
import type { Random } from './random.ts';
import { pause, until } from './waiting.ts';

const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const sink = '0x00000000000000000000000000000000000a11ce';
const gwei = 1_000_000_000n;
const fundsWei = 5n * 10n ** 18n;
const retryMs = 250;

/** Where to send. */
export type Rollup = { readonly name: string; readonly url: string; readonly chainId: number };

/** What wallets have sent to one rollup. */
export type Traffic = {
  readonly accepted: () => readonly Accepted[];
  /** Sends a transaction now and resolves when it has its receipt. Its account sends nothing else. */
  readonly probe: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  /** Ends the sending, after what has begun; resolves when every nonce is used. */
  readonly settle: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  readonly halt: () => void;
};

type Wallet = { readonly account: ReturnType<typeof privateKeyToAccount>; nonce: number };

/** Wallets that send in pairs the wrong way round, replace now and then, and insist while nobody answers. */
export async function startTraffic(
  rollup: Rollup,
  { wallets, random }: { readonly wallets: number; readonly random: Random },
  signal: AbortSignal,
): Promise<Traffic> {
  const { url } = rollup;
  const accepted: Accepted[] = [];
  /** Signed and sent without an answer, and then too late to ask: accepted when they are found in a block. */
  const unanswered: Accepted[] = [];
  const stopping = new AbortController();
  const halting = AbortSignal.any([signal, stopping.signal]);
  let isEnding = false;

  const send = async (
    wallet: Wallet,
    nonce: number,
    change: Change,
    patience: AbortSignal,
  ): Promise<string> => {
    const raw = await sign(wallet, rollup, nonce, change);
    const ours = { hash: keccak256(raw), from: wallet.account.address, nonce };
    let lost = false;
    for (;;) {
      patience.throwIfAborted();
      try {
        const hash = await call<string>(url, 'eth_sendRawTransaction', [raw]);
        accepted.push({ ...ours, hash });
        return hash;
      } catch (error) {
        if (!(error instanceof RpcAnswerError)) lost = true;
        else if (error.message.includes('already known')) {
          // Only possible when an earlier answer was lost; whoever hears it may rely on it.
          accepted.push(ours);
          return ours.hash;
        } else if (/nonce too low|replacement transaction underpriced/.test(error.message)) {
          if (lost) unanswered.push(ours);
          return ours.hash;
        }
      }
      await pause(retryMs, patience);
    }
  };

  const sending = async (wallet: Wallet, draw: Random): Promise<void> => {
    while (!isEnding) {
      const first = wallet.nonce;
      wallet.nonce += 2;
      for (const nonce of draw.chance(0.7) ? [first + 1, first] : [first, first + 1]) {
        await send(wallet, nonce, { tip: 1n }, halting);
        if (draw.chance(0.1)) await send(wallet, nonce, { tip: 3n }, halting);
      }
      await pause(draw.integer(300, 1_500), halting);
    }
  };

  const walletOf = (name: string): Wallet => ({
    account: privateKeyToAccount(`0x${createHash('sha256').update(`${rollup.name} ${name}`).digest('hex')}`),
    nonce: 0,
  });
  const probing = walletOf('probe');
  const senders = Array.from({ length: wallets }, (_, index) => walletOf(`wallet ${index}`));
  const bank: Wallet = { account: privateKeyToAccount(devKey), nonce: 0 };
  const funded: string[] = [];
  for (const { account } of [probing, ...senders]) {
    funded.push(await send(bank, bank.nonce++, { tip: 1n, to: account.address, value: fundsWei }, halting));
  }
  for (const hash of funded) await receiptOf(url, hash, 60_000, halting);

  const running = senders.map((wallet, index) => sending(wallet, random.part(`wallet ${index}`)));
  const done = Promise.allSettled(running);

  return {
    accepted: () => accepted,
    probe: async (timeoutMs, ending) => {
      const began = performance.now();
      const patience = AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]);
      // The same bytes again if this one fails.
      const hash = await send(probing, probing.nonce, { tip: 2n }, patience);
      probing.nonce++;
      await receiptOf(url, hash, timeoutMs - (performance.now() - began), ending);
    },
    settle: async (timeoutMs, ending) => {
      isEnding = true;
      const limit = setTimeout(() => stopping.abort(new Error('traffic does not end')), timeoutMs);
      await done;
      clearTimeout(limit);
      for (const { account, nonce } of [probing, ...senders]) {
        const used = async (): Promise<true | undefined> =>
          Number(await call<string>(url, 'eth_getTransactionCount', [account.address, 'latest'])) >= nonce
            ? true
            : undefined;
        await until(
          `all ${nonce} transactions of ${account.address} on ${rollup.name}`,
          used,
          { ms: timeoutMs },
          ending,
        );
      }
      for (const one of unanswered) {
        if ((await call(url, 'eth_getTransactionReceipt', [one.hash])) !== null) accepted.push(one);
      }
    },
    halt: () => stopping.abort(new Error('traffic was halted')),
  };
}

type Change = { readonly tip: bigint; readonly to?: `0x${string}`; readonly value?: bigint };

function sign(
  { account }: Wallet,
  { chainId }: Rollup,
  nonce: number,
  change: Change,
): Promise<`0x${string}`> {
  return account.signTransaction({
    type: 'eip1559',
    chainId,
    to: change.to ?? sink,
    value: change.value ?? 1n,
    nonce,
    gas: 21_000n,
    maxFeePerGas: (10n + change.tip) * gwei,
    maxPriorityFeePerGas: change.tip * gwei,
  });
}

function receiptOf(url: string, hash: string, ms: number, signal: AbortSignal): Promise<object> {
  return until(
    `the receipt of ${hash}`,
    async () => (await call<object | null>(url, 'eth_getTransactionReceipt', [hash])) ?? undefined,
    { ms },
    signal,
  );
}
