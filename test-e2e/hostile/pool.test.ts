import { rollupIdOf } from '@switchyard/primitives';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Flood, type FloodSeen, runFlood } from '../support/attack/run-flood.ts';
import { createLocalNetwork, type LocalNetwork } from '../support/local-network.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from '../support/memory.ts';
import {
  type Actor,
  type Answer,
  answerTo,
  dataFor,
  openSequencerChain,
  type SequencerChain,
} from '../support/sequencer-chain.ts';
import { measureUntil, type Waits, waitsOf, waitsText } from '../support/waits.ts';
import { openWallet, type Wallet } from '../support/wallet.ts';

// Whatever one sender puts into the pool, or throws at its door, the transactions of others go on.
const mebibyte = 1024 * 1024;
/** The longest that an honest transaction may wait under any of these, on a machine that is busy with the attack itself. */
const bearableMs = 15_000;
const never = new AbortController().signal;

let network: LocalNetwork;
let chain: SequencerChain;
let wallet: Wallet;
let honest: Actor;
let memory: MemoryWatch;
let calm: Probed;
let nonce = 0n;

beforeAll(async () => {
  network = createLocalNetwork(2_000);
  expect((await network.start()).code).toBe(0);
  chain = await openSequencerChain(network);
  wallet = openWallet(network.rpcUrl(0), 1337);
  honest = chain.actor('honest');
  await chain.operate(
    ['honest', 'hog'].map((name) => ({ kind: 'registerRollup', rollupId: rollupIdOf(name), weight: 1n })),
  );
  await chain.height();
  memory = watchMemory(network);
  const end = Date.now() + 8_000;
  calm = await probe(() => Date.now() > end);
  say('before', calm);
});
afterAll(async () => {
  memory[Symbol.dispose]();
  chain.close();
  await network[Symbol.asyncDispose]();
});

it('24 transactions of 1 MiB behind a gap, and 24 more for one section', async () => {
  const hog = chain.actor('megabytes');
  const gaps = Array.from({ length: 24 }, (_, index) =>
    hog.sign({ nonce: BigInt(index + 1), actions: [dataFor('hog', mebibyte - 300)] }),
  );
  // A section holds one of these: the block has room for six, and takes one.
  const large = chain.actor('large');
  const ready = Array.from({ length: 24 }, (_, index) =>
    large.sign({ nonce: BigInt(index), actions: [dataFor('hog', mebibyte - 300)] }),
  );
  const answers: Answer[] = [];
  await under('24 gaps and 24 for one section, 1 MiB each', async () => {
    for (const bytes of [...gaps, ...ready]) answers.push(await answerTo(chain.client, bytes));
    await pause(10_000);
  });
  expect(refusals(answers)).toEqual(['SEQUENCER_POOL_FULL']);
});

it('100 accounts of nonce gaps', async () => {
  const answers: Answer[] = [];
  await under('100 accounts of gaps', async () => {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const actor = chain.actor(`gap-${index}`);
        for (let gap = 1n; gap <= 40n; gap++)
          answers.push(
            await answerTo(chain.client, actor.sign({ nonce: gap, actions: [dataFor('hog', 1_000)] })),
          );
      }),
    );
  });
  expect(refusals(answers)).toEqual(['SEQUENCER_POOL_FULL']);
});

it('a flood for one rollup, by gRPC and by HTTP, that goes on when the pool is full to the last bytes', async () => {
  const { counts, withoutRetry, refused } = await flooded('a flood for one rollup', {
    dataBytes: 120_000,
    restBytes: 100,
    isForged: false,
    until: 'SEQUENCER_POOL_FULL',
  });
  expect(counts['accepted']).toBeGreaterThan(100);
  expect(counts['SEQUENCER_POOL_FULL']).toBeGreaterThan(0);
  expect(withoutRetry).toEqual([]);
  // What is full is the part of that rollup.
  expect(refused).toBe(0);
});

