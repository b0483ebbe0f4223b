import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCelestiaClient, createVerifiedDaReader } from '@switchyard/clients';
import { createReader } from '@switchyard/derivation';
import { formatAnchorJson } from '@switchyard/light';
import { chainNamespace, daHeight, rollupIdOf, rollupNamespace, toHex, utf8 } from '@switchyard/primitives';
import { parseEnvFile } from '@switchyard/service-kit';
import { createTestChain, type TestChain } from '@switchyard/testing';
import {
  aFolder,
  eventually,
  freePort,
  getJson,
  type Program,
  startProgram,
} from '@switchyard/testing/program';
import { describe, expect, it, onTestFinished } from 'vitest';
import { daWriterConfig } from '../src/config.ts';
import { startNeighbours } from './fake-neighbours.ts';

const never = new AbortController().signal;
const demo = rollupIdOf('demo');

it('documents every setting', async () => {
  const example = await readFile(new URL('../local.env.example', import.meta.url), 'utf8');
  const config = daWriterConfig(parseEnvFile(example));
  expect(config).toMatchObject({ scanBlocks: 4, maxInFlight: 8, knownSigners: [], maxBatchAge: 3_000 });
});

it('exits with 78 and every problem when its configuration is wrong', async () => {
  const program = startProgram('services/da-writer/dist/main.js', { SWITCHYARD_DA_WRITER_SCANN_BLOCKS: '6' });
  expect(await program.ended).toBe(78);
  expect(program.stderr()).toContain('SWITCHYARD_DA_WRITER_SCANN_BLOCKS: no such setting');
  expect(program.stderr()).toContain('SWITCHYARD_DA_WRITER_ANCHOR_FILE: required');
});

