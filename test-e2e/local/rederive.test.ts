import { createPublicClient, http } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalNetwork, eventually, type LocalNetwork, logLines } from '../support/local-network.ts';
import { rederive } from '../support/rederive.ts';

let network: LocalNetwork;

beforeAll(async () => {
  network = createLocalNetwork(3_600);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
});
afterAll(() => network[Symbol.asyncDispose]());

it('derives the same blocks again from the DA layer alone', async () => {
  const traffic = await network.cli('traffic', 'demo', '--count', '20', '--interval', '100ms');
  expect(traffic.stderr).toBe('');
  const finalized = () =>
    logLines(`${network.folder}/logs/conductor@demo.log`).filter(({ msg }) => msg === 'block finalized');
  await eventually('30 final blocks', () => (finalized().length >= 30 ? true : undefined), 60_000);
  const hashes = new Map(finalized().map((line) => [String(line['number']), String(line['hash'])]));
  const target = BigInt(Math.max(...[...hashes.keys()].map(Number)));
  expect(target).toBeGreaterThan(10n);
  expect((await network.cli('stop')).code).toBe(0);

  // Nothing of the sequencer runs. The node, the driver and the conductor start from their genesis and anchor files.
  const began = performance.now();
  await using _again = await rederive(network);

  const reads = createPublicClient({ transport: http(network.rpcUrl(0), { retryCount: 0 }) });
  await eventually(
    `block ${target} to be final again`,
    async () => ((await reads.getBlock({ blockTag: 'finalized' })).number >= target ? true : undefined),
    60_000,
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const [number, hash] of hashes) {
    expect([number, (await reads.getBlock({ blockNumber: BigInt(number) })).hash]).toEqual([number, hash]);
  }
  const rate = (Number(target) / seconds).toFixed(1);
  process.stdout.write(
    `rederived ${target} blocks in ${seconds.toFixed(1)} s (${rate} blocks/s), start of the programs included\n`,
  );
}, 180_000);
