import { rollupIdOf, toHex } from '@switchyard/primitives';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalNetwork, type LocalNetwork } from '../support/local-network.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from '../support/memory.ts';
import {
  type Actor,
  answerTo,
  dataFor,
  openSequencerChain,
  type PublicBlock,
  type SequencerChain,
} from '../support/sequencer-chain.ts';

// Three classes, all backlogged, one of which sends ten times as much: each gets its part by weight of what blocks carry.
const budget = 24n * 1024n;
const dataBytes = 1_400;
const classes = ['fair-0', 'fair-1', 'fair-2'];
const blocks = 50;
const noncesPerAccount = 120;
const never = new AbortController().signal;

let network: LocalNetwork;
let chain: SequencerChain;
let memory: MemoryWatch;

beforeAll(async () => {
  network = createLocalNetwork(1_900);
  expect((await network.start()).code).toBe(0);
  memory = watchMemory(network);
  chain = await openSequencerChain(network);
  const { params } = await chain.client.params(never);
  await chain.operate([
    {
      kind: 'updateParams',
      params: {
        ...params,
        rollupBudgetBytes: budget,
        transactionMaxBytes: budget,
        backlogLowBytes: 200n * budget,
        backlogHighBytes: 400n * budget,
      },
    },
  ]);
});
afterAll(async () => {
  const over = recordPeaks('backlogged classes', memory.peaks());
  memory[Symbol.dispose]();
  chain.close();
  await network[Symbol.asyncDispose]();
  expect(over).toEqual([]);
});

type Sender = { readonly name: string; readonly weight: bigint; readonly transactions: number };

it.each([{ weights: [1n, 1n, 1n] }, { weights: [1n, 2n, 3n] }])(
  'gives each backlogged class its part by weights $weights',
  async ({ weights }) => {
    const phase = weights.join('');
    const total = weights.reduce((sum, weight) => sum + weight);
    const perBlock = Number(budget) / dataBytes;
    // What the greatest class can get in the time, and a third more; the first sends ten times as much as that.
    const enough = Math.ceil((perBlock * blocks * 1.35 * Number(weights.at(-1))) / Number(total));
    const senders = weights.map(
      (weight, index): Sender => ({
        name: classes[index] ?? '',
        weight,
        transactions: index === 0 ? 10 * enough : enough,
      }),
    );
    await chain.operate(
      senders.map(({ name, weight }) => ({ kind: 'registerRollup', rollupId: rollupIdOf(name), weight })),
    );
    await chain.height();
    // The one with ten times as much first: what is taken of it while the others fill theirs is little of what it has.
    for (const sender of senders) await fill(sender, phase);

    const from = (await chain.height()) + 1n;
    const honest = await honestWaits(`honest-${phase}`, from + BigInt(blocks));
    const gathered: PublicBlock[] = [];
    for (let height = from; height < from + BigInt(blocks); height++)
      gathered.push(await chain.block(height));

    const carried = senders.map(({ name }) => bytesOf(gathered, name));
    const offered = Number(budget) * blocks;
    const parts = senders.map(
      ({ weight }, index) => (carried[index] ?? 0) / ((offered * Number(weight)) / Number(total)),
    );
    const sorted = honest.toSorted((a, b) => a - b);
    process.stdout.write(
      `fairness ${weights.join(' ')}: parts of the share ${parts.map((part) => part.toFixed(3)).join(' ')}, ` +
        `honest class waits p50 ${sorted[Math.floor(sorted.length / 2)]} max ${sorted.at(-1)} blocks of ${sorted.length}\n`,
    );
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0.9);
    expect(honest.length).toBeGreaterThan(5);
    expect(Math.max(...honest)).toBeLessThanOrEqual(3);
  },
);

/** Puts all of a class's transactions into the pool. */
async function fill({ name, transactions }: Sender, phase: string): Promise<void> {
  const accounts = Math.ceil(transactions / noncesPerAccount);
  await Promise.all(
    Array.from({ length: accounts }, async (_, index) => {
      const actor = chain.actor(`${name}-${phase}-${index}`);
      const own = Math.min(noncesPerAccount, transactions - index * noncesPerAccount);
      for (let nonce = 0; nonce < own; nonce++) {
        const bytes = actor.sign({ nonce: BigInt(nonce), actions: [dataFor(name, dataBytes)] });
        expect(await answerTo(chain.client, bytes)).toBe('accepted');
      }
    }),
  );
}

/** Sends one small transaction of a class of its own after another until a height; how many blocks each waited. */
async function honestWaits(name: string, until: bigint): Promise<readonly number[]> {
  const actor: Actor = chain.actor(name);
  await chain.operate([{ kind: 'registerRollup', rollupId: rollupIdOf(name), weight: 1n }]);
  const waits: number[] = [];
  for (let nonce = 0n; ; nonce++) {
    const sentAt = await chain.height();
    if (sentAt >= until) return waits;
    const id = await chain.client.submit(
      actor.sign({ nonce, actions: [dataFor(name, 200)] }),
      'client',
      never,
    );
    for (;;) {
      const status = await chain.client.status({ id }, never);
      if (status.state === 'committed') {
        waits.push(Number(status.height - sentAt));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function bytesOf(gathered: readonly PublicBlock[], name: string): number {
  const id = toHex(rollupIdOf(name));
  return gathered
    .flatMap(({ transactions }) => transactions)
    .filter(({ body }) =>
      body.actions.some((action) => action.kind === 'submitRollupData' && toHex(action.rollupId) === id),
    )
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
}
