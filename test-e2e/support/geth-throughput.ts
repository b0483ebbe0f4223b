import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, hexToBytes, parseEther, toHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { genesisPath } from '../../services/evm-driver/test/support/anvil.ts';
import { driveGeth } from '../../services/evm-driver/test/support/build.ts';
import { type Geth, startGeth } from '../../services/evm-driver/test/support/geth.ts';
import {
  openConductor,
  startDriver,
  type World,
  worldOf,
} from '../../services/evm-driver/test/support/world.ts';

/** The figures of a way to bring the same blocks into Geth. */
export type WayFigures = {
  /** Median of a block. */
  readonly blockMs: number;
  /** What Geth used for all of them, by block. */
  readonly gethCpuMs: number;
  readonly perSecond: number;
};

/** What it costs to bring blocks of transfers into Geth. */
export type GethThroughput = {
  readonly blocks: number;
  readonly transfersInBlock: number;
  /** Through the driver: inspected, admitted, built, taken in, soft. */
  readonly built: WayFigures;
  /** CPU of this process for a block, which is the driver's and that of who calls it. */
  readonly driverCpuMs: number;
  /** The most that was resident of Geth that built them, MB. */
  readonly gethPeakRssMb: number;
  /** `engine_newPayloadV4` and fork choice of the same blocks, by a Geth that has not seen them. */
  readonly imported: WayFigures;
};

/** Of blocks with a transfer by each sender to a fresh account. @throws unless each block holds all of its transfers */
export async function measureGeth({
  senders,
  blocks,
}: {
  readonly senders: number;
  readonly blocks: number;
}): Promise<GethThroughput> {
  const folder = await mkdtemp(join(tmpdir(), 'throughput-'));
  try {
    const accounts = Array.from({ length: senders }, (_, index) =>
      privateKeyToAccount(`0x${(5_000 + index).toString(16).padStart(64, '0')}`),
    );
    const path = join(folder, 'genesis.json');
    await writeFile(path, JSON.stringify(await genesisWith(accounts)));
    const sections: Hex[][] = [];
    for (let nonce = 0; nonce < blocks; nonce++) sections.push(await transfersOf(accounts, nonce));
    await using world = await worldOf(await startGeth({ genesis: path }));
    const { figures: built, driverCpuMs } = await build(world, sections);
    const gethPeakRssMb = peakRssMbOf(world.node.pid());
    const imported = await importAgain(world.node, sections);
    return { blocks, transfersInBlock: senders, built, driverCpuMs, gethPeakRssMb, imported };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function genesisWith(accounts: readonly PrivateKeyAccount[]): Promise<object> {
  const genesis = JSON.parse(await readFile(genesisPath, 'utf8')) as { alloc: Record<string, object> };
  for (const { address } of accounts) genesis.alloc[address] = { balance: toHex(parseEther('1000')) };
  return genesis;
}

/** Fresh recipients: each transfer makes an account. */
function transfersOf(accounts: readonly PrivateKeyAccount[], nonce: number): Promise<Hex[]> {
  return Promise.all(
    accounts.map((account, index) =>
      account.signTransaction({
        type: 'eip1559',
        chainId: 1337,
        nonce,
        to: toHex(7_000_000 + nonce * accounts.length + index, { size: 20 }),
        value: 1n,
        gas: 21_000n,
        maxFeePerGas: 100_000_000_000n,
        maxPriorityFeePerGas: 1n,
      }),
    ),
  );
}

async function build(
  world: World<Geth>,
  sections: readonly (readonly Hex[])[],
): Promise<{ readonly figures: WayFigures; readonly driverCpuMs: number }> {
  await using driver = startDriver(world);
  const conductor = await openConductor(driver.client);
  const items = sections.map((section) => section.map((hex) => hexToBytes(hex)));
  const before = process.cpuUsage();
  const runs = items.map((section) => () => conductor.block(section));
  const figures = await measure(world.node.pid(), items[0]?.length ?? 0, runs);
  const { user, system } = process.cpuUsage(before);
  return { figures, driverCpuMs: Math.round((user + system) / 1_000 / sections.length) };
}

/** Into a Geth that has lost its chain. */
async function importAgain(node: Geth, sections: readonly (readonly Hex[])[]): Promise<WayFigures> {
  using geth = driveGeth(node.ipc);
  const payloads = await Promise.all(
    sections.map(async (transactions, index) => {
      const params = [toHex(index + 1), false];
      const block = (await geth.rpc.call('eth_getBlockByNumber', params, geth.signal)) as Block;
      const { hash, number, miner, mixHash, parentBeaconBlockRoot, ...rest } = block;
      if (block.transactions.length !== transactions.length)
        throw new Error(`${block.transactions.length} transfers in block ${number}`);
      const payload = {
        ...rest,
        ...{ blockHash: hash, blockNumber: number, feeRecipient: miner, prevRandao: mixHash, transactions },
      };
      return { hash, params: [payload, [], parentBeaconBlockRoot, []] };
    }),
  );
  await node.lose();
  const runs = payloads.map(({ hash, params }) => async () => {
    const answer = await geth.rpc.call('engine_newPayloadV4', params, geth.signal);
    const { status } = answer as { readonly status: string };
    if (status !== 'VALID') throw new Error(`a block of its own is ${status}`);
    const choice = { headBlockHash: hash, safeBlockHash: hash, finalizedBlockHash: `0x${'00'.repeat(32)}` };
    await geth.rpc.call('engine_forkchoiceUpdatedV3', [choice, null], geth.signal);
  });
  return await measure(node.pid(), sections[0]?.length ?? 0, runs);
}

type Block = Readonly<Record<string, unknown>> & {
  readonly hash: string;
  readonly number: string;
  readonly transactions: readonly unknown[];
};

async function measure(
  pid: number,
  transfers: number,
  runs: readonly (() => Promise<unknown>)[],
): Promise<WayFigures> {
  const wall: number[] = [];
  const used = cpuOf(pid);
  for (const run of runs) {
    const at = performance.now();
    await run();
    wall.push(performance.now() - at);
  }
  const allMs = wall.reduce((sum, ms) => sum + ms, 0);
  return {
    blockMs: Math.round(median(wall)),
    gethCpuMs: Math.round((cpuOf(pid) - used) / runs.length),
    perSecond: Math.round((1_000 * transfers * runs.length) / allMs),
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What a process has used so far, in ms; clock ticks are 10 ms on Linux. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function peakRssMbOf(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib ?? 0) / 1024);
}
