import type { TrustedTip } from '@switchyard/light';
import {
  rollupIdOf,
  type SequencerHeight,
  SwitchyardError,
  sequencerHeight,
  utf8,
} from '@switchyard/primitives';
import {
  createFacts,
  createLogger,
  createMetrics,
  createTrace,
  noFailpoints,
  type Task,
  Watch,
} from '@switchyard/service-kit';
import { createTestChain, ManualClock, settle, type TestChain } from '@switchyard/testing';
import { type BlockGossip, createBlockGossip } from '../src/block-gossip.ts';
import { type BlockLookup, createBlockLookup } from '../src/block-lookup.ts';
import { createBlockSource } from '../src/block-source.ts';
import { createFollowedChain, type FollowedChain } from '../src/chain.ts';
import type { Evidence } from '../src/domain/accepted-blocks.ts';
import type { StartSetting } from '../src/domain/start.ts';
import { type BlockTopic, topicKey } from '../src/domain/topic.ts';
import { createRelayerMetrics } from '../src/metrics.ts';
import type { Consensus, CursorStore, EvidenceStore, Publisher, RecentItems } from '../src/ports.ts';
import { relay } from '../src/relay.ts';
import { createValidatorSets } from '../src/validator-sets.ts';

export const demo = rollupIdOf('demo');
export const gm = rollupIdOf('gm');
export const both = () => ({
  data: [
    { rollupId: demo, data: [utf8('one'), utf8('two')] },
    { rollupId: gm, data: [utf8('three')] },
  ],
});

class AwayError extends SwitchyardError {
  override readonly code = 'TEST_AWAY';
  override readonly fault = 'transient';
}

/** A consensus node that serves a test chain. */
export class FakeConsensus implements Consensus {
  readonly chain: TestChain;
  readonly head = new Watch(0n);
  earliestHeight = 1n;
  isAway = false;
  /** Heights for which the store gives other items. */
  readonly damaged = new Set<bigint>();
  itemReads = 0;

  constructor(chain: TestChain) {
    this.chain = chain;
    this.head.set(BigInt(chain.blocks.length));
  }

  produce(count = 1, content: Parameters<TestChain['nextBlocks']>[1] = both): void {
    this.chain.nextBlocks(count, content);
    this.head.set(BigInt(this.chain.blocks.length));
  }

  extent = async () => {
    this.#answer();
    return { chainId: this.chain.chainId, earliestHeight: this.earliestHeight, height: this.head.value };
  };

  signedHeader = async (height: SequencerHeight) => {
    this.#answer();
    const block = this.chain.blocks[Number(height) - 1];
    if (block === undefined) throw new AwayError('no such height');
    return { header: block.header, commit: block.commit };
  };

  items = async (height: SequencerHeight) => {
    this.#answer();
    this.itemReads++;
    return this.damaged.has(height) ? [utf8('garbage')] : this.chain.items(height);
  };

  validators = async (height: SequencerHeight) => {
    this.#answer();
    const hash =
      this.chain.blocks[Number(height) - 1]?.header.validatorsHash ??
      this.chain.blocks[Number(height) - 2]?.header.nextValidatorsHash;
    const set = hash === undefined ? undefined : this.chain.validatorSet(hash);
    if (set === undefined) throw new AwayError('no such height');
    return set;
  };

  async *heads(signal: AbortSignal) {
    for await (const head of this.head.changes(signal)) yield sequencerHeight(head);
  }

  #answer(): void {
    if (this.isAway) throw new AwayError('away');
  }
}

/** What a message was published as. */
export type Published = { readonly topic: string; readonly bytes: Uint8Array };

/** What outlives a process. */
export function newDisk() {
  return { cursor: undefined as TrustedTip | undefined, evidence: [] as Evidence[] };
}

/** A relayer's loop among fakes. */
export function startRelay(
  consensus: FakeConsensus,
  {
    disk = newDisk(),
    startAt = 'earliest' as StartSetting,
    ring = 64,
    publish = undefined as Publisher['publish'] | undefined,
  } = {},
) {
  const clock = new ManualClock();
  const log = createLogger('relayer', 'error', { write: () => undefined });
  const metrics = createRelayerMetrics(createMetrics('relayer'));
  const trace = createTrace();
  const published: Published[] = [];
  const publisher: Publisher = {
    publish:
      publish ??
      (async (topic, bytes) => {
        published.push({ topic, bytes });
        return 1;
      }),
  };
  const recent: RecentItems & { wrong: boolean; reads: number } = {
    wrong: false,
    reads: 0,
    items: async (height) => {
      recent.reads++;
      if (height + BigInt(ring) <= consensus.head.value) return undefined;
      return recent.wrong ? [utf8('wrong')] : consensus.chain.items(height);
    },
  };
  const cursor: CursorStore = {
    load: async () => disk.cursor,
    save: async (tip) => {
      disk.cursor = tip;
    },
  };
  const evidence: EvidenceStore = {
    keep: async (pair) => {
      disk.evidence.push(pair);
    },
  };
  const sets = createValidatorSets(consensus, { saved: [], save: async () => undefined });
  const chain: FollowedChain = createFollowedChain(consensus.chain.chainId, sets);
  const source = createBlockSource({
    chainId: consensus.chain.chainId,
    consensus,
    recent,
    sets,
    log,
    metrics,
  });
  const lookup: BlockLookup = createBlockLookup({ source, chain, metrics }, { maxBytes: 1_000_000 });
  const topicName = (topic: BlockTopic): string => topicKey(topic);
  const gossip: BlockGossip = createBlockGossip(
    {
      chain,
      publisher,
      evidence,
      onRollup: () => undefined,
      topicName,
      log,
      metrics,
      failpoints: noFailpoints,
    },
    { enabled: true },
  );
  const facts = createFacts({ service: 'relayer', log, trace, clock });
  const task: Task = relay(
    {
      consensus,
      source,
      lookup,
      chain,
      sets,
      gossip,
      cursor,
      clock,
      facts,
      log,
      metrics,
      failpoints: noFailpoints,
    },
    { startAt },
  );
  const stop = new AbortController();
  const ended = task(stop.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    clock,
    disk,
    chain,
    lookup,
    gossip,
    recent,
    published,
    trace,
    sets,
    relayed: () => {
      const heights: string[] = [];
      for (let height = 1n; height <= consensus.head.value; height++) {
        for (const { fields } of trace.of(`height:${height}`)) heights.push(String(fields['height']));
      }
      return heights;
    },
    settle,
    crash: async () => {
      stop.abort(new Error('crash'));
      return ended;
    },
    ended,
  };
}

/** A chain of so many blocks, each with data of two rollups. */
export function aConsensus(blocks = 0): FakeConsensus {
  const consensus = new FakeConsensus(createTestChain());
  if (blocks > 0) consensus.produce(blocks);
  return consensus;
}
