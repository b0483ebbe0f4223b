import { statSync } from 'node:fs';
import { join } from 'node:path';
import { keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { LocalNetwork } from '../local-network.ts';
import { call } from './http.ts';

/** The well-known dev account 0. */
const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const recipient = '0x00000000000000000000000000000000000a11ce';

/** Law L15's 20 s: no attack may keep an honest transaction longer from its receipt. */
const receiptWithinMs = 20_000;

/** How an honest user fared, and what the attack cost. */
export type Fared = {
  /** From the wallet's send to the receipt, one after the other, as long as the attack lasted. */
  readonly receiptMs: readonly number[];
  readonly attackMs: number;
  /** Bytes that each service's log grew by. */
  readonly logBytes: Readonly<Record<string, number>>;
};

/**
 * Runs an attack while an honest user sends one transaction after the other, the next when the last has its receipt.
 * @throws Error when a receipt takes too long, or when any process is another one afterwards.
 */
export async function underAttack(
  network: LocalNetwork,
  name: string,
  attack: () => Promise<void>,
): Promise<Fared> {
  const port = Number(new URL(network.rpcUrl(0)).port);
  const before = network.children();
  const logsBefore = logSizes(network);
  const began = performance.now();
  const over = new AbortController();
  const attacking = attack().finally(() => over.abort());
  attacking.catch(() => undefined);
  const receiptMs: number[] = [];
  do receiptMs.push(await sendOne(port));
  while (!over.signal.aborted);
  await attacking;
  const attackMs = performance.now() - began;
  const after = network.children();
  const gone = before.filter(({ name: child, pid }) => after.find((now) => now.name === child)?.pid !== pid);
  if (gone.length > 0) throw new Error(`ended under attack: ${gone.map((child) => child.name).join(', ')}`);
  const logBytes = Object.fromEntries(
    Object.entries(logSizes(network)).map(([child, size]) => [child, size - (logsBefore[child] ?? 0)]),
  );
  const slowest = Math.max(...receiptMs);
  process.stdout.write(
    `${name}: ${(attackMs / 1_000).toFixed(1)} s, ${receiptMs.length} honest receipts, slowest ${(slowest / 1_000).toFixed(1)} s\n`,
  );
  return { receiptMs, attackMs, logBytes };
}

/** Sends a transfer and waits for its receipt; in milliseconds. */
async function sendOne(port: number): Promise<number> {
  const began = performance.now();
  const deadline = began + receiptWithinMs;
  const nonce = Number(
    (await answered(port, 'eth_getTransactionCount', [account.address, 'pending'], deadline)) as string,
  );
  const signed = await account.signTransaction({
    type: 'eip1559',
    ...{ chainId: 1337, nonce, to: recipient, value: 1n, gas: 21_000n },
    ...{ maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
  });
  await answered(port, 'eth_sendRawTransaction', [signed], deadline);
  for (;;) {
    const receipt = await answered(port, 'eth_getTransactionReceipt', [keccak256(signed)], deadline);
    if (receipt !== null) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A wallet asks again when the front is busy. */
async function answered(
  port: number,
  method: string,
  params: readonly unknown[],
  deadline: number,
): Promise<unknown> {
  let last = 'no answer';
  while (performance.now() < deadline) {
    const { result, error } = await call(port, method, params).catch((cause: unknown) => ({
      result: undefined,
      error: { message: String(cause) },
    }));
    if (error === undefined) return result;
    if (error.message === 'already known') return true;
    last = error.message;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`an honest user's ${method} had no answer within ${receiptWithinMs / 1_000} s: ${last}`);
}

function logSizes({ folder, children }: LocalNetwork): Record<string, number> {
  return Object.fromEntries(
    children().map(({ name }) => [
      name,
      statSync(join(folder, 'logs', `${name}.log`), { throwIfNoEntry: false })?.size ?? 0,
    ]),
  );
}
