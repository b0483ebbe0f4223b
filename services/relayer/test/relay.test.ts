import { tipOf } from '@switchyard/light';
import { sequencerHeight, toHex } from '@switchyard/primitives';
import {
  decodeFilteredBlock,
  encodeFilteredBlock,
  filterBlock,
  verifyFilteredBlock,
} from '@switchyard/protocol';
import { aValidator, createTestChain } from '@switchyard/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HeightNotRelayedError } from '../src/block-lookup.ts';
import { OtherChainError } from '../src/domain/start.ts';
import { aConsensus, both, demo, FakeConsensus, gm, newDisk, startRelay } from './world.ts';

const never = new AbortController().signal;

function run(...args: Parameters<typeof startRelay>) {
  const relayer = startRelay(...args);
  onTestFinished(async () => {
    await relayer.crash();
  });
  return relayer;
}

describe('relay', () => {
  it('relays every height once, in order, as the chain grows', async () => {
    const consensus = aConsensus(2);
    const relayer = run(consensus);
    await relayer.settle();
    for (let i = 0; i < 3; i++) {
      consensus.produce(2);
      await relayer.settle();
    }
    expect(relayer.relayed()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(relayer.disk.cursor?.height).toBe(8n);
    const [fact] = relayer.trace.of('height:8');
    expect(fact).toMatchObject({ msg: 'block relayed', fields: { height: '8', rollups: 2, txs: 2 } });
  });

  it('publishes each rollup’s section and the block without them, all of which verify', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    await relayer.settle();
    expect(relayer.published.map(({ topic }) => topic).sort()).toEqual(
      ['blocks', toHex(demo), toHex(gm)].sort(),
    );
    const mine = relayer.published.find(({ topic }) => topic === toHex(demo));
    const block = decodeFilteredBlock(mine?.bytes ?? new Uint8Array());
    const validators = consensus.chain.anchor().sequencer.nextValidators;
    verifyFilteredBlock(block, demo, validators, consensus.chain.chainId);
    expect(block.section?.items.length).toBe(2);
  });

  it('publishes nothing of rollups without data, nor what is far behind the head', async () => {
    const consensus = aConsensus();
    consensus.produce(70, () => ({}));
    const relayer = run(consensus);
    await relayer.settle();
    expect(relayer.relayed().length).toBe(70);
    expect(new Set(relayer.published.map(({ topic }) => topic))).toEqual(new Set(['blocks']));
    expect(relayer.published.length).toBe(64);
  });

  it('begins at the head when told to', async () => {
    const relayer = run(aConsensus(5), { startAt: 'head' });
    await relayer.settle();
    expect(relayer.relayed()).toEqual(['5']);
  });

  it('goes on behind its cursor after a crash, and follows the link to it', async () => {
    const consensus = aConsensus(3);
    const disk = newDisk();
    const first = startRelay(consensus, { disk });
    await first.settle();
    await first.crash();
    consensus.produce(2);
    const second = run(consensus, { disk });
    await second.settle();
    expect(second.relayed()).toEqual(['4', '5']);
    expect(second.chain.head.value.height).toBe(5n);
  });

  it('publishes again what it published before the crash but did not note', async () => {
    const consensus = aConsensus(3);
    const disk = newDisk();
    const first = startRelay(consensus, { disk });
    await first.settle();
    const before = first.published.slice(-3);
    await first.crash();
    disk.cursor = tipAt(consensus, 2);
    const second = run(consensus, { disk });
    await second.settle();
    expect(second.relayed()).toEqual(['3']);
    expect(second.published.map(({ bytes }) => toHex(bytes)).sort()).toEqual(
      before.map(({ bytes }) => toHex(bytes)).sort(),
    );
  });

  it('waits while the consensus node is away, and loses no height', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    await relayer.settle();
    consensus.isAway = true;
    consensus.produce(3);
    await relayer.clock.advance(20_000);
    expect(relayer.relayed()).toEqual(['1']);
    consensus.isAway = false;
    await relayer.clock.advance(5_000);
    expect(relayer.relayed()).toEqual(['1', '2', '3', '4']);
  });

  it('starts before the consensus node, and before the first block', async () => {
    const consensus = aConsensus();
    consensus.isAway = true;
    const relayer = run(consensus);
    await relayer.clock.advance(20_000);
    consensus.isAway = false;
    await relayer.clock.advance(5_000);
    consensus.produce(1);
    await relayer.settle();
    expect(relayer.relayed()).toEqual(['1']);
  });

  it('takes items from the app’s ring, and from the block store what is older', async () => {
    const consensus = aConsensus(6);
    const relayer = run(consensus, { ring: 2 });
    await relayer.settle();
    expect(relayer.relayed().length).toBe(6);
    expect(consensus.itemReads).toBe(4);
  });

  it('does not believe items of the app that the header does not prove', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    relayer.recent.wrong = true;
    consensus.produce(1);
    await relayer.settle();
    expect(relayer.relayed()).toEqual(['1', '2']);
    expect(consensus.itemReads).toBe(2);
  });

  it('never skips a height whose stored block does not verify', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus, { ring: 0 });
    await relayer.settle();
    consensus.damaged.add(2n);
    consensus.produce(2);
    await relayer.clock.advance(30_000);
    expect(relayer.relayed()).toEqual(['1']);
    consensus.damaged.clear();
    await relayer.clock.advance(6_000);
    expect(relayer.relayed()).toEqual(['1', '2', '3']);
  });

  it('does not follow a chain that does not link to its cursor', async () => {
    const disk = newDisk();
    const consensus = aConsensus(2);
    const first = startRelay(consensus, { disk });
    await first.settle();
    await first.crash();
    const other = new FakeConsensus(createTestChain({ startMs: Date.UTC(2031, 0, 1) }));
    other.produce(4);
    const relayer = run(other, { disk });
    await relayer.clock.advance(20_000);
    expect(relayer.relayed()).toEqual([]);
  });

  it('ends when the node is of another chain', async () => {
    const disk = newDisk();
    const consensus = aConsensus(1);
    const first = startRelay(consensus, { disk });
    await first.settle();
    await first.crash();
    const relayer = startRelay(new FakeConsensus(createTestChain({ chainId: 'yard-2' })), { disk });
    expect(await relayer.ended).toBeInstanceOf(OtherChainError);
  });

  it('follows changes of the validator set, and knows each before it signs', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    const next = [aValidator('b'), aValidator('c'), aValidator('d')];
    consensus.produce(1, () => ({ nextValidators: next }));
    await relayer.settle();
    expect(relayer.sets.size()).toBe(2);
    const named = consensus.chain.blocks[1]?.header.nextValidatorsHash ?? new Uint8Array();
    expect(relayer.sets.get(named)?.length).toBe(3);
    consensus.produce(2);
    await relayer.settle();
    expect(relayer.relayed()).toEqual(['1', '2', '3', '4']);
  });

  it('goes on when publishing fails', async () => {
    const consensus = aConsensus(2);
    const relayer = run(consensus, { publish: () => Promise.reject(new HeightNotRelayedError(1n, 0n)) });
    await relayer.settle();
    expect(relayer.relayed()).toEqual(['1', '2']);
    expect(relayer.chain.accepted.size()).toBe(0);
  });

  it('publishes nothing while the knob is off', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    await relayer.settle();
    const before = relayer.published.length;
    relayer.gossip.publishing.enabled = false;
    consensus.produce(1);
    await relayer.settle();
    expect(relayer.published.length).toBe(before);
    expect(relayer.relayed()).toEqual(['1', '2']);
  });
});

