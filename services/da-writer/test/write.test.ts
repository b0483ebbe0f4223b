import { rollupNamespace, toHex } from '@switchyard/primitives';
import { sweepsFaults } from '@switchyard/testing/program';
import { afterEach, describe, expect, it } from 'vitest';
import { failpoints } from '../src/failpoints.ts';
import {
  conductorHeight,
  newWorld,
  pass,
  type RunningWriter,
  rollups,
  startWriter,
  type World,
} from './world.ts';

const running: RunningWriter[] = [];

afterEach(async () => {
  for (const writer of running.splice(0)) await writer.stop();
});

function start(
  world: World,
  ...rest: Parameters<typeof startWriter> extends [World, ...infer R] ? R : never
) {
  const writer = startWriter(world, ...rest);
  running.push(writer);
  return writer;
}

const fields = ['from', 'to', 'daHeight', 'blobs', 'bytes'];

function linesOf({ lines }: World, msg: string) {
  return lines.filter((line) => line['msg'] === msg);
}

describe('da-writer', () => {
  it('posts, confirms and reports', async () => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 40);
    expect(conductorHeight(world)).toBeGreaterThan(30);
    expect(status()['confirmedHeight']).toBeGreaterThan(30);
    expect(world.reporter.last.sequencerHeight).toBeGreaterThan(30n);
    expect(Math.max(...world.da.landings(world.chain.chainId))).toBe(1);
    const [submitted] = linesOf(world, 'batch submitted');
    expect(Object.keys(submitted ?? {})).toEqual(expect.arrayContaining(fields));
    expect(Object.keys(linesOf(world, 'batch confirmed')[0] ?? {})).toEqual(expect.arrayContaining(fields));
    const { reports } = world.reporter;
    expect(reports.length).toBeLessThan(41);
    for (const [i, report] of reports.entries()) {
      expect(report.sequencerHeight).toBeGreaterThan(reports[i - 1]?.sequencerHeight ?? 0n);
      expect(report.daHeight).toBeGreaterThanOrEqual(reports[i - 1]?.daHeight ?? 0n);
    }
  });

  // Those of the queue: queue.test.ts.
  it.each([...failpoints].filter((name) => !/^(report\.sign|consumer|ack)/.test(name)))(
    'loses and repeats nothing when it is killed at %s',
    async (name) => {
      for (const nth of sweepsFaults ? [1, 3] : [3]) {
        const world = newWorld();
        const first = startWriter(world, `da-writer/${name}:${nth}`);
        await pass(world, 25);
        expect(first.isDead()).toBe(true);
        await first.stop();
        const second = startWriter(world);
        await pass(world, 40);
        await second.stop();
        await pass(world, 10, { withBlocks: false });
        expect(conductorHeight(world)).toBeGreaterThan(52);
        const landings = world.da.landings(world.chain.chainId);
        expect(Math.max(...landings)).toBeLessThanOrEqual(2);
        expect(world.store.confirmed?.height).toBeGreaterThan(52n);
      }
    },
  );

  it('posts what was dropped again, though the node said that it landed', async () => {
    const world = newWorld();
    world.da.dropEvery = 3;
    const { status } = start(world);
    await pass(world, 120);
    world.da.dropEvery = 0;
    await pass(world, 60);
    expect(conductorHeight(world)).toBeGreaterThan(170);
    expect(status()['confirmedHeight']).toBeGreaterThan(170);
    expect(linesOf(world, 'batch submitted').some(({ attempt }) => attempt === 2)).toBe(true);
  });

  it('lets what lands late or twice change nothing', async () => {
    const world = newWorld();
    world.da.lateBlocks = 3;
    world.da.doubleEvery = 2;
    const { status } = start(world);
    await pass(world, 90);
    expect(status()['confirmedHeight']).toBeGreaterThan(70);
    expect(Math.max(...world.da.landings(world.chain.chainId))).toBeLessThanOrEqual(2);
  });

  it('looks for what may have landed before it posts it again', async () => {
    const world = newWorld();
    world.da.loseAnswerEvery = 2;
    start(world);
    await pass(world, 90);
    expect(conductorHeight(world)).toBeGreaterThan(80);
    expect(world.da.landings(world.chain.chainId).every((count) => count === 1)).toBe(true);
  });

  it.each([-3_600_000, 3_600_000])('posts and reports on when the time of day steps by %i ms', async (ms) => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 20);
    world.da.dropEvery = 3;
    world.clock.step(ms);
    await pass(world, 40);
    expect(status()['confirmedHeight']).toBeGreaterThan(40);
    expect(world.reporter.last.sequencerHeight).toBeGreaterThan(40n);
  });

  it('drains an outage of the DA layer, and does not spin meanwhile', async () => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 20);
    world.da.isDown = true;
    const before = world.da.submitted;
    await pass(world, 120);
    expect(world.da.submitted - before).toBeLessThan(3);
    expect((status()['breaker'] as { state: string }).state).not.toBe('closed');
    world.da.isDown = false;
    await pass(world, 60);
    expect(Number(status()['confirmedHeight'])).toBeGreaterThan(190);
  });

  it('drains more than three times as fast as blocks are made', async () => {
    const world = newWorld();
    for (let i = 0; i < 200; i++) world.chain.nextBlock({});
    const bytes = 1_000_000;
    start(world, undefined, { maxBacklogBytes: 64 << 20 });
    const startedAt = world.clock.now();
    await pass(world, 13, { bytes });
    const seconds = (world.clock.now() - startedAt) / 1_000;
    expect(Number(running[0]?.status()['confirmedHeight'])).toBeGreaterThan(200);
    expect(seconds).toBeLessThan(60);
  });

  it('holds no more than it may', async () => {
    const world = newWorld();
    const { status } = start(world, undefined, { maxBacklogBytes: 100_000 });
    await pass(world, 6, { bytes: 30_000 });
    world.da.isDown = true;
    await pass(world, 60, { bytes: 30_000 });
    expect(status()['backlogBytes']).toBeLessThan(200_000);
    world.da.isDown = false;
    await pass(world, 120, { bytes: 10 });
    expect(status()['confirmedHeight']).toBeGreaterThan(60);
  });

  it('opens the breaker when the node refuses, and goes on when it no longer does', async () => {
    const world = newWorld();
    world.da.refuse = true;
    const { status } = start(world);
    await pass(world, 60);
    expect(world.da.submitted).toBe(0);
    expect(status()['breaker']).toMatchObject({ code: 'DA_WRITER_SUBMIT_REFUSED' });
    const tries = linesOf(world, 'submission failed').length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(40);
    world.da.refuse = false;
    await pass(world, 30);
    expect(status()['confirmedHeight']).toBeGreaterThan(75);
    expect(world.da.landings(world.chain.chainId).every((count) => count === 1)).toBe(true);
  });

  it('waits for a withheld section, says which, and posts it again', async () => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 10);
    world.da.withheld = rollupNamespace(world.chain.chainId, rollups[0] as (typeof rollups)[0]);
    await pass(world, 60);
    const waiting = status()['waitingFor'] as { missing: string; rollupIds: string[]; height: number };
    expect(waiting).toMatchObject({ missing: 'sections' });
    expect(waiting.rollupIds).toEqual([toHex(rollups[0] as Uint8Array)]);
    world.da.withheld = undefined;
    await pass(world, 120);
    expect(status()['confirmedHeight']).toBeGreaterThan(170);
    expect(conductorHeight(world)).toBeGreaterThan(170);
  });

  it('confirms a section as soon as it is given again, without waiting until it is posted again', async () => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 10);
    world.da.withheld = rollupNamespace(world.chain.chainId, rollups[0] as (typeof rollups)[0]);
    await pass(world, 100);
    const stuckAt = Number(status()['confirmedHeight']);
    expect(stuckAt).toBeLessThan(20);
    world.da.withheld = undefined;
    await pass(world, 10);
    expect(status()['confirmedHeight']).toBeGreaterThan(stuckAt + 80);
  });

  it('believes no block that does not verify', async () => {
    const world = newWorld();
    const { status } = start(world);
    await pass(world, 10);
    const confirmed = Number(status()['receivedHeight']);
    world.source.forge = (block) => ({ ...block, blockRoots: new Uint8Array(74) });
    await pass(world, 20);
    expect(Number(status()['receivedHeight'])).toBeLessThanOrEqual(confirmed);
    world.source.forge = undefined;
    await pass(world, 30);
    expect(status()['confirmedHeight']).toBeGreaterThan(50);
  });

  it('rebuilds a lost folder from the DA layer, and repeats nothing', async () => {
    const world = newWorld();
    const first = startWriter(world);
    await pass(world, 40);
    await first.stop();
    const before = world.da.submitted;
    const lost = { ...world, store: newWorld().store };
    const second = start(lost);
    await pass(lost, 5, { withBlocks: false });
    expect(second.status()['confirmedHeight']).toBeGreaterThan(35);
    await pass(lost, 30);
    expect(second.status()['confirmedHeight']).toBeGreaterThan(60);
    expect(world.da.landings(world.chain.chainId).filter((count) => count > 1).length).toBeLessThanOrEqual(1);
    expect(world.da.submitted).toBeGreaterThan(before);
  });

  it('asks for the nonce again after an error, and reports the newest', async () => {
    const world = newWorld();
    world.reporter.failuresLeft = 4;
    start(world);
    await pass(world, 40);
    expect(world.reporter.last.sequencerHeight).toBeGreaterThan(30n);
  });
});
