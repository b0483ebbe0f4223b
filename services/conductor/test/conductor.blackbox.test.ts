import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CelestiaClient, createCelestiaClient } from '@switchyard/clients';
import { buildBatch, measureBlock, planBatches } from '@switchyard/derivation';
import { type Anchor, formatAnchorJson, parseAnchorJson } from '@switchyard/light';
import { chainNamespace, daHeight, rollupNamespace, utf8 } from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
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
import { conductorConfig } from '../src/config.ts';
import { type FakeRelayer, startFakeRelayer } from './fake-relayer.ts';
import { demo, extend } from './fakes.ts';

const never = new AbortController().signal;
const example = new URL('../local.env.example', import.meta.url);

it('documents every setting', async () => {
  const config = conductorConfig(parseEnvFile(await readFile(example, 'utf8')));
  expect(config).toMatchObject({
    rollup: 'demo',
    mode: 'soft-and-firm',
    daVerify: 'complete',
    daSigners: [],
  });
});

it('exits with 78 and every problem when its configuration is wrong', async () => {
  const program = startProgram('services/conductor/dist/main.js', {
    SWITCHYARD_CONDUCTOR_MODDE: 'soft-only',
  });
  expect(await program.ended).toBe(78);
  expect(program.stderr()).toContain('SWITCHYARD_CONDUCTOR_MODDE: no such setting');
  expect(program.stderr()).toContain('SWITCHYARD_CONDUCTOR_ROLLUP: required');
});

type Yard = {
  readonly folder: string;
  readonly chain: TestChain;
  readonly anchor: Anchor;
  readonly relayer: FakeRelayer;
  readonly da: CelestiaClient;
  readonly startConductor: (change?: Readonly<Record<string, string>>) => Program;
  readonly startRollup: () => Program;
  readonly wipeRollup: () => void;
  readonly heads: () => Promise<{ soft: bigint; firm: bigint } | undefined>;
  readonly rollupBlock: (number: number) => Promise<Record<string, unknown> | undefined>;
  readonly admin: string;
};

/** local-da and the key-value rollup as processes, a relayer in this one, a chain that the test signs. */
async function aYard(): Promise<Yard> {
  const folder = await aFolder();
  const [daPort, daAdmin, grpc, http, admin] = await Promise.all(Array.from({ length: 5 }, freePort));
  startProgram('services/local-da/dist/main.js', {
    SWITCHYARD_LOCAL_DA_LOG_LEVEL: 'info',
    SWITCHYARD_LOCAL_DA_RPC_ADDRESS: `127.0.0.1:${daPort}`,
    SWITCHYARD_LOCAL_DA_ADMIN_ADDRESS: `127.0.0.1:${daAdmin}`,
    SWITCHYARD_LOCAL_DA_DATA_DIR: join(folder, 'da'),
    SWITCHYARD_LOCAL_DA_CHAIN_NAME: 'private',
    SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '100ms',
    SWITCHYARD_LOCAL_DA_MAX_PENDING: '64MiB',
  });
  const da = createCelestiaClient({ url: `http://127.0.0.1:${daPort}` });
  const first = await eventually('local-da', () => da.headerByHeight(daHeight(1), never));
  const chain = createTestChain();
  const anchor = chain.anchor({ chainId: first.header.chainId, height: 1n, headerHash: first.headerHash });
  const anchorFile = join(folder, 'anchor.json');
  await writeFile(anchorFile, formatAnchorJson(anchor));
  const relayer = await startFakeRelayer(chain);
  onTestFinished(() => relayer[Symbol.asyncDispose]());
  let rollupFolder = 0;
  return {
    folder,
    chain,
    anchor,
    relayer,
    da,
    admin: `http://127.0.0.1:${admin}`,
    wipeRollup: () => {
      rollupFolder++;
    },
    startRollup: () =>
      startProgram('test-e2e/kv-rollup/main.ts', {
        SWITCHYARD_KV_NAME: 'demo',
        SWITCHYARD_KV_DATA_DIR: join(folder, `kv-${rollupFolder}`),
        SWITCHYARD_KV_GRPC_ADDRESS: `127.0.0.1:${grpc}`,
        SWITCHYARD_KV_HTTP_ADDRESS: `127.0.0.1:${http}`,
        SWITCHYARD_KV_ANCHOR_FILE: anchorFile,
        SWITCHYARD_KV_START_HEIGHT: '1',
        SWITCHYARD_KV_START_NUMBER: '1',
        SWITCHYARD_KV_END_NUMBER: '0',
      }),
    startConductor: (change = {}) =>
      startProgram('services/conductor/dist/main.js', {
        SWITCHYARD_CONDUCTOR_LOG_LEVEL: 'debug',
        SWITCHYARD_CONDUCTOR_ROLLUP: 'demo',
        SWITCHYARD_CONDUCTOR_MODE: 'soft-and-firm',
        SWITCHYARD_CONDUCTOR_DATA_DIR: join(folder, 'conductor'),
        SWITCHYARD_CONDUCTOR_ADMIN_ADDRESS: `127.0.0.1:${admin}`,
        SWITCHYARD_CONDUCTOR_ANCHOR_FILE: anchorFile,
        SWITCHYARD_CONDUCTOR_EXECUTION_ADDRESS: `127.0.0.1:${grpc}`,
        SWITCHYARD_CONDUCTOR_RELAYER_ADDRESS: relayer.address,
        SWITCHYARD_CONDUCTOR_P2P_LISTEN: '/ip4/127.0.0.1/tcp/0',
        SWITCHYARD_CONDUCTOR_DA_URL: `http://127.0.0.1:${daPort}`,
        SWITCHYARD_CONDUCTOR_DA_VERIFY: 'complete',
        ...change,
      }),
    heads: async () => {
      const heads = await getJson(`http://127.0.0.1:${http}/heads`);
      return heads && { soft: BigInt(String(heads['soft'])), firm: BigInt(String(heads['firm'])) };
    },
    rollupBlock: (number) => getJson(`http://127.0.0.1:${http}/blocks/${number}`),
  };
}

