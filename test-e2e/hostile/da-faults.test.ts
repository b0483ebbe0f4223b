import { setTimeout as sleep } from 'node:timers/promises';
import { decodeEnvelope, decodeSections } from '@switchyard/derivation';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { NetworkStatus } from '../../cli/src/commands/status.ts';
import { reportedHeight } from '../support/checker/gather.ts';
import { call } from '../support/checker/json-rpc.ts';
import { head } from '../support/checker/rollup.ts';
import { namespaceText } from '../support/da-node.ts';
import { eventually } from '../support/local-network.ts';
import {
  type BusyNetwork,
  firmLag,
  secondsUntilLag,
  startBusyNetwork,
  worstFirmLag,
} from '../support/network-under-traffic.ts';

// One network with two rollups under traffic, through everything that a DA layer may do to it; judged once, at the end.
let busy: BusyNetwork;
let normalLag: number;

/** `SWITCHYARD_LONG_OUTAGE=1` asks for one that is longer than the node keeps states: about a minute more. */
const IS_LONG = process.env['SWITCHYARD_LONG_OUTAGE'] === '1';
const OUTAGE_BLOCKS = IS_LONG ? 70 : 20;

/** A fifth of the local default is too short for a machine with two cores. */
const DA_BLOCK_INTERVAL = '1s';

const devAccount = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

beforeAll(async () => {
  busy = await startBusyNetwork(
    600,
    { intervalMs: 200, payloadBytes: 500 },
    { daBlockInterval: DA_BLOCK_INTERVAL },
  );
  await secondsUntilLag(busy.rollup('gm'), 12, 60_000);
  const seen = await worstFirmLag(busy.rollup('demo'), 4_000);
  normalLag = Math.max(4, seen);
  say(`firm is at most ${seen} blocks behind while the DA layer behaves`);
});
// A test that fails leaves no fault to the next one.
afterEach(() =>
  busy.da.knobs({
    ...{ pause: false, dropEvery: 0, dropAnswer: 'evicted', delayBlocks: 0, doubleEvery: 0 },
    ...{ withholdCommitment: [], withholdNamespace: [] },
  }),
);
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
    await sleep(5_000);
  }
  await busy.da.knobs({ dropEvery: 0, dropAnswer: 'evicted' });
  await heals('each third transaction lost');
});

it('lands late', async () => {
  await busy.da.knobs({ delayBlocks: 4 });
  await sleep(6_000);
  await busy.da.knobs({ delayBlocks: 0 });
  await heals('four blocks late');
});

it('lands twice', async () => {
  await busy.da.knobs({ doubleEvery: 1 });
  await sleep(5_000);
  await busy.da.knobs({ doubleEvery: 0 });
  await heals('everything landed twice');
});

it('is killed and stopped in the middle of submissions', async () => {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    const submitted = busy.network.logOf('da-writer').length;
    // A submission waits in the mempool for the next block, and the mempool is memory.
    await eventually('a line of the writer', () => {
      const lines = busy.network.logOf('da-writer').slice(submitted);
      return lines.some(({ msg }) => msg === 'batch submitted') ? true : undefined;
    });
    const pid = busy.network.pidOf('local-da');
    process.kill(pid, signal);
    await eventually('local-da again', async () => {
      await sleep(100);
      return busy.network.pidOf('local-da') !== pid && (await busy.da.head()) > 0 ? true : undefined;
    });
  }
  await heals('local-da killed twice and stopped once');
});

