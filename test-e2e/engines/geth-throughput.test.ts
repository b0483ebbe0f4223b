import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, hexToBytes, parseEther, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { genesisPath } from '../../services/evm-driver/test/support/anvil.ts';
import { driveGeth } from '../../services/evm-driver/test/support/build.ts';
import { gethPath, startGeth } from '../../services/evm-driver/test/support/geth.ts';
import { openConductor, startDriver, worldOf } from '../../services/evm-driver/test/support/world.ts';

const senders = 2_000;
const blocks = 5;

/** The figures of a way to bring the same blocks into Geth. */
type Figures = { readonly wallMs: number; readonly cpuMs: number };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What a process has used so far, in ms; clock ticks are 10 ms on Linux. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

async function measure(pid: number, runs: readonly (() => Promise<unknown>)[]): Promise<Figures> {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (const run of runs) {
    const [at, used] = [performance.now(), cpuOf(pid)];
    await run();
    wall.push(performance.now() - at);
    cpu.push(cpuOf(pid) - used);
  }
  return { wallMs: Math.round(median(wall)), cpuMs: median(cpu) };
}

it('brings blocks of transfers into Geth for less than 1.8 times the CPU of their import alone', async ({
  skip,
}) => {
  if (gethPath === undefined) skip('not run: geth is missing: npm run engines');
  const folder = await mkdtemp(join(tmpdir(), 'throughput-'));
  try {
    const accounts = Array.from({ length: senders }, (_, index) =>
      privateKeyToAccount(`0x${(5_000 + index).toString(16).padStart(64, '0')}`),
    );
    const genesis = JSON.parse(await readFile(genesisPath, 'utf8')) as { alloc: Record<string, object> };
    for (const { address } of accounts) genesis.alloc[address] = { balance: toHex(parseEther('1000')) };
    const path = join(folder, 'genesis.json');
    await writeFile(path, JSON.stringify(genesis));
    const sections: Hex[][] = [];
    for (let nonce = 0; nonce < blocks; nonce++) {
      sections.push(
        await Promise.all(
          accounts.map((account, index) =>
            account.signTransaction({
              type: 'eip1559',
              chainId: 1337,
              nonce,
              // Fresh recipients: each transfer makes an account.
              to: toHex(7_000_000 + nonce * senders + index, { size: 20 }),
              value: 1n,
              gas: 21_000n,
              maxFeePerGas: 100_000_000_000n,
              maxPriorityFeePerGas: 1n,
            }),
          ),
        ),
      );
    }

    await using node = await startGeth({ genesis: path });
    await using world = await worldOf(node);
    let ours: Figures;
    {
      await using driver = startDriver(world);
      const conductor = await openConductor(driver.client);
      ours = await measure(
        node.pid(),
        sections.map((section) => () => conductor.block(section.map((hex) => hexToBytes(hex)))),
      );
    }
    using geth = driveGeth(node.ipc);
    const payloads = await Promise.all(
      sections.map(async (transactions, index) => {
        const block = (await geth.rpc.call(
          'eth_getBlockByNumber',
          [toHex(index + 1), false],
          geth.signal,
        )) as Record<string, unknown>;
        expect(block['transactions']).toHaveLength(senders);
        const { hash, number, miner, mixHash, parentBeaconBlockRoot, ...rest } = block;
        const payload = {
          ...rest,
          ...{ blockHash: hash, blockNumber: number, feeRecipient: miner, prevRandao: mixHash, transactions },
        };
        return { hash, params: [payload, [], parentBeaconBlockRoot, []] };
      }),
    );
    await node.lose();
    const zero = `0x${'00'.repeat(32)}`;
    const plain = await measure(
      node.pid(),
      payloads.map(({ hash, params }) => async () => {
        expect(await geth.rpc.call('engine_newPayloadV4', params, geth.signal)).toMatchObject({
          status: 'VALID',
        });
        const choice = { headBlockHash: hash, safeBlockHash: hash, finalizedBlockHash: zero };
        await geth.rpc.call('engine_forkchoiceUpdatedV3', [choice, null], geth.signal);
      }),
    );
    process.stdout.write(
      `${senders} transfers in a block: through the driver ${ours.wallMs} ms, ${ours.cpuMs} ms of Geth's CPU ` +
        `(${Math.round((1_000 * senders) / ours.wallMs)}/s); plain newPayload ${plain.wallMs} ms, ${plain.cpuMs} ms; ` +
        `CPU × ${(ours.cpuMs / plain.cpuMs).toFixed(2)}\n`,
    );
    expect(ours.cpuMs).toBeLessThan(1.8 * plain.cpuMs);
  } finally {
    await rm(folder, { recursive: true });
  }
});
