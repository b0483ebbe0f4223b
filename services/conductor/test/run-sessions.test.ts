import { headerHash } from '@switchyard/light';
import { toHex, utf8 } from '@switchyard/primitives';
import { encodeFilteredBlock, filterBlock, type SignedBlock } from '@switchyard/protocol';
import { aValidator, settle } from '@switchyard/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failpoints } from '../src/failpoints.ts';
import { aChain, demo, extend } from './fakes.ts';
import { linesOf, type Running, start, type World, worldOf } from './world.ts';

const startOf = async (world: World, options: Parameters<typeof start>[1] = {}): Promise<Running> => {
  const running = await start(world, options);
  onTestFinished(running.stop);
  return running;
};

/** Every block once, in order, with the bytes and hash of its sequencer block. */
const expectChain = (world: World, upTo: bigint): void => {
  const { rollup, chain } = world;
  expect(rollup.soft).toBe(upTo);
  for (let number = 1n; number <= upTo; number++) {
    const executed = rollup.blocks[Number(number)];
    const signed = chain.blocks[Number(number) - 1];
    expect(executed?.sequencerHash).toBe(signed && toHex(signed.headerHash));
    expect(executed?.items).toEqual(signed?.sections[0]?.items ?? []);
  }
};

describe('soft blocks', () => {
  it('executes gossiped blocks, empty ones included', async () => {
    const world = worldOf(aChain(0));
    const running = await startOf(world);
    for (const block of extend(world.chain, 4)) {
      expect(await world.gossip.publish(block)).not.toContain('reject');
      await world.clock.advance(1_000);
    }
    expectChain(world, 4n);
    expect(linesOf(running, 'soft block executed').map(({ via }) => via)).toEqual(Array(4).fill('gossip'));
    expect(linesOf(running, 'soft block executed')[1]).toMatchObject({ height: '2', number: '2', txs: 1 });
    expect(running.trace.of('height:2').map(({ msg }) => msg)).toEqual(['soft block executed']);
  });

  it('takes gossip out of order and pulls what is missing', async () => {
    const world = worldOf(aChain(0));
    const running = await startOf(world);
    await world.clock.advance(2_000);
    const [first, , third] = extend(world.chain, 3);
    world.peers.upTo = 2n;
    if (first !== undefined) await world.gossip.publish(first);
    if (third !== undefined) await world.gossip.publish(third);
    await world.clock.advance(200);
    expect(world.rollup.soft).toBe(1n);
    await world.clock.advance(300);
    expectChain(world, 3n);
    expect(linesOf(running, 'soft block executed').map(({ via }) => via)).toEqual([
      'gossip',
      'request',
      'gossip',
    ]);
  });

  it('pulls a section that a block lists and that does not come', async () => {
    const world = worldOf(aChain(0));
    await startOf(world);
    await world.clock.advance(2_000);
    world.peers.isUp = true;
    const [first, second] = extend(world.chain, 2);
    if (first !== undefined) await world.gossip.publish(first);
    await world.clock.advance(100);
    if (second !== undefined) {
      const { sections: _, ...proof } = second;
      expect(await world.gossip.send('blocks', encodeFilteredBlock({ ...proof, section: undefined }))).toBe(
        'accept',
      );
    }
    await world.clock.advance(200);
    expect(world.rollup.soft).toBe(1n);
    await world.clock.advance(200);
    expectChain(world, 2n);
  });

  it('asks the relayer when no peer answers, and goes on without gossip', async () => {
    const world = worldOf(aChain(5));
    world.peers.isUp = false;
    const running = await startOf(world, { takesGossip: () => false });
    await world.clock.advance(3_000);
    expectChain(world, 5n);
    expect(linesOf(running, 'soft block executed').map(({ via }) => via)).toEqual(Array(5).fill('rpc'));
  });

  it('follows a change of validators by the hash in the header before', async () => {
    const world = worldOf(aChain(2));
    world.chain.nextBlock({ nextValidators: [aValidator('b'), aValidator('c')] });
    extend(world.chain, 3);
    await startOf(world);
    await world.clock.advance(3_000);
    expectChain(world, 6n);
  });

  it('catches up over hundreds of blocks with a bounded window', async () => {
    const world = worldOf(aChain(300));
    await startOf(world);
    await world.clock.advance(10_000);
    expectChain(world, 300n);
  });
});