it('withholds one section of one rollup', async () => {
  const gm = busy.rollup('gm');
  const { target } = gm;
  const space = namespaceText(target.chainId, 'gm');
  // The conductor sleeps until the blob is known, so that it has not read it before it is withheld.
  const conductor = busy.network.pidOf('conductor@gm');
  process.kill(conductor, 'SIGSTOP');
  let withheld: { readonly height: bigint; readonly commitment: string };
  try {
    const daHead = await busy.da.head();
    withheld = await eventually('a data blob', async () => {
      await sleep(200);
      for (let at = daHead + 1; at <= (await busy.da.head()); at++) {
        const [blob] = await busy.da.blobsAt(at, [space]);
        if (blob?.commitment === undefined) continue;
        const data = Buffer.from(blob.data, 'base64');
        const [section] = decodeSections(decodeEnvelope(data, { chainId: target.chainId }).payload);
        if (section !== undefined) return { height: section.height, commitment: blob.commitment };
      }
      return undefined;
    });
    await busy.da.knobs({ withholdCommitment: withheld.commitment });
  } finally {
    process.kill(conductor, 'SIGCONT');
  }
  const stopsAt = Number(withheld.height) - target.startHeight;
  const reached = await eventually(
    'firm to come up to it',
    async () => {
      await sleep(100);
      const final = await head(target.frontUrl, 'finalized');
      return final >= stopsAt ? final : undefined;
    },
    60_000,
  );
  expect(reached).toBe(stopsAt);
  const softBefore = await head(target.frontUrl, 'latest');
  const demoBefore = await head(busy.rollup('demo').target.frontUrl, 'finalized');
  const told = await eventually('status to tell', async () => {
    await sleep(500);
    const { stdout } = await busy.network.cli('status', '--json');
    const status = JSON.parse(stdout) as NetworkStatus;
    return status.rollups.find(({ name }) => name === 'gm')?.waitingFor ?? undefined;
  });
  say(`status: gm waits for ${told}`);
  expect(told).toContain(`height ${withheld.height}`);
  expect(told).toContain('gm');
  expect(told).toContain('DA');
  expect((await busy.network.cli('status')).stdout).toContain(told);
  await eventually(
    'soft blocks, and firm ones of the other rollup, to go on',
    async () => {
      await sleep(200);
      const soft = await head(target.frontUrl, 'latest');
      const firm = await head(busy.rollup('demo').target.frontUrl, 'finalized');
      return soft > softBefore + 5 && firm > demoBefore + 4 ? true : undefined;
    },
    60_000,
  );
  expect(await head(target.frontUrl, 'finalized')).toBe(stopsAt);
  await busy.da.knobs({ withholdCommitment: [] });
  await heals('a withheld section');
  const after = JSON.parse((await busy.network.cli('status', '--json')).stdout) as NetworkStatus;
  expect(after.rollups.map(({ waitingFor }) => waitingFor)).toEqual([null, null]);
});

it('withholds all of a rollup from everyone', async () => {
  const { target } = busy.rollup('gm');
  const reportedBefore = await reportedHeight(target);
  const softBefore = await head(target.frontUrl, 'latest');
  await busy.da.knobs({
    withholdNamespace: Buffer.from(namespaceText(target.chainId, 'gm'), 'base64').toString('hex'),
  });
  await eventually(
    '12 soft blocks',
    async () => {
      await sleep(200);
      return (await head(target.frontUrl, 'latest')) > softBefore + 12 ? true : undefined;
    },
    60_000,
  );
  // What nobody can read is not reported.
  const reported = await reportedHeight(target);
  expect(reported).toBeLessThan(reportedBefore + 12);
  expect(reported).toBeLessThan(target.startHeight + (await head(target.frontUrl, 'finalized')) + 5);
  await busy.da.knobs({ withholdNamespace: [] });
  const began = performance.now();
  await heals('a withheld namespace');
  await eventually(
    'the report',
    async () => {
      await sleep(200);
      return (await reportedHeight(target)) >=
        target.startHeight + (await head(target.frontUrl, 'latest')) - normalLag - 4
        ? true
        : undefined;
    },
    120_000,
  );
  const seconds = (performance.now() - began) / 1_000;
  say(`the report is normal again after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(60);
});

it(`stands still for ${OUTAGE_BLOCKS} blocks`, async () => {
  const demo = busy.rollup('demo');
  await busy.da.knobs({ pause: true });
  await eventually(
    `${OUTAGE_BLOCKS} blocks that are not final`,
    async () => {
      await sleep(500);
      return (await firmLag(demo)) > OUTAGE_BLOCKS ? true : undefined;
    },
    120_000,
  );
  // The node keeps 64 states: what it no longer has is an error of its own, never a wrong number.
  const balance = (): Promise<string> =>
    call<string>(demo.target.frontUrl, 'eth_getBalance', [devAccount, 'finalized']);
  if (IS_LONG) await expect(balance()).rejects.toThrow('historical state is not available');
  await busy.da.knobs({ pause: false });
  const seconds = await secondsUntilLag(demo, normalLag + 2, 90_000);
  say(`${OUTAGE_BLOCKS} blocks without DA: normal again after ${seconds.toFixed(1)} s`);
  expect(BigInt(await balance())).toBeGreaterThan(0n);
  expect(seconds).toBeLessThan(60);
});

it('kept every law', async () => {
  const { violations, ...figures } = await busy.judge();
  const over = busy.measureMemory('a DA layer that loses, doubles, delays and withholds');
  say(JSON.stringify(figures));
  expect(violations).toEqual([]);
  expect(figures.accepted).toBeGreaterThan(100);
  // An answer may be lost on a busy machine; whatever else is executed, nobody sent.
  expect(figures.unaccounted).toEqual([]);
  expect(figures.executed).toBe(figures.accepted + figures.executedUnanswered);
  expect(figures.compared).toBeGreaterThan(figures.blocks / 2);
  expect(over).toEqual([]);
});
