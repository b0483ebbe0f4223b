import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { get } from '../support/checker/json-rpc.ts';
import { head } from '../support/checker/rollup.ts';
import { eventually } from '../support/local-network.ts';
import { becomeNatsOperator } from '../support/nats-operator.ts';
import { type BusyNetwork, startBusyNetwork } from '../support/network-under-traffic.ts';

// Blocks reach the da-writer through JetStream alone: the relayer's gRPC is closed to it. Whatever becomes of the stream,
// every transaction that was accepted is final in the end.
const portOffset = 3_900;
const recoverWithinMs = 30_000;

let busy: BusyNetwork;
beforeAll(async () => {
  busy = await startBusyNetwork(
    portOffset,
    { intervalMs: 150, payloadBytes: 200 },
    {
      rollups: 1,
      daBlockInterval: '1s',
      engines: ['--queue', 'nats'],
      settings: { 'da-writer': { SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: '' } },
    },
  );
}, 180_000);
afterAll(() => busy[Symbol.asyncDispose]());

type Writer = {
  readonly confirmedHeight: string;
  readonly receivedHeight: string;
  readonly sourceProblem?: string;
  readonly queue: { readonly unacknowledged: number; readonly unsafe: readonly string[] };
};
type Relayer = {
  readonly queue: {
    readonly problem?: string;
    readonly messages: number;
    readonly identity: string;
    readonly unsafe: readonly string[];
  };
};
const admin = (port: number, path: string): string => `http://127.0.0.1:${port + portOffset}${path}`;
const writer = (): Promise<Writer> => get<Writer>(admin(9_103, '/status'));
const relayer = (): Promise<Relayer> => get<Relayer>(admin(9_102, '/status'));
const metricsOf = async (port: number): Promise<string> => (await fetch(admin(port, '/metrics'))).text();

const sequencerHeight = async (): Promise<number> =>
  Number((await get<{ readonly height: string }>(admin(9_100, '/status'))).height);