describe('firm blocks', () => {
  it('promotes what was executed', async () => {
    const world = worldOf(aChain(4));
    const running = await startOf(world);
    await world.clock.advance(2_000);
    expect(world.rollup.firm).toBe(0n);
    world.da.post(3n);
    await world.clock.advance(100);
    expect(world.rollup.firm).toBe(3n);
    expect(world.rollup.executions).toEqual([1n, 2n, 3n, 4n]);
    expect(world.rollup.searchHeight).toBe(103n);
    expect(linesOf(running, 'block finalized')[2]).toMatchObject({
      height: '3',
      number: '3',
      daHeight: '103',
    });
  });

  it('executes and promotes what soft has not reached, and soft goes on from there', async () => {
    const world = worldOf(aChain(6));
    world.peers.isUp = false;
    world.relayer.isUp = false;
    await startOf(world);
    world.da.post(6n);
    await world.clock.advance(1_000);
    expect(world.rollup.firm).toBe(6n);
    const [seventh] = extend(world.chain, 1);
    if (seventh !== undefined) expect(await world.gossip.publish(seventh)).toEqual(['accept']);
    await world.clock.advance(100);
    expectChain(world, 7n);
    expect(world.rollup.firm).toBe(6n);
  });

  it.each(['firm-only', 'soft-only'] as const)('keeps to its mode: %s', async (mode) => {
    const world = worldOf(aChain(4));
    await startOf(world, { mode });
    world.da.post(2n);
    await world.clock.advance(5_000);
    expect([world.rollup.soft, world.rollup.firm]).toEqual(mode === 'firm-only' ? [2n, 2n] : [4n, 0n]);
  });

  it('starts again from its tip file, from peers, or from the anchor', async () => {
    for (const lost of ['nothing', 'file', 'file and peers'] as const) {
      const world = worldOf(aChain(4));
      const first = await start(world);
      world.da.post(4n);
      await world.clock.advance(3_000);
      await first.stop();
      expect(world.tips.saved?.sequencer.height).toBe(4n);
      if (lost !== 'nothing') world.tips.saved = undefined;
      if (lost === 'file and peers') world.peers.isUp = world.relayer.isUp = false;
      extend(world.chain, 2);
      world.da.post(6n);
      await startOf(world, { mode: 'firm-only' });
      await world.clock.advance(10_000);
      expectChain(world, 6n);
      expect(world.rollup.firm).toBe(6n);
      expect(world.rollup.executions).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
    }
  });
});

