import { readFileSync } from 'node:fs';
import { createPublicClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consensusChild, hasEngine } from '../support/engines.ts';
import { createLocalNetwork, eventually, type LocalNetwork, logLines } from '../support/local-network.ts';

// One network; every program of it is killed once while a wallet sends.
const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const recoverWithinMs = 20_000;

let network: LocalNetwork;
let wallet: ReturnType<typeof startWallet> | undefined;

beforeAll(async () => {
  network = createLocalNetwork(3_300);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
  wallet = startWallet(network.rpcUrl(0));
});
afterAll(async () => {
  await wallet?.stop();
  await network[Symbol.asyncDispose]();
});

/** Sends a transfer a few times a second; an unanswered one is sent again as the same bytes until it is accepted. */
function startWallet(rpcUrl: string) {
  const account = privateKeyToAccount(devKey);
  const reads = createPublicClient({ transport: http(rpcUrl, { retryCount: 0, timeout: 5_000 }) });
  const accepted: `0x${string}`[] = [];
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  const sending = (async () => {
    for (let nonce = 0; !isStopped(); nonce++) {
      const serialized = await account.signTransaction({
        type: 'eip1559',
        chainId: 1337,
        to: '0x00000000000000000000000000000000000a11ce',
        value: 1n,
        nonce,
        gas: 21_000n,
        maxFeePerGas: 10_000_000_000n,
        maxPriorityFeePerGas: 1n,
      });
      for (;;) {
        try {
          accepted.push(await reads.sendRawTransaction({ serializedTransaction: serialized }));
          break;
        } catch (error) {
          // Accepted before the answer was lost.
          const message = String(error);
          if (message.includes('already known') || message.includes('nonce too low')) break;
          if (isStopped()) return;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  })();
  return {
    reads,
    accepted,
    stop: async () => {
      stopping.abort();
      await sending;
    },
  };
}

const sender = (): ReturnType<typeof startWallet> => {
  if (wallet === undefined) throw new Error('the wallet has not started');
  return wallet;
};

const latest = (): Promise<bigint> => sender().reads.getBlockNumber({ cacheTime: 0 });

/** A transaction that was accepted after this moment has its receipt. Milliseconds until then. */
const aNewTransactionIsExecuted = async (what: string, timeoutMs: number): Promise<number> => {
  const began = performance.now();
  const index = sender().accepted.length;
  const hash = await eventually(
    `a transaction to be accepted after ${what}`,
    () => sender().accepted[index],
    timeoutMs,
  );
  const left = timeoutMs - (performance.now() - began);
  await eventually(
    `the receipt of a transaction that was accepted after ${what}`,
    () => sender().reads.getTransactionReceipt({ hash }),
    left,
  );
  return performance.now() - began;
};

it.each([
  'composer@demo',
  'conductor@demo',
  'evm-driver@demo',
  'node@demo',
  'relayer',
  'da-writer',
  'local-da',
  'sequencer-app',
  consensusChild,
  ...(hasEngine('nats') ? ['nats'] : []),
  'dashboard',
])('goes on within 20 s when %s is killed', async (name) => {
  const pid = network.pidOf(name);
  const killed = performance.now();
  process.kill(pid, 'SIGKILL');
  await eventually(
    `${name} to run again`,
    () => (network.children().some((child) => child.name === name && child.pid !== pid) ? true : undefined),
    recoverWithinMs,
  );
  await aNewTransactionIsExecuted(`the kill of ${name}`, recoverWithinMs - (performance.now() - killed));
  process.stdout.write(`${name}: ${((performance.now() - killed) / 1_000).toFixed(1)} s\n`);
});

it('ends what a killed supervisor left behind, and goes on', async () => {
  const supervisor = supervisorPid();
  const left = network.children().map(({ pid }) => pid);
  process.kill(supervisor, 'SIGKILL');
  const again = await network.start();
  expect(again.stdout).toContain('left behind by a supervisor');
  expect(again.code).toBe(0);
  for (const pid of left) expect(() => process.kill(pid, 0)).toThrow();
  await aNewTransactionIsExecuted('the kill of the supervisor', recoverWithinMs);
});

it('has every accepted transaction in exactly one block, and soft = firm', async () => {
  await sender().stop();
  const { accepted, reads } = sender();
  expect(accepted.length).toBeGreaterThan(50);
  await eventually(
    'all receipts',
    async () => {
      const receipts = await Promise.all(
        accepted.slice(-20).map((hash) => reads.getTransactionReceipt({ hash })),
      );
      return receipts.every(({ status }) => status === 'success') ? true : undefined;
    },
    60_000,
  );
  const top = await latest();
  const seen = new Map<string, number>();
  for (let number = 1n; number <= top; number++) {
    const { transactions } = await reads.getBlock({ blockNumber: number });
    for (const hash of transactions) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  }
  expect(accepted.filter((hash) => seen.get(hash) !== 1)).toEqual([]);
  expect([...seen.values()].every((count) => count === 1)).toBe(true);

  await eventually(
    'firm to reach the head',
    async () => ((await reads.getBlock({ blockTag: 'finalized' })).number >= top ? true : undefined),
    90_000,
  );
  const lines = logLines(`${network.folder}/logs/conductor@demo.log`);
  const hashes = new Map<unknown, Set<unknown>>();
  for (const line of lines) {
    if (line.msg !== 'soft block executed' && line.msg !== 'block finalized') continue;
    hashes.set(line['number'], (hashes.get(line['number']) ?? new Set()).add(line['hash']));
  }
  expect(hashes.size).toBeGreaterThan(20);
  for (const [number, distinct] of hashes) expect([number, distinct.size]).toEqual([number, 1]);
});

function supervisorPid(): number {
  const { pid } = JSON.parse(readFileSync(`${network.folder}/supervisor.json`, 'utf8')) as { pid: number };
  return pid;
}