describe('lookup', () => {
  it('makes again from the block store what memory does not hold', async () => {
    const consensus = aConsensus(5);
    const relayer = run(consensus, { startAt: 'head' });
    await relayer.settle();
    const block = await relayer.lookup.get(sequencerHeight(2), never);
    expect(block.headerHash).toEqual(consensus.chain.blocks[1]?.headerHash);
    await relayer.lookup.get(sequencerHeight(2), never);
    expect(relayer.recent.reads).toBe(2);
    await expect(relayer.lookup.get(sequencerHeight(6), never)).rejects.toThrow(HeightNotRelayedError);
    await expect(relayer.lookup.get(sequencerHeight(0), never)).rejects.toThrow(HeightNotRelayedError);
  });
});

describe('gossip', () => {
  it('does not publish again what a peer published first', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    await relayer.settle();
    const before = relayer.published.length;
    const [second] = consensus.chain.nextBlocks(1, both);
    if (second === undefined) throw new RangeError('no block');
    const bytes = encodeFilteredBlock(filterBlock(second, demo));
    expect(await relayer.gossip.validate(bytes, { kind: 'rollup', id: demo })).toBe('accept');
    expect(await relayer.gossip.validate(bytes, { kind: 'rollup', id: demo })).toBe('ignore');
    consensus.head.set(2n);
    await relayer.settle();
    expect(
      relayer.published
        .slice(before)
        .map(({ topic }) => topic)
        .sort(),
    ).toEqual(['blocks', toHex(gm)].sort());
  });

  it('keeps evidence when validators sign two blocks of one height', async () => {
    const consensus = aConsensus(1);
    const relayer = run(consensus);
    await relayer.settle();
    const [twin] = createTestChain({ startMs: Date.UTC(2031, 0, 1) }).nextBlocks(1, both);
    if (twin === undefined) throw new RangeError('no block');
    const bytes = encodeFilteredBlock(filterBlock(twin, demo));
    expect(await relayer.gossip.validate(bytes, { kind: 'rollup', id: demo })).toBe('accept');
    expect(relayer.disk.evidence.length).toBe(1);
    expect(await relayer.gossip.validate(bytes, { kind: 'rollup', id: demo })).toBe('ignore');
    expect(relayer.disk.evidence.length).toBe(1);
  });
});

function tipAt(consensus: FakeConsensus, height: number) {
  const block = consensus.chain.blocks[height - 1];
  if (block === undefined) throw new RangeError('no block');
  return tipOf(block.header);
}
