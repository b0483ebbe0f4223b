// What does the local way cost, and how long does a transaction take? Starts a network of its own, measures, prints JSON.
//   npm run bench            100 transactions, one each 300 ms
//   SWITCHYARD_TEST_ENGINES='--consensus cometbft --validators 4' npm run bench
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createPublicClient, type Hash, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../test-e2e/support/local-network.ts';

const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const ticksPerSecond = 100;
const idleMs = 30_000;
const transactions = 100;
const intervalMs = 300;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Usage = { readonly cpuSeconds: number; readonly rssMb: number };

function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return { cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond, rssMb: Number(rss) / 1024 };
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function spread(values: readonly number[]): object {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    p50: Math.round(quantile(sorted, 0.5)),
    p99: Math.round(quantile(sorted, 0.99)),
    count: sorted.length,
  };
}

async function idle(network: LocalNetwork): Promise<object> {
  const before = new Map(network.children().map(({ name, pid }) => [name, usageOf(pid)]));
  await pause(idleMs);
  const rows = network.children().map(({ name, pid }) => {
    const { cpuSeconds, rssMb } = usageOf(pid);
    const used = cpuSeconds - (before.get(name)?.cpuSeconds ?? 0);
    return { name, cpuPercent: Number(((100 * used * 1_000) / idleMs).toFixed(1)), rssMb: Math.round(rssMb) };
  });
  const sum = (pick: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + pick(row), 0);
  return {
    processes: rows,
    coresUsed: Number((sum(({ cpuPercent }) => cpuPercent) / 100).toFixed(3)),
    rssMb: sum(({ rssMb }) => rssMb),
  };
}

async function latencies(rpcUrl: string): Promise<object> {
  const account = privateKeyToAccount(devKey);
  const reads = createPublicClient({ transport: http(rpcUrl, { timeout: 10_000 }) });
  const first = await reads.getTransactionCount({ address: account.address });
  const soft: number[] = [];
  const firm: number[] = [];
  const one = async (nonce: number): Promise<void> => {
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId: 1337,
      to: '0x00000000000000000000000000000000000a11ce',
      value: 1n,
      nonce,
      gas: 21_000n,
      maxFeePerGas: 10_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const began = performance.now();
    const hash: Hash = await reads.sendRawTransaction({ serializedTransaction });
    const number = await eventually(
      'a receipt',
      async () => (await reads.getTransactionReceipt({ hash }).catch(() => undefined))?.blockNumber,
    );
    soft.push(performance.now() - began);
    await eventually('finality', async () => {
      const { number: finalized } = await reads.getBlock({ blockTag: 'finalized' });
      return finalized >= number ? true : undefined;
    });
    firm.push(performance.now() - began);
  };
  const running: Promise<void>[] = [];
  for (let n = 0; n < transactions; n++) {
    running.push(one(first + n));
    await pause(intervalMs);
  }
  await Promise.all(running);
  return { softMs: spread(soft), firmMs: spread(firm), askedEachMs: 100 };
}

/** Between the header times of neighbours, over all blocks since the second. */
async function blockIntervals(consensusUrl: string): Promise<object> {
  const ask = async (path: string): Promise<unknown> => (await fetch(`${consensusUrl}${path}`)).json();
  type Status = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };
  type Commit = {
    readonly result: { readonly signed_header: { readonly header: { readonly time: string } } };
  };
  const { result } = (await ask('/status')) as Status;
  const times: number[] = [];
  for (let height = 2; height < Number(result.sync_info.latest_block_height); height++) {
    const commit = (await ask(`/commit?height=${height}`)) as Commit;
    times.push(Date.parse(commit.result.signed_header.header.time));
  }
  return spread(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
}

const network = createLocalNetwork(4_500);
try {
  const began = performance.now();
  const started = await network.start();
  if (started.code !== 0) throw new Error(started.stderr);
  const readySeconds = (performance.now() - began) / 1_000;
  await pause(5_000);
  const result = {
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${cpus()[0]?.model ?? 'unknown'}`,
    loadAverage: readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 2).join(' '),
    startToReadySeconds: Number(readySeconds.toFixed(1)),
    idle: await idle(network),
    transactions: await latencies(network.rpcUrl(0)),
    blockIntervalMs: await blockIntervals(`http://127.0.0.1:${26_657 + network.portOffset}`),
  };
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
} finally {
  await network[Symbol.asyncDispose]();
}
