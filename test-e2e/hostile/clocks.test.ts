import { afterAll, beforeAll, expect, it } from 'vitest';
import { attackedNetwork } from '../support/attacked-network.ts';
import { targetIn } from '../support/checker/gather.ts';
import { call } from '../support/checker/json-rpc.ts';
import { eventually } from '../support/local-network.ts';
import { type SteadyWallet, startSteadyWallet } from '../support/steady-wallet.ts';
import { programs, type Shifts, shiftClocks } from './clocks/shifts.ts';

// The time of day of all our programs, or of one of them, steps and drifts while a wallet sends.
const offset = 2_600;
const hour = 3_600_000;
const movesWithinMs = 20_000;
const url = `http://127.0.0.1:${offset + 8_545}`;

let clocks: Shifts;
const network = attackedNetwork('clocks out of step', offset, (fresh) => {
  clocks = shiftClocks(fresh);
});
let wallet: SteadyWallet;
let worst = { ms: 0, after: '' };

beforeAll(() => {
  wallet = startSteadyWallet({ url, chainId: 1337, intervalMs: 300, payloadBytes: 32 });
});
afterAll(() => wallet.stop());

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
  clocks.step(ms);
  await goesOn(what);
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
  for (const port of [9_100, 9_101, 9_102, 9_103, 9_104, 9_310, 9_311, 9_312]) {
    const text = await (await fetch(`http://127.0.0.1:${offset + port}/metrics`)).text();
    ages.push(...(text.match(/^\w+(age|since)_seconds \S+$/gm) ?? []));
    expect(text.match(/^\w+_seconds(_sum)? -\S+$/gm) ?? []).toEqual([]);
  }
  clocks.step(0);
  for (const age of ages) expect([age, Number(age.split(' ')[1]) < 120]).toEqual([age, true]);
});

it('keeps header times at least a second apart, and rollup timestamps within 5 s of them', async () => {
  const top = await numberAt('finalized');
  const { startHeight, consensusUrl } = targetIn(network.folder, 'demo');
  const times: number[] = [];
  let widest = 0;
  for (let number = 1; number <= top; number++) {
    const block = await call<Block>(url, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
    const response = await fetch(`${consensusUrl}/header?height=${startHeight + number - 1}`);
    const { result } = (await response.json()) as { result: { header: { time: string } } };
    const time = Date.parse(result.header.time);
    times.push(time);
    widest = Math.max(widest, Number(block.timestamp) - time / 1_000);
  }
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(times.length).toBeGreaterThan(60);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(999);
  expect(widest).toBeLessThan(5);
  process.stdout.write(
    `${times.length} blocks; timestamps at most ${widest.toFixed(1)} s ahead; worst recovery ${(worst.ms / 1_000).toFixed(1)} s after ${worst.after}\n`,
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
