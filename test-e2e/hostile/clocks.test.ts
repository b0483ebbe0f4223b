import { afterAll, beforeAll, expect, it } from 'vitest';
import { attackedNetwork } from '../support/attacked-network.ts';
import { targetIn } from '../support/checker/gather.ts';
import { call } from '../support/checker/json-rpc.ts';
import { isLoggedAt } from '../support/engine-clocks.ts';
import { hasEngine } from '../support/engines.ts';
import { eventually } from '../support/local-network.ts';
import { type SteadyWallet, startSteadyWallet } from '../support/steady-wallet.ts';
import { engines, environmentOfCli, programs, type Shifts, shiftClocks } from './clocks/shifts.ts';

// The time of day of all programs, engines too, or of one of them, steps and drifts while a wallet sends.
const offset = 2_600;
const hour = 3_600_000;
/**
 * A CometBFT whose clock goes back between a commit and the next round waits until the time that it was: the supervisor, which looks at
 * the height, ends that after 15 s.
 */
const movesWithinMs = hasEngine('cometbft') ? 40_000 : 20_000;
const url = `http://127.0.0.1:${offset + 8_545}`;

let clocks: Shifts;
const network = attackedNetwork(
  'clocks out of step',
  offset,
  (fresh) => {
    clocks = shiftClocks(fresh);
    // The chain is older than any step: CometBFT does not start before the time of the genesis.
    clocks.stepCli(-3 * hour);
  },
  environmentOfCli,
);
let wallet: SteadyWallet;
let worst = { ms: 0, after: '' };
/** The newest block when a clock first went back. */
let firstStepBack: number | undefined;

beforeAll(() => {
  clocks.stepCli(0);
  wallet = startSteadyWallet({ url, chainId: 1337, intervalMs: 300, payloadBytes: 32 });
});
afterAll(() => {
  clocks[Symbol.dispose]();
  return wallet.stop();
});

type Block = { readonly number: string; readonly timestamp: string };
const numberAt = async (tag: string): Promise<number> =>
  Number((await call<Block>(url, 'eth_getBlockByNumber', [tag, false])).number);

/** Soft and firm heads pass where the soft head was, and what is accepted from now on is executed. */
async function goesOn(after: string): Promise<void> {
  const began = performance.now();
  const left = (): number => movesWithinMs - (performance.now() - began);
  const head = await eventually(`the soft head after ${after}`, () => numberAt('latest'), left());
  const count = wallet.accepted().length;
  const hash = await eventually(
    `a transaction to be accepted after ${after}`,
    () => wallet.accepted()[count]?.hash,
    left(),
  );
  await eventually(
    `its receipt after ${after}`,
    async () => (await call<object | null>(url, 'eth_getTransactionReceipt', [hash])) ?? undefined,
    left(),
  );
  await eventually(
    `the firm head to pass ${head} after ${after}`,
    async () => ((await numberAt('finalized')) > head ? true : undefined),
    left(),
  );
  const ms = performance.now() - began;
  if (ms > worst.ms) worst = { ms, after };
}

it('starts', () => goesOn('the start'));

it.each([
  [hour, 'an hour ahead'],
  [0, 'back again'],
  [-hour, 'an hour behind'],
  [hour, 'two hours ahead'],
  [-hour, 'two hours back'],
  [0, 'right again'],
])('goes on when all clocks step to %i ms (%s)', async (ms, what) => {
  if (ms < hour) firstStepBack ??= await numberAt('latest');
  clocks.step(ms);
  await goesOn(what);
  // The log is what an engine tells of its clock; NATS has nothing to write all the time.
  for (const name of engines.filter((engine) => engine !== 'nats'))
    await eventually(`${name} to log at its own time`, () =>
      isLoggedAt(network, name, ms) ? true : undefined,
    );
});

it.each([30 * 60_000, -60 * 60_000, 30 * 60_000])('goes on while all clocks drift by %i ms', async (ms) => {
  const realMs = 10_000;
  clocks.drift(ms, { realMs });
  const until = performance.now() + realMs;
  while (performance.now() < until) await goesOn(`a drift of ${ms} ms`);
});

it.each(programs)('goes on when %s alone is an hour ahead, then an hour behind', async (name) => {
  for (const ms of [hour, -hour]) {
    clocks.step(ms, [name]);
    await goesOn(`${name} at ${ms} ms`);
  }
  clocks.step(0, [name]);
});

