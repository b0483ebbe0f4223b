import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type BusyNetwork,
  secondsUntilLag,
  startBusyNetwork,
  worstFirmLag,
} from '../support/network-under-traffic.ts';

// One network with two rollups under traffic, through everything that a DA layer may do to it; judged once, at the end.
let busy: BusyNetwork;
let normalLag: number;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

beforeAll(async () => {
  busy = await startBusyNetwork(1_000, { intervalMs: 200, payloadBytes: 500 });
  await secondsUntilLag(busy.rollup('gm'), 12, 60_000);
  normalLag = await worstFirmLag(busy.rollup('demo'), 8_000);
  say(`firm is at most ${normalLag} blocks behind while the DA layer behaves`);
});
afterAll(() => busy[Symbol.asyncDispose]());

/** How long firm takes to be normal again, on each rollup. */
const heals = async (what: string): Promise<void> => {
  const demo = await secondsUntilLag(busy.rollup('demo'), normalLag + 2, 90_000);
  const gm = await secondsUntilLag(busy.rollup('gm'), normalLag + 2, 90_000);
  say(`${what}: normal again after ${(demo + gm).toFixed(1)} s`);
};

it('loses each third accepted transaction', async () => {
  for (const dropAnswer of ['evicted', 'height']) {
    await busy.da.knobs({ dropEvery: 3, dropAnswer });
    await sleep(15_000);
  }
  await busy.da.knobs({ dropEvery: 0, dropAnswer: 'evicted' });
  await heals('each third transaction lost');
});

it('kept every law', async () => {
  const { violations, ...figures } = await busy.judge();
  say(JSON.stringify(figures));
  expect(violations).toEqual([]);
  expect(figures.accepted).toBeGreaterThan(100);
  expect(figures.executed).toBe(figures.accepted);
  expect(figures.compared).toBeGreaterThan(figures.blocks / 2);
});
