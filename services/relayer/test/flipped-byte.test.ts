import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  createGossipNode,
  type GossipEvent,
  type GossipNode,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
} from '@switchyard/gossip';
import { sha256, utf8 } from '@switchyard/primitives';
import {
  decodeFilteredBlock,
  encodeFilteredBlock,
  type FilteredBlock,
  filterBlock,
} from '@switchyard/protocol';
import { createLogger, createMetrics, noFailpoints } from '@switchyard/service-kit';
import { createTestChain, flips, settle } from '@switchyard/testing';
import { expect, it, onTestFinished } from 'vitest';
import { blockTopicName, gossipPublisher, joinTopics, rollupTopics } from '../src/adapters/gossip.ts';
import { createBlockGossip } from '../src/block-gossip.ts';
import { createFollowedChain } from '../src/chain.ts';
import { withoutSection } from '../src/domain/filtered.ts';
import { createRelayerMetrics } from '../src/metrics.ts';
import { createValidatorSets } from '../src/validator-sets.ts';
import { both, demo } from './world.ts';

async function aGossipNode(
  seed: string,
  bootstrap: readonly string[],
  observe?: (event: GossipEvent) => void,
) {
  const node = await createGossipNode({
    listen: '/ip4/127.0.0.1/tcp/0',
    keySeed: sha256(utf8(seed)),
    bootstrap,
    floodPublish: true,
    maxConnections: 100,
    ...(observe === undefined ? {} : { observe }),
  });
  onTestFinished(() => node[Symbol.asyncDispose]());
  return node;
}

it('rejects one flipped byte in each field of a FilteredBlock, and hands none on', {
  timeout: 120_000,
}, async () => {
  const chain = createTestChain();
  const { chainId } = chain;
  const blocks = chain.nextBlocks(4, both);
  const sets = createValidatorSets(
    { validators: () => Promise.resolve(chain.anchor().sequencer.nextValidators) },
    { saved: [], save: () => Promise.resolve() },
  );
  const followed = createFollowedChain(chainId, sets);
  for (const block of blocks.slice(0, 3)) {
    const { header } = block;
    await sets.require(header.validatorsHash, 1n as never, new AbortController().signal);
    followed.advance(block);
  }

  const verdicts: string[] = [];
  const middle = await aGossipNode('middle', [], (event) => {
    if (event.kind === 'verdict') verdicts.push(event.verdict);
  });
  const metrics = createRelayerMetrics(createMetrics('relayer'));
  const joining: { join: (id: typeof demo) => void } = { join: () => undefined };
  const gossip = createBlockGossip(
    {
      chain: followed,
      publisher: gossipPublisher(middle),
      evidence: { keep: () => Promise.resolve() },
      onRollup: (id) => joining.join(id),
      topicName: blockTopicName(chainId),
      log: createLogger('relayer', 'error', { write: () => undefined }),
      metrics,
      failpoints: noFailpoints,
    },
    { enabled: false },
  );
  joining.join = rollupTopics(middle, { chainId, blocks: gossip });
  joinTopics(
    middle,
    { chainId, blocks: gossip, admit: () => Promise.resolve('ignore') },
    new AbortController().signal,
  );
  joining.join(demo);

  const received: Uint8Array[] = [];
  const last = await aGossipNode('last', middle.addresses());
  const topics = [
    { name: rollupTopic(chainId, demo), maxBytes: ROLLUP_TOPIC_MAX_BYTES },
    { name: blocksTopic(chainId), maxBytes: BLOCKS_TOPIC_MAX_BYTES },
  ];
  const follow = (node: GossipNode): void => {
    for (const { name, maxBytes } of topics) {
      node.subscribe(name, {
        maxBytes,
        validate: (bytes) => {
          received.push(bytes);
          return 'accept';
        },
      });
    }
  };
  follow(last);

  const [tip, above] = [blocks[2], blocks[3]];
  if (tip === undefined || above === undefined) throw new RangeError('no blocks');
  const messages = [
    { topic: rollupTopic(chainId, demo), block: filterBlock(tip, demo) },
    { topic: rollupTopic(chainId, demo), block: filterBlock(above, demo) },
    { topic: blocksTopic(chainId), block: withoutSection(tip) },
  ].flatMap(({ topic, block }) =>
    flips(block, 'block').map(({ field, value }) => ({
      topic,
      field,
      bytes: encodeFilteredBlock(value as FilteredBlock),
      genuine: encodeFilteredBlock(block),
    })),
  );
  expect(messages.length).toBeGreaterThan(100);

  // A peer that sends nine is barred, so each sends a few.
  const perSender = 7;
  for (let sent = 0; sent < messages.length; sent += perSender) {
    const sender = await aGossipNode(`sender ${sent}`, middle.addresses());
    for (const { name } of topics) {
      await expect.poll(() => sender.subscribers(name).length).toBe(1);
    }
    for (const [index, { topic, field, bytes, genuine }] of messages
      .slice(sent, sent + perSender)
      .entries()) {
      expect(Buffer.compare(bytes, genuine), field).not.toBe(0);
      await sender.publish(topic, bytes);
      await expect.poll(() => verdicts.length, { interval: 5, message: field }).toBe(sent + index + 1);
      expect(verdicts.at(-1), field).toBe('reject');
    }
    await sender[Symbol.asyncDispose]();
  }
  expect(received).toEqual([]);

  const honest = await aGossipNode('honest', middle.addresses());
  for (const { name } of topics) await expect.poll(() => honest.subscribers(name).length).toBe(1);
  await honest.publish(rollupTopic(chainId, demo), encodeFilteredBlock(filterBlock(above, demo)));
  await expect.poll(() => received.length).toBe(1);
  expect(decodeFilteredBlock(received[0] ?? new Uint8Array()).headerHash).toEqual(above.headerHash);
  await settle();
});