/** Posts blocks as the da-writer does. */
async function post(
  { da, chain, anchor }: Pick<Yard, 'da' | 'chain' | 'anchor'>,
  blocks: readonly SignedBlock[],
): Promise<void> {
  const { chainId } = chain;
  const [firstBlock] = blocks;
  for (const batch of planBatches(blocks.map(measureBlock))) {
    const validatorsBefore =
      batch.from === firstBlock?.header.height ? undefined : firstBlock?.header.validatorsHash;
    const { metadata, data } = buildBatch(
      batch,
      { validatorsBefore, validatorSet: (hash) => chain.validatorSet(hash) },
      chainId,
    );
    await da.submit(
      [
        { namespace: chainNamespace(anchor.chainId), data: metadata, shareVersion: 0 },
        ...data.map((blob) => ({
          namespace: rollupNamespace(anchor.chainId, blob.rollupId),
          data: blob.data,
          shareVersion: 0 as const,
        })),
      ],
      {},
      never,
    );
  }
}

const reached = (yard: Yard, head: 'soft' | 'firm', number: bigint): Promise<true> =>
  eventually(
    `${head} ${number}`,
    async () => (((await yard.heads())?.[head] ?? 0n) >= number ? (true as const) : undefined),
    90_000,
  );

/** Lines follow what they tell. */
const linesOf = (program: Program, wanted: string, count: number): Promise<Program['lines']> =>
  eventually(wanted, () => {
    const found = program.lines.filter(({ msg }) => msg === wanted);
    return found.length >= count ? found : undefined;
  });