/** local-da as a process, relayer and sequencer in this one, a chain that the test signs. */
async function aYard() {
  const folder = await aFolder();
  const [daPort, daAdmin, admin] = await Promise.all([freePort(), freePort(), freePort()]);
  const startDa = (): Program =>
    startProgram('services/local-da/dist/main.js', {
      SWITCHYARD_LOCAL_DA_LOG_LEVEL: 'info',
      SWITCHYARD_LOCAL_DA_RPC_ADDRESS: `127.0.0.1:${daPort}`,
      SWITCHYARD_LOCAL_DA_ADMIN_ADDRESS: `127.0.0.1:${daAdmin}`,
      SWITCHYARD_LOCAL_DA_DATA_DIR: join(folder, 'da'),
      SWITCHYARD_LOCAL_DA_CHAIN_NAME: 'private',
      SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '150ms',
      SWITCHYARD_LOCAL_DA_MAX_PENDING: '64MiB',
    });
  const localDa = startDa();
  const client = createCelestiaClient({ url: `http://127.0.0.1:${daPort}` });
  const first = await eventually('local-da', () => client.headerByHeight(daHeight(1), never));
  const chain = createTestChain();
  const anchor = chain.anchor({ chainId: first.header.chainId, height: 1n, headerHash: first.headerHash });
  const anchorFile = join(folder, 'anchor.json');
  const keyFile = join(folder, 'reporter.key');
  await mkdir(folder, { recursive: true });
  await writeFile(anchorFile, formatAnchorJson(anchor));
  await writeFile(keyFile, `${'11'.repeat(32)}\n`, { mode: 0o600 });
  const neighbours = await startNeighbours(chain);
  onTestFinished(() => neighbours[Symbol.asyncDispose]());
  return {
    chain,
    neighbours,
    localDa,
    startDa,
    knobs: (knobs: object) =>
      fetch(`http://127.0.0.1:${daAdmin}/knobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(knobs),
      }),
    dataDir: join(folder, 'da-writer'),
    status: () => getJson(`http://127.0.0.1:${admin}/status`),
    admin: `http://127.0.0.1:${admin}`,
    start: (failpoint?: string) =>
      startProgram('services/da-writer/dist/main.js', {
        SWITCHYARD_DA_WRITER_LOG_LEVEL: 'info',
        SWITCHYARD_DA_WRITER_ADMIN_ADDRESS: `127.0.0.1:${admin}`,
        SWITCHYARD_DA_WRITER_DATA_DIR: join(folder, 'da-writer'),
        SWITCHYARD_DA_WRITER_ANCHOR_FILE: anchorFile,
        SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: neighbours.address,
        SWITCHYARD_DA_WRITER_SEQUENCER_ADDRESS: neighbours.address,
        SWITCHYARD_DA_WRITER_REPORTER_KEY_FILE: keyFile,
        SWITCHYARD_DA_WRITER_DA_URL: `http://127.0.0.1:${daPort}`,
        SWITCHYARD_DA_WRITER_DA_VERIFY: 'complete',
        SWITCHYARD_DA_WRITER_DA_SUBMIT_DEADLINE: '10s',
        SWITCHYARD_DA_WRITER_SCAN_BLOCKS: '6',
        SWITCHYARD_DA_WRITER_MAX_BATCH_AGE: '3s',
        SWITCHYARD_DA_WRITER_MAX_IN_FLIGHT: '8',
        SWITCHYARD_DA_WRITER_MAX_BACKLOG: '64MiB',
        ...(failpoint === undefined ? {} : { SWITCHYARD_FAILPOINT: failpoint }),
      }),
    /** What a conductor reads, proven. */
    conductorHeight: async (): Promise<bigint> => {
      const da = createVerifiedDaReader({ client, anchor: anchor.da, mode: 'complete' });
      const head = await da.head(never);
      const reader = createReader({
        chainId: chain.chainId,
        anchor: anchor.sequencer,
        follow: { kind: 'rollup', rollupId: demo },
        knownSigners: [await client.signer(never)],
        daHeight: daHeight(1),
      });
      const spaces = [chainNamespace(chain.chainId), rollupNamespace(chain.chainId, demo)] as const;
      while (reader.nextDaHeight <= head.height) {
        const { blobs } = await da.readBlock(reader.nextDaHeight, spaces, never);
        const [metadata = [], sections = []] = spaces.map((space) => blobs.get(toHex(space)));
        reader.read({
          daHeight: reader.nextDaHeight,
          metadata,
          sections: sections.map((blob) => ({ ...blob, rollupId: demo })),
        });
      }
      return reader.tip.height;
    },
  };
}

function extend(chain: TestChain, count: number): void {
  chain.nextBlocks(count, (height) => ({
    data: height % 2n === 0n ? [{ rollupId: demo, data: [utf8(`tx ${height}`)] }] : [],
  }));
}

type Yard = Awaited<ReturnType<typeof aYard>>;

async function confirmed({ status }: Yard, height: number): Promise<void> {
  await eventually(
    `height ${height} confirmed`,
    async () => Number((await status())?.['confirmedHeight']) >= height || undefined,
    60_000,
  );
}

describe('da-writer as a process', { timeout: 120_000 }, () => {
  it('posts to local-da, confirms, reports, and stops with 0', async () => {
    const yard = await aYard();
    extend(yard.chain, 20);
    const writer = yard.start();
    await confirmed(yard, 20);
    expect((await fetch(`${yard.admin}/readyz`)).status).toBe(200);
    expect(await yard.conductorHeight()).toBe(20n);
    await eventually('a report', () => yard.neighbours.reports.at(-1)?.sequencerHeight === 20n || undefined);
    const confirmedLine = writer.lines.find(({ msg }) => msg === 'batch confirmed');
    expect(confirmedLine).toMatchObject({ from: '1', to: '20', blobs: 2 });
    const trace = await getJson(`${yard.admin}/trace/height:7`);
    expect(trace).toMatchObject({
      events: [{ msg: 'batch submitted' }, { msg: 'batch confirmed', at: confirmedLine?.['time'] }],
    });
    const metrics = await (await fetch(`${yard.admin}/metrics`)).text();
    expect(metrics).toContain('da_writer_confirmed_height 20');
    expect(await writer.stop()).toBe(0);
  });

  it('goes on after kill -9, a stopped DA layer and a lost folder', async () => {
    const yard = await aYard();
    extend(yard.chain, 5);
    const first = yard.start('da-writer/submit.after');
    await first.ended;
    extend(yard.chain, 5);
    const second = yard.start();
    await confirmed(yard, 10);
    await yard.localDa.stop('SIGKILL');
    extend(yard.chain, 20);
    await eventually(
      'a problem',
      async () => (await yard.status())?.['daProblem'] !== undefined || undefined,
    );
    yard.startDa();
    await confirmed(yard, 30);
    await second.stop('SIGKILL');
    await rm(yard.dataDir, { recursive: true });
    extend(yard.chain, 5);
    const third = yard.start();
    await confirmed(yard, 35);
    expect(await yard.conductorHeight()).toBe(35n);
    expect(await third.stop()).toBe(0);
  });

  it('posts again what local-da drops', async () => {
    const yard = await aYard();
    await yard.knobs({ dropEvery: 3, dropAnswer: 'height' });
    const writer = yard.start();
    for (let i = 0; i < 12; i++) {
      extend(yard.chain, 2);
      await eventually(
        'more',
        async () => Number((await yard.status())?.['receivedHeight']) >= 2 * i + 1 || undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await confirmed(yard, 24);
    expect(writer.lines.some(({ msg, attempt }) => msg === 'batch submitted' && attempt === 2)).toBe(true);
    expect(await yard.conductorHeight()).toBe(24n);
    expect(await writer.stop()).toBe(0);
  });
});
