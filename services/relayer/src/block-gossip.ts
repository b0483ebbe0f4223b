import { codeOf, type RollupId } from '@switchyard/primitives';
import { encodeFilteredBlock, type FilteredBlock, filterBlock, type SignedBlock } from '@switchyard/protocol';
import { type Failpoints, type Logger, mapConcurrent } from '@switchyard/service-kit';
import type { FollowedChain } from './chain.ts';
import { type Evidence, evidenceName } from './domain/accepted-blocks.ts';
import { withoutSection } from './domain/filtered.ts';
import type { BlockTopic } from './domain/topic.ts';
import { judge, type Verdict } from './domain/verdict.ts';
import type { Failpoint } from './failpoints.ts';
import type { RelayerMetrics } from './metrics.ts';
import type { EvidenceStore, Publisher } from './ports.ts';

/** Blocks to and from gossip. */
export type BlockGossip = {
  /** Publishes a verified block on the topic of all and on those of its rollups. Failures are logged: peers can ask. */
  publish(block: SignedBlock, signal: AbortSignal): Promise<void>;
  /** Judges what a peer sent; a second verified block of a height is kept as evidence. */
  validate(bytes: Uint8Array, topic: BlockTopic): Promise<Verdict>;
  /** A knob for tests: whether anything is published. */
  readonly publishing: { enabled: boolean };
};

/** What it needs. */
export type BlockGossipDeps = {
  readonly chain: FollowedChain;
  readonly publisher: Publisher;
  readonly evidence: EvidenceStore;
  /** Is told of each rollup that has data, so that this node takes part in its topic. */
  readonly onRollup: (id: RollupId) => void;
  readonly topicName: (topic: BlockTopic) => string;
  readonly log: Logger;
  readonly metrics: RelayerMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

const publishesAtOnce = 8;

/** Publishes and judges blocks. */
export function createBlockGossip(deps: BlockGossipDeps, publishing: { enabled: boolean }): BlockGossip {
  const { chain, publisher, evidence, onRollup, topicName, log, metrics, failpoints } = deps;

  const remember = async (topic: BlockTopic, block: FilteredBlock): Promise<void> => {
    const conflict = chain.accepted.add(topic, block);
    if (conflict !== undefined) await alarm(conflict);
  };

  const alarm = async (conflict: Evidence): Promise<void> => {
    metrics.evidence.inc();
    const name = evidenceName(conflict);
    log.error({ height: String(conflict.height), evidence: name }, 'two blocks of one height are signed');
    failpoints.hit('evidence.before');
    try {
      await evidence.keep(conflict);
    } catch (error) {
      log.error({ evidence: name, err: error }, 'evidence not kept');
    }
    failpoints.hit('evidence.after');
  };

  const publishOne = async (topic: BlockTopic, block: FilteredBlock, signal: AbortSignal): Promise<void> => {
    // What a peer published first has already gone on from here.
    if (chain.accepted.has(topic, block.header.height, block.headerHash)) return;
    const bytes = encodeFilteredBlock(block);
    failpoints.hit('publish.before');
    try {
      await publisher.publish(topicName(topic), bytes, signal);
      metrics.published.inc({ topic: topic.kind });
      metrics.publishedBytes.inc({ topic: topic.kind }, bytes.length);
    } catch (error) {
      signal.throwIfAborted();
      metrics.errors.inc({ code: codeOf(error) });
      log.warn({ topic: topic.kind, err: error }, 'block not published');
      return;
    }
    failpoints.hit('publish.after');
    await remember(topic, block);
  };

  return {
    publishing,
    publish: async (block, signal) => {
      for (const id of block.rollupIds) onRollup(id);
      if (!publishing.enabled) return;
      const messages: { readonly topic: BlockTopic; readonly block: FilteredBlock }[] = [
        ...block.rollupIds.map((id) => ({
          topic: { kind: 'rollup', id } as const,
          block: filterBlock(block, id),
        })),
        { topic: { kind: 'blocks' }, block: withoutSection(block) },
      ];
      await mapConcurrent(messages, publishesAtOnce, (m, s) => publishOne(m.topic, m.block, s), signal);
    },
    validate: async (bytes, topic) => {
      const judged = judge(bytes, topic, chain.known());
      metrics.judged.inc({ topic: topic.kind, verdict: judged.verdict, reason: judged.reason });
      if (judged.verdict === 'accept') await remember(topic, judged.block);
      return judged.verdict;
    },
  };
}