describe('a mismatch', () => {
  const forked = async (): Promise<{ world: World; running: Running }> => {
    const world = worldOf(aChain(2));
    const fork = world.chain.fork();
    extend(world.chain, 2);
    fork.nextBlock({ data: [{ rollupId: demo, data: [utf8('other')] }] });
    extend(fork, 2);
    world.da.chain = fork;
    const running = await startOf(world);
    await world.clock.advance(2_000);
    world.da.post(5n);
    await world.clock.advance(2_000);
    return { world, running };
  };

  it('stops the rollup, keeps the evidence, and stays stopped after a restart', async () => {
    const { world, running } = await forked();
    expect([world.rollup.soft, world.rollup.firm]).toEqual([4n, 2n]);
    expect(running.state.value).toMatchObject({
      phase: 'stopped',
      mismatch: { kind: 'sequencer-hash', height: 3n },
    });
    const [evidence] = world.mismatches.evidence;
    expect(evidence?.soft?.commit?.height).toBe(3n);
    expect(evidence?.firm.header.height).toBe(3n);
    // Who signed what is firm is at hand too: linked headers up to one with its commit.
    const { firm } = evidence ?? {};
    expect(firm?.descendants?.map(({ height }) => height)).toEqual([4n]);
    expect(firm?.commit?.height).toBe(4n);
    expect(firm?.commit?.blockId.hash).toEqual(headerHash(firm?.descendants?.at(-1) as never));
    await running.stop();
    extend(world.chain, 3);
    const again = await startOf(world);
    await world.clock.advance(10_000);
    expect(world.rollup.soft).toBe(4n);
    expect(again.state.value.phase).toBe('stopped');
  });

  it('goes on from firm when told, and takes soft blocks again after the wrong height', async () => {
    const { world, running } = await forked();
    const outcome = running.resumes.ask();
    await world.clock.advance(1_000);
    expect(await outcome).toEqual({ kind: 'resumed', height: 2n });
    await world.clock.advance(5_000);
    expect(world.rollup.firm).toBe(5n);
    expect(world.rollup.blocks[3]?.items).toHaveLength(1);
    await running.stop();
    const again = await startOf(world, { mode: 'firm-only' });
    await world.clock.advance(1_000);
    expect(world.mismatches.open).toBeUndefined();
    expect(again.state.value.phase).toBe('running');
    expect(await again.resumes.ask()).toEqual({ kind: 'not-stopped' });
  });

  it('says what to do when the rollup cannot go back', async () => {
    const { world, running } = await forked();
    world.rollup.neverGoesBack = true;
    const outcome = running.resumes.ask();
    await world.clock.advance(1_000);
    const answer = await outcome;
    expect(answer.kind === 'refused' && answer.remedy).toContain('wipe');
    expect(running.state.value.phase).toBe('stopped');
  });
});

describe('a rollup that misbehaves', () => {
  it('opens a new session when the session is lost', async () => {
    const world = worldOf(aChain(3));
    await startOf(world);
    await world.clock.advance(2_000);
    world.rollup.endSession();
    extend(world.chain, 3);
    world.da.post(6n);
    await world.clock.advance(5_000);
    expectChain(world, 6n);
    expect(world.rollup.firm).toBe(6n);
  });

  it('waits for a rollup that is not there yet, and says so', async () => {
    const world = worldOf(aChain(3));
    world.rollup.failuresLeft = 6;
    const running = await startOf(world);
    expect(running.state.value.why).toContain('not available');
    await world.clock.advance(20_000);
    expectChain(world, 3n);
  });

  it('replays what a kill has cost, with the same hashes', async () => {
    const world = worldOf(aChain(4));
    const first = await start(world);
    world.da.post(3n);
    await world.clock.advance(3_000);
    await first.stop();
    const hashes = world.rollup.blocks.map(({ hash }) => hash);
    world.rollup.forgetAbove(1n);
    world.rollup.soft = 1n;
    await startOf(world);
    await world.clock.advance(5_000);
    expectChain(world, 4n);
    expect(world.rollup.firm).toBe(3n);
    expect(world.rollup.blocks.map(({ hash }) => hash)).toEqual(hashes);
  });

  it('leaves a fork that has ended once all of it is firm', async () => {
    const world = worldOf(aChain(6));
    world.rollup.endNumber = 4n;
    await startOf(world);
    await world.clock.advance(3_000);
    expect(world.rollup.soft).toBe(4n);
    world.da.post(4n);
    await world.clock.advance(1_000);
    expect(world.rollup.firm).toBe(4n);
    world.rollup.endNumber = undefined;
    await world.clock.advance(10_000);
    expectChain(world, 6n);
  });
});