describe('a conductor process', () => {
  it('brings blocks from gossip to soft and from DA to firm, and survives kill -9', async () => {
    const yard = await aYard();
    const conductor = yard.startConductor();
    const waiting = await eventually('admin', () => getJson(`${yard.admin}/status`));
    expect(waiting).toMatchObject({ service: 'conductor', phase: 'starting', rollup: 'demo' });
    expect((await fetch(`${yard.admin}/readyz`)).status).toBe(503);
    const rollup = yard.startRollup();
    await eventually('gossip', () => (yard.relayer.listeners() > 0 ? true : undefined));

    for (let height = 1n; height <= 6n; height++) {
      for (const block of extend(yard.chain, 1)) await yard.relayer.publish(block);
      await reached(yard, 'soft', height);
    }
    await reached(yard, 'soft', 6n);
    const soft = await linesOf(conductor, 'soft block executed', 6);
    expect(soft.map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(soft.filter(({ via }) => via === 'gossip').length).toBeGreaterThanOrEqual(5);
    expect((await fetch(`${yard.admin}/readyz`)).status).toBe(200);
    const { events } = (await getJson(`${yard.admin}/trace/height:2`)) as {
      events: Record<string, unknown>[];
    };
    expect(events[0]?.['at']).toBe(soft[1]?.['time']);

    await post(yard, yard.chain.blocks);
    await reached(yard, 'firm', 6n);
    const finalized = await eventually('block finalized', () =>
      conductor.lines.find(({ msg, number }) => msg === 'block finalized' && number === '6'),
    );
    expect(finalized['hash']).toBe(soft[5]?.['hash']);

    await conductor.stop('SIGKILL');
    await rollup.stop('SIGKILL');
    const more = extend(yard.chain, 4);
    yard.startRollup();
    const again = yard.startConductor();
    await reached(yard, 'soft', 10n);
    await post(yard, more);
    await reached(yard, 'firm', 10n);
    const pulled = await linesOf(again, 'soft block executed', 4);
    expect(pulled.map(({ number, via }) => [number, ['request', 'rpc'].includes(String(via))])).toEqual(
      ['7', '8', '9', '10'].map((number) => [number, true]),
    );
    expect((await yard.rollupBlock(8))?.['items']).toEqual([Buffer.from('tx 8').toString('hex')]);
    expect(await again.stop()).toBe(0);
  });

  it('derives the same hashes again from DA alone, a wiped node and conductor', async () => {
    const yard = await aYard();
    const total = 200;
    await post(yard, extend(yard.chain, total));
    const hashes: unknown[] = [];
    for (const attempt of [1, 2]) {
      const rollup = yard.startRollup();
      const conductor = yard.startConductor({
        SWITCHYARD_CONDUCTOR_DATA_DIR: join(yard.folder, `conductor-${attempt}`),
        SWITCHYARD_CONDUCTOR_RELAYER_ADDRESS: '',
        SWITCHYARD_CONDUCTOR_MODE: 'firm-only',
      });
      await reached(yard, 'firm', BigInt(total));
      hashes.push((await yard.rollupBlock(total))?.['hash']);
      const finalized = await linesOf(conductor, 'block finalized', total);
      expect(finalized.map(({ number }) => number)).toEqual(
        Array.from({ length: total }, (_, i) => `${i + 1}`),
      );
      const ms = Date.parse(String(finalized.at(-1)?.['time'])) - Date.parse(String(finalized[0]?.['time']));
      const metrics = await (await fetch(`${yard.admin}/metrics`)).text();
      const cpuSeconds = Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
      process.stdout.write(
        `rederived ${total} blocks at ${Math.round((1_000 * total) / ms)} blocks/s; ` +
          `${((1_000 * cpuSeconds) / total).toFixed(1)} ms of CPU each, start included\n`,
      );
      expect(await conductor.stop()).toBe(0);
      expect(await rollup.stop()).toBe(0);
      yard.wipeRollup();
    }
    expect(hashes[0]).toBeDefined();
    expect(hashes[1]).toBe(hashes[0]);
  }, 240_000);

  it('stops when DA holds another block than was executed, and goes on from firm when told', async () => {
    const yard = await aYard();
    const fork = yard.chain.fork();
    extend(yard.chain, 3);
    fork.nextBlock({ data: [{ rollupId: demo, data: [utf8('firm=1')] }] });
    extend(fork, 2);
    yard.startRollup();
    const conductor = yard.startConductor();
    await reached(yard, 'soft', 3n);
    await post({ ...yard, chain: fork }, fork.blocks);
    const stop = async (): Promise<Record<string, unknown> | undefined> => {
      const status = await getJson(`${yard.admin}/status`);
      return status?.['phase'] === 'stopped' ? status : undefined;
    };
    const stopped = await eventually('stop', stop);
    expect(stopped['mismatch']).toMatchObject({ kind: 'sequencer-hash', height: '1', number: '1' });
    const evidence = join(yard.folder, 'conductor', 'evidence', 'mismatch-1.json');
    const kept = JSON.parse(await readFile(evidence, 'utf8')) as Record<
      string,
      { header: unknown; commit: unknown }
    >;
    expect(kept['soft']?.commit).toBeDefined();
    expect(kept['firm']?.header).not.toEqual(kept['soft']?.header);
    await conductor.stop('SIGKILL');
    yard.startConductor();
    await eventually('still stopped', stop);
    await sleep(1_000);
    expect(await yard.heads()).toMatchObject({ soft: 3n, firm: 0n });
    const resumed = await fetch(`${yard.admin}/resume`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"to":"firm"}',
    });
    expect(await resumed.json()).toEqual({ resumed: true, height: '0' });
    await reached(yard, 'firm', 3n);
    expect((await yard.rollupBlock(1))?.['items']).toEqual([Buffer.from('firm=1').toString('hex')]);
  });

  it('keeps to garbage bytes and to its anchor file format', async () => {
    const yard = await aYard();
    yard.startRollup();
    const conductor = yard.startConductor();
    const garbage = [new Uint8Array([0]), new Uint8Array([255, 254]), utf8('k=v')];
    yard.chain.nextBlock({ data: [{ rollupId: demo, data: garbage }] });
    await reached(yard, 'soft', 1n);
    await post(yard, yard.chain.blocks);
    await reached(yard, 'firm', 1n);
    expect((await yard.rollupBlock(1))?.['items']).toEqual(
      garbage.map((item) => Buffer.from(item).toString('hex')),
    );
    const tip = await eventually('tip file', () =>
      readFile(join(yard.folder, 'conductor', 'firm-tip.json'), 'utf8'),
    );
    expect(parseAnchorJson(tip).sequencer.height).toBe(1n);
    const knobs = await fetch(`${yard.admin}/knobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"gossip":false}',
    });
    expect(await knobs.json()).toEqual({ gossip: false });
    const resume = await fetch(`${yard.admin}/resume`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"to":"firm"}',
    });
    expect(resume.status).toBe(409);
    extend(yard.chain, 3);
    await reached(yard, 'soft', 4n);
    expect(await conductor.stop()).toBe(0);
  });
});
