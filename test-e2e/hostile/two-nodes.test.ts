import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { head, rollupBlocks, watchHeads } from '../support/checker/rollup.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from '../support/memory.ts';
import { createSecondNode, type SecondNode } from '../support/second-node.ts';
import { type SteadyWallet, startSteadyWallet } from '../support/steady-wallet.ts';

// L11: two full nodes of one rollup side by side, each with its own conductor, driver and node; one wallet sends to the first.
let network: LocalNetwork;
let wallet: SteadyWallet | undefined;
let second: SecondNode | undefined;
let memory: MemoryWatch;

/** Generous: three programs start, and the machine may be busy. */
const MEET_MS = 120_000;
const TEST_MS = 360_000;
/** Blocks that both must make after the joining. */
const TOGETHER = 8;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

beforeAll(async () => {
  network = createLocalNetwork(1_200);
  network.override('local-da', { env: { SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '1s' } });
  expect(await network.start()).toMatchObject({ code: 0, stderr: '' });
  memory = watchMemory({ children: () => [...network.children(), ...(second?.children() ?? [])] });
  wallet = startSteadyWallet({
    url: network.rpcUrl(0),
    chainId: 1_337,
    intervalMs: 250,
    payloadBytes: 100,
  });
  await eventually(
    'a transaction in a block',
    async () => {
      await sleep(200);
      const blocks = await rollupBlocks(network.rpcUrl(0), 1, await head(network.rpcUrl(0), 'latest'));
      return blocks.some(({ transactions }) => transactions.length > 0) ? true : undefined;
    },
    60_000,
  );
});
afterEach(() => second?.kill());
afterAll(async () => {
  await wallet?.stop();
  const over = recordPeaks('a second node, and a late one', memory.peaks());
  memory[Symbol.dispose]();
  await network[Symbol.asyncDispose]();
  expect(over).toEqual([]);
});

/** Waits until both have what the first one has now and a few blocks more, then compares all of it. */
async function agree(other: string, tag: 'latest' | 'finalized'): Promise<string> {
  const first = network.rpcUrl(0);
  const goal = (await head(first, tag)) + TOGETHER;
  const began = performance.now();
  await eventually(
    `both to have block ${goal} as ${tag}`,
    async () => {
      if ((await head(other, tag)) >= goal && (await head(first, tag)) >= goal) return true;
      await sleep(200);
      return undefined;
    },
    MEET_MS,
  );
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const [ours, theirs] = await Promise.all([rollupBlocks(first, 1, goal), rollupBlocks(other, 1, goal)]);
  expect(theirs).toEqual(ours);
  const transactions = ours.flatMap((block) => block.transactions).length;
  expect(transactions).toBeGreaterThan(0);
  return `${goal} blocks with ${transactions} transactions agree (${tag}), after ${seconds} s`;
}

it(
  'agrees side by side, soft and firm, also after a restart',
  async () => {
    second = await createSecondNode(network, 'second');
    const { frontUrl, adminUrl } = second;
    const watchers = [watchHeads(network.rpcUrl(0)), watchHeads(frontUrl, adminUrl)] as const;
    try {
      second.start('soft-and-firm');
      say(`joined: ${await agree(frontUrl, 'latest')}`);
      say(`joined: ${await agree(frontUrl, 'finalized')}`);
      await second.kill();
      second.start('soft-and-firm');
      say(`killed and started again: ${await agree(frontUrl, 'latest')}`);
    } finally {
      await Promise.all(watchers.map((watcher) => watcher.stop()));
    }
    const [ours, theirs] = watchers.map((watcher) => watcher.seen());
    // A hash of either that changed, or that the other one saw otherwise, whenever it was seen.
    expect([ours?.changedHashes, theirs?.changedHashes]).toEqual([[], []]);
    const both = [...(theirs?.softHashes ?? [])].filter(([number]) => ours?.softHashes.has(number));
    expect(both.length).toBeGreaterThan(TOGETHER);
    expect(both.filter(([number, hash]) => ours?.softHashes.get(number) !== hash)).toEqual([]);
    say(`${both.length} soft hashes were seen of both when they were new`);
  },
  TEST_MS,
);

it(
  'agrees when it joins late with firm blocks alone, also after a restart',
  async () => {
    second = await createSecondNode(network, 'late');
    const { frontUrl } = second;
    second.start('firm-only');
    say(`firm-only: ${await agree(frontUrl, 'finalized')}`);
    await second.kill();
    second.start('firm-only');
    say(`firm-only, killed and started again: ${await agree(frontUrl, 'finalized')}`);
  },
  TEST_MS,
);