describe('hostile peers', () => {
  const listening = async (): Promise<{ world: World; running: Running; next: SignedBlock }> => {
    const world = worldOf(aChain(1));
    const running = await startOf(world);
    await world.clock.advance(2_000);
    world.peers.isUp = world.relayer.isUp = false;
    const [next] = extend(world.chain, 1);
    if (next === undefined) throw new Error('no block');
    return { world, running, next };
  };

  it('have any flipped byte rejected, and nothing executed', async () => {
    const { world, next } = await listening();
    const bytes = encodeFilteredBlock(filterBlock(next, demo));
    for (let index = 0; index < bytes.length; index += 7) {
      const flipped = Uint8Array.from(bytes);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      expect(['reject', 'ignore']).toContain(await world.gossip.send('rollup', flipped));
    }
    await world.clock.advance(1_000);
    expect(world.rollup.soft).toBe(1n);
    expect(await world.gossip.send('rollup', bytes)).toBe('accept');
    expect(await world.gossip.send('rollup', bytes)).toBe('ignore');
    await world.clock.advance(100);
    expectChain(world, 2n);
  });

  it('cannot swap topics', async () => {
    const { world, next } = await listening();
    const filtered = filterBlock(next, demo);
    expect(await world.gossip.send('blocks', encodeFilteredBlock(filtered))).toBe('reject');
    const bare = encodeFilteredBlock({ ...filtered, section: undefined });
    expect(await world.gossip.send('rollup', bare)).toBe('reject');
  });

  it('leave evidence when validators sign two blocks of one height', async () => {
    const { world, running } = await listening();
    const other = worldOf(aChain(1)).chain;
    await world.gossip.publish(other.nextBlock({ data: [{ rollupId: demo, data: [utf8('other')] }] }));
    const [second] = world.chain.blocks.slice(1);
    if (second !== undefined) expect(await world.gossip.publish(second)).toContain('accept');
    expect(running.conflicts.map(({ header }) => header.height)).toContain(2n);
  });

  it('bring blocks of the far future for nothing', async () => {
    const { world } = await listening();
    const far = extend(world.chain, 70).at(-1);
    if (far !== undefined) expect(await world.gossip.publish(far)).toEqual(['ignore', 'ignore']);
  });
});

describe('a wrong neighbour', () => {
  it('is not executed on, and readiness says why', async () => {
    const world = worldOf(aChain(3));
    Object.assign(world.rollup, { chainId: 'yard-other' });
    const running = await startOf(world);
    await world.clock.advance(5_000);
    expect(world.rollup.soft).toBe(0n);
    expect(running.state.value.why).toContain('another sequencer chain');
  });

  it('a disk without space costs the tip file only', async () => {
    const world = worldOf(aChain(3));
    world.tips.save = () => Promise.reject(new Error('ENOSPC'));
    world.da.post(3n);
    const running = await startOf(world);
    await world.clock.advance(5_000);
    expect(world.rollup.firm).toBe(3n);
    expect(linesOf(running, 'tip file cannot be written: check its disk')).toHaveLength(1);
  });
});

describe('a crash', () => {
  const points = failpoints.filter((name) => !name.startsWith('mismatch') && !name.startsWith('roll-back'));
  it.each(points)('at %s loses nothing and repeats nothing', async (crashAt) => {
    const world = worldOf(aChain(4));
    world.da.post(2n);
    const first = await start(world, { crashAt });
    await world.clock.advance(3_000);
    await first.ended.catch(() => undefined);
    await first.stop();
    extend(world.chain, 2);
    world.da.post(6n);
    await startOf(world);
    await world.clock.advance(5_000);
    await settle();
    expectChain(world, 6n);
    expect(world.rollup.firm).toBe(6n);
    const { commits } = world.rollup;
    commits.forEach(({ soft, firm }, index) => {
      expect(soft).toBeGreaterThanOrEqual(firm);
      expect(soft).toBeGreaterThanOrEqual(commits[index - 1]?.soft ?? 0n);
      expect(firm).toBeGreaterThanOrEqual(commits[index - 1]?.firm ?? 0n);
    });
  });
});