it.each(programs.filter((name) => name !== 'dashboard'))(
  'goes on when %s starts with a clock that is an hour behind',
  async (name) => {
    const pid = network.pidOf(name);
    clocks.step(-hour, [name]);
    process.kill(pid, 'SIGKILL');
    await eventually(`${name} to run again`, () =>
      network.children().some((child) => child.name === name && child.pid !== pid) ? true : undefined,
    );
    await goesOn(`a start of ${name} in the past`);
    clocks.step(0, [name]);
  },
);

it('tells no absurd times and lags while clocks disagree', async () => {
  for (const [name, ms] of [
    ['composer@demo', hour],
    ['relayer', -hour],
    ['da-writer', 2 * hour],
  ] as const)
    clocks.step(ms, [name]);
  await goesOn('clocks that disagree');
  const final = await numberAt('finalized');
  const blocks = await Promise.all(
    Array.from({ length: 5 }, (_, back) =>
      call<{ transactions: readonly string[] }>(url, 'eth_getBlockByNumber', [
        `0x${(final - back).toString(16)}`,
        false,
      ]),
    ),
  );
  const hash = blocks.flatMap(({ transactions }) => transactions)[0] ?? '';
  const why = await network.cli('why', hash);
  expect(why.code).toBe(0);
  const seconds = [...why.stdout.matchAll(/ (\S+) s {2}/g)].map(([, text]) => text ?? '');
  expect(seconds.length).toBeGreaterThan(5);
  for (const text of seconds) expect(text).toMatch(/^\+\d+\.\d{3}$/);
  const status = await network.cli('status', '--json');
  for (const [, lag = ''] of status.stdout.matchAll(/"(?:soft|firm)Lag": "(-?\d+)"/g)) {
    expect(Number(lag)).toBeGreaterThanOrEqual(0);
    expect(Number(lag)).toBeLessThan(60);
  }
  const ages: string[] = [];
  const ofEngine = hasEngine('cometbft') ? [] : [9_101];
  for (const port of [9_100, ...ofEngine, 9_102, 9_103, 9_104, 9_310, 9_311, 9_312]) {
    const text = await (await fetch(`http://127.0.0.1:${offset + port}/metrics`)).text();
    ages.push(...(text.match(/^\w+(age|since)_seconds \S+$/gm) ?? []));
    expect(text.match(/^\w+_seconds(_sum)? -\S+$/gm) ?? []).toEqual([]);
  }
  clocks.step(0);
  for (const age of ages) expect([age, Number(age.split(' ')[1]) < 120]).toEqual([age, true]);
});

it('keeps header times in order, and rollup timestamps as near to them as the engine can', async () => {
  const top = await numberAt('finalized');
  const { startHeight, consensusUrl } = targetIn(network.folder, 'demo');
  const seen: { readonly time: number; readonly timestamp: number }[] = [];
  for (let number = 1; number <= top; number++) {
    const block = await call<Block>(url, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
    const response = await fetch(`${consensusUrl}/header?height=${startHeight + number - 1}`);
    const { result } = (await response.json()) as { result: { header: { time: string } } };
    seen.push({ time: Date.parse(result.header.time) / 1_000, timestamp: Number(block.timestamp) });
  }
  expect(seen.length).toBeGreaterThan(60);
  const widestOf = (blocks: typeof seen): number =>
    Math.max(...blocks.map(({ time, timestamp }) => timestamp - time));
  const gaps = seen.slice(1).map(({ time }, index) => time - (seen[index]?.time ?? 0));
  if (hasEngine('cometbft')) {
    // Its times are those of the validators' clocks: those of all that went back by an hour stand still, up to a millisecond for each
    // block, for that hour; a rollup's go on by a second for each.
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(widestOf(seen.slice(0, firstStepBack))).toBeLessThan(5);
    for (const [index, { time, timestamp }] of seen.entries())
      expect([index, timestamp]).toEqual([
        index,
        Math.max(Math.floor(time), (seen[index - 1]?.timestamp ?? 0) + 1),
      ]);
  } else {
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.999);
    expect(widestOf(seen)).toBeLessThan(5);
  }
  process.stdout.write(
    `${seen.length} blocks; timestamps at most ${widestOf(seen).toFixed(1)} s ahead; worst recovery ${(worst.ms / 1_000).toFixed(1)} s after ${worst.after}\n`,
  );
});

it('has executed every accepted transaction', async () => {
  const accepted = await wallet.stop();
  for (const { hash } of accepted) {
    await eventually(
      `the receipt of ${hash}`,
      async () => (await call<object | null>(url, 'eth_getTransactionReceipt', [hash])) ?? undefined,
    );
  }
  process.stdout.write(`${accepted.length} transactions\n`);
});