it('a flood of small transactions', async () => {
  const { counts, withoutRetry } = await flooded('a flood of small ones', {
    dataBytes: 200,
    isForged: false,
  });
  expect(counts['accepted']).toBeGreaterThan(100);
  expect(withoutRetry).toEqual([]);
});

it('a flood of megabytes that nobody signed', async () => {
  const { counts } = await flooded('a flood of unsigned megabytes', {
    dataBytes: mebibyte - 300,
    isForged: true,
  });
  expect(counts['accepted']).toBeUndefined();
  expect(counts['SEQUENCER_BAD_SIGNATURE']).toBeGreaterThan(0);
});

it('stays within its memory', () => {
  expect(recordPeaks('the pool under attack', memory.peaks())).toEqual([]);
});

/** A flood at both doors for a while. */
async function flooded(
  name: string,
  kind: Pick<Flood, 'dataBytes' | 'restBytes' | 'isForged' | 'until'>,
): Promise<FloodSeen & Pick<Probed, 'refused'>> {
  const expiresAtHeight = (await chain.height()) + 100n;
  const flood = {
    ...{ portOffset: network.portOffset, chainId: chain.chainId, rollup: 'hog', expiresAtHeight },
    ...{ grpcSenders: 24, httpSenders: 8, seconds: 12, ...kind },
  };
  let seen: FloodSeen = { counts: {}, withoutRetry: [] };
  const { refused } = await under(name, async () => {
    seen = await runFlood(flood);
  });
  process.stdout.write(`  ${JSON.stringify(seen.counts)}\n`);
  return { ...seen, refused };
}

type Probed = { readonly direct: Waits; readonly throughFront: Waits; readonly refused: number };

/** Runs the attack while honest senders measure, and prints what they saw. */
async function under(name: string, attack: () => Promise<void>): Promise<Probed> {
  let isOver = false;
  const attacking = attack().finally(() => {
    isOver = true;
  });
  const [seen] = await Promise.all([probe(() => isOver), attacking]);
  say(name, seen);
  expect(Math.max(seen.direct.max, seen.throughFront.max)).toBeLessThan(bearableMs);
  return seen;
}

/** What an honest account and an honest wallet wait until `isOver`. */
async function probe(isOver: () => boolean): Promise<Probed> {
  let refused = 0;
  const [direct, throughFront] = await Promise.all([
    measureUntil(isOver, async () => {
      const began = performance.now();
      refused += await submitHonest();
      return performance.now() - began;
    }),
    measureUntil(isOver, wallet.transferMs),
  ]);
  return { direct: waitsOf(direct), throughFront: waitsOf(throughFront), refused };
}

/** One small transaction until it is in a block; how often it was refused. */
async function submitHonest(): Promise<number> {
  await chain.height();
  const bytes = honest.sign({ nonce: nonce++, actions: [dataFor('honest', 250)] });
  let refused = 0;
  for (;;) {
    const answer = await answerTo(chain.client, bytes);
    if (answer === 'accepted') break;
    // A refusal that does not pass is a bug.
    expect(answer.retryAfterMs).toBeGreaterThan(0);
    refused++;
    await pause(answer.retryAfterMs ?? 0);
  }
  while ((await chain.client.account(honest.address, never)).nonce < nonce) await pause(50);
  return refused;
}

/** The distinct codes of refusals; one of a full pool says when to come again. */
function refusals(answers: readonly Answer[]): readonly string[] {
  const refused = answers.filter((answer) => answer !== 'accepted');
  for (const { code, retryAfterMs } of refused) {
    if (code === 'SEQUENCER_POOL_FULL') expect(retryAfterMs).toBeGreaterThan(0);
  }
  return [...new Set(refused.map(({ code }) => code))];
}

function say(name: string, { direct, throughFront, refused }: Probed): void {
  process.stdout.write(
    `${name}: direct ${waitsText(direct)} (refused ${refused}); wallet ${waitsText(throughFront)}\n`,
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