/** Everything up to the present height, and two more, is on the DA layer. */
const catchesUp = async (what: string): Promise<void> => {
  const began = performance.now();
  const height = (await sequencerHeight()) + 2;
  await eventually(
    `height ${height} to be confirmed after ${what}`,
    async () => {
      const isThere = Number((await writer()).confirmedHeight) >= height;
      if (!isThere) await sleep(100);
      return isThere ? true : undefined;
    },
    recoverWithinMs,
  );
  process.stdout.write(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
};

/** Whoever was killed before is waited for. */
const kill = async (name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
  const pid = await eventually(`${name} to run`, () => busy.network.pidOf(name), recoverWithinMs);
  process.kill(pid, signal);
};

it('brings every block, lets go of what is confirmed, and has nothing unsafe', async () => {
  await catchesUp('the start');
  expect(await metricsOf(9_103)).toMatch(/da_writer_queue_blocks_total\{via="queue"\} [1-9]/);
  const [{ queue: read }, { queue: fed }] = [await writer(), await relayer()];
  expect([read.unsafe, fed.unsafe]).toEqual([[], []]);
  expect(read.unacknowledged).toBeLessThan(60);
  for (const name of ['nats-relayer', 'nats-da-writer']) {
    expect(statSync(join(busy.network.folder, `keys/${name}.key`)).mode & 0o777).toBe(0o600);
  }
  const way = await get<{ readonly events: readonly { readonly msg: string }[] }>(
    admin(8_080, `/api/why/${(await writer()).confirmedHeight}`),
  );
  expect(way.events.map(({ msg }) => msg)).toContain('block queued');
});

// The da-writer alone is killed further down: whoever ends five times within a minute is not started again.
it('goes on after kill -9 of NATS, of its feeder, and of all at once', async () => {
  for (const names of [['nats'], ['relayer'], ['nats', 'relayer', 'da-writer']]) {
    for (const name of names) await kill(name);
    await catchesUp(`kill -9 of ${names.join(', ')}`);
  }
});

it('lives without NATS for 10 s and says so', async () => {
  const before = await head(busy.rollup('demo').target.frontUrl, 'latest');
  await kill('nats', 'SIGSTOP');
  try {
    await sleep(10_000);
    expect((await relayer()).queue.problem).toBe('QUEUE_AWAY');
    const status = await get<{ network: { waitingFor: string | null } }>(admin(8_080, '/api/status'));
    expect(status.network.waitingFor).toContain('QUEUE_AWAY');
    // Who follows by gossip and gRPC does not notice.
    expect(await head(busy.rollup('demo').target.frontUrl, 'latest')).toBeGreaterThan(before + 5);
    expect((await fetch(admin(9_102, '/readyz'))).status).toBe(200);
  } finally {
    await kill('nats', 'SIGCONT');
  }
  await catchesUp('10 s of SIGSTOP');
});

it('loses nothing when the stream is deleted, and when it is emptied', async () => {
  const { ask, stream } = becomeNatsOperator(busy.network);
  const { identity } = (await relayer()).queue;
  expect(await ask(`STREAM.DELETE.${stream}`)).toMatchObject({ success: true });
  await catchesUp('the deletion of the stream');
  await eventually(
    'another stream',
    async () => ((await relayer()).queue.identity === identity ? undefined : true),
    recoverWithinMs,
  );
  // What was taken and is not confirmed is lost with its only reader.
  expect(await ask(`STREAM.PURGE.${stream}`)).toMatchObject({ success: true });
  await kill('da-writer');
  await catchesUp('the emptying of the stream, and the kill of its reader');
});

it('loses nothing when the whole volume is deleted', async () => {
  const volume = join(busy.network.folder, 'data/nats');
  rmSync(volume, { recursive: true });
  await kill('nats');
  await catchesUp('the deletion of the volume');
  for (const name of ['da-writer', 'relayer', 'nats']) await kill(name, 'SIGSTOP');
  rmSync(volume, { recursive: true, force: true });
  for (const name of ['da-writer', 'relayer', 'nats']) await kill(name);
  await catchesUp('the deletion of the volume, and the kill of both users');
});

it('holds the feeding back when the stream is full, and nothing else', async () => {
  busy.network.override('relayer', { env: { SWITCHYARD_RELAYER_NATS_MAX_BYTES: '24KiB' } });
  await kill('relayer', 'SIGTERM');
  await sleep(1_000);
  await eventually('the relayer', () => relayer(), recoverWithinMs);
  await busy.da.knobs({ pause: true });
  try {
    await eventually(
      'a full stream',
      async () => ((await relayer()).queue.problem === 'QUEUE_FULL' ? true : undefined),
      60_000,
    );
    expect(await metricsOf(9_102)).toContain('relayer_queue_full 1');
    const before = await head(busy.rollup('demo').target.frontUrl, 'latest');
    await sleep(10_000);
    expect(await head(busy.rollup('demo').target.frontUrl, 'latest')).toBeGreaterThan(before + 5);
    await kill('da-writer');
  } finally {
    await busy.da.knobs({ pause: false });
  }
  await eventually('the da-writer', () => writer(), recoverWithinMs);
  await catchesUp('a full stream');
  await eventually(
    'room in the stream',
    async () => ((await relayer()).queue.problem === undefined ? true : undefined),
    recoverWithinMs,
  );
});

it('has executed and finalized everything that was accepted', async () => {
  const judged = await busy.judge();
  expect(judged.violations).toEqual([]);
  expect(judged.unaccounted).toEqual([]);
  expect(judged.accepted).toBeGreaterThan(100);
  // None came by another way.
  expect(await metricsOf(9_103)).not.toContain('via="relayer"');
  process.stdout.write(`${judged.accepted} accepted, ${judged.executed} executed, ${judged.blocks} blocks\n`);
}, 300_000);
