import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  CONTROL_TOPIC_MAX_BYTES,
  controlTopic,
  createGossipNode,
  type GossipNode,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
  TXS_TOPIC_MAX_BYTES,
  txsTopic,
} from '@switchyard/gossip';
import { concatBytes, rollupIdOf, toHex, utf8 } from '@switchyard/primitives';
import { formatU64, switchyard } from '@switchyard/proto';
import { decodeFilteredBlock, encodeFilteredBlock, type FilteredBlock } from '@switchyard/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { flipped, forged } from '../support/attack/forged-blocks.ts';
import { underAttack } from '../support/attack/honest-user.ts';
import { malformed } from '../support/attack/malformed-protobuf.ts';
import {
  type Answer,
  type AttackPeer,
  attackPeer,
  field,
  publishing,
  push,
  requestFrame,
} from '../support/attack/peer.ts';
import { counted, peakOf } from '../support/attack/watch.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { eventually } from '../support/local-network.ts';

// One network, an honest observer that knows the relayer only, and attackers with as many identities as they like.
const relayerAdmin = 9_102;
const logBytesPerAttack = 20_000;
/** What a service logs of its ordinary work. */
const logBytesPerMs = 2;
/** Nine invalid messages bar a peer, so each sends fewer. */
const perIdentity = 7;
const id = rollupIdOf('demo');

const network = attackedNetwork('gossip', 1_500);
let relayer: string;
let chainId: string;
let observer: GossipNode;
const seen = new Map<string, { readonly topic: string; readonly bytes: Uint8Array }>();

const topics = () =>
  [
    { name: blocksTopic(chainId), maxBytes: BLOCKS_TOPIC_MAX_BYTES },
    { name: rollupTopic(chainId, id), maxBytes: ROLLUP_TOPIC_MAX_BYTES },
    { name: txsTopic(chainId), maxBytes: TXS_TOPIC_MAX_BYTES },
    { name: controlTopic(chainId), maxBytes: CONTROL_TOPIC_MAX_BYTES },
  ] as const;

const keyOf = (bytes: Uint8Array): string => toHex(bytes);
const seenOn = (topic: string): readonly Uint8Array[] =>
  [...seen.values()].filter((message) => message.topic === topic).map(({ bytes }) => bytes);
const judged = (verdict: string): Promise<number> =>
  counted(network, relayerAdmin, new RegExp(`^relayer_judged_total.*verdict="${verdict}"`));
const dropped = (reason: string): Promise<number> =>
  counted(network, relayerAdmin, new RegExp(`^relayer_gossip_dropped_total.*reason="${reason}"`));

/** A block with data that everybody has. */
const genuineBlock = (): FilteredBlock => {
  const newest = seenOn(rollupTopic(chainId, id)).at(-1);
  if (newest === undefined) throw new Error('no block with data yet');
  return decodeFilteredBlock(newest);
};

beforeAll(async () => {
  const running = await eventually('the relayer serves', () =>
    network.logOf('relayer').find(({ msg }) => msg === 'relayer serves'),
  );
  [relayer = ''] = running['p2p'] as readonly string[];
  const status = await fetch(`http://127.0.0.1:${9_100 + network.portOffset}/status`);
  chainId = ((await status.json()) as { chainId: string }).chainId;
  observer = await createGossipNode({
    ...{ listen: '/ip4/127.0.0.1/tcp/0', keySeed: randomBytes(32), bootstrap: [relayer] },
    ...{ floodPublish: false, maxConnections: 16 },
  });
  for (const { name, maxBytes } of topics()) {
    observer.subscribe(name, {
      maxBytes,
      validate: (bytes) => {
        seen.set(keyOf(bytes), { topic: name, bytes: Uint8Array.from(bytes) });
        return 'accept';
      },
    });
  }
});
afterAll(() => observer[Symbol.asyncDispose]());

/**
 * So that there is a newest block with data, and a batch of transactions. What was sent before the observer's connection was part of
 * the mesh is not repeated to it: another is sent.
 */
beforeEach(async () => {
  const hasBoth = (): boolean =>
    seenOn(rollupTopic(chainId, id)).length > 0 && seenOn(txsTopic(chainId)).length > 0;
  for (let sent = 0; sent === 0 || !hasBoth(); sent++) {
    expect(sent, 'transactions of which the observer sees none').toBeLessThan(10);
    await underAttack(network, 'calm', async () => undefined);
    const end = performance.now() + 3_000;
    while (!hasBoth() && performance.now() < end) await wait(100);
  }
});

/** Publishes each message once, a few by each identity, and gives how many were refused by a verdict. */
async function publishAll(
  messages: readonly { readonly topic: string; readonly data: Uint8Array }[],
): Promise<number> {
  const before = (await judged('reject')) + (await judged('ignore'));
  for (let at = 0; at < messages.length; at += perIdentity) {
    await using peer = await attackPeer(relayer);
    for (const message of messages.slice(at, at + perIdentity)) await peer.gossip(publishing(message));
    const sent = Math.min(messages.length, at + perIdentity);
    await eventually(`${sent} verdicts`, async () =>
      (await judged('reject')) + (await judged('ignore')) - before >= sent ? true : undefined,
    );
  }
  return (await judged('reject')) + (await judged('ignore')) - before;
}

const bounded = async (name: string, attack: () => Promise<void>): Promise<void> => {
  const { logBytes, attackMs } = await underAttack(network, name, attack);
  for (const child of ['relayer', 'conductor@demo', 'sequencer-app']) {
    expect(logBytes[child]).toBeLessThan(logBytesPerAttack + attackMs * logBytesPerMs);
    expect(peakOf(network, child)).toBeLessThan(512);
  }
};

it('refuses forged blocks and one flipped bit of each field, and hands none on', async () => {
  const block = genuineBlock();
  const { section: _, ...bare } = block;
  const messages = [
    ...[...forged(block), ...flipped(block)].map(({ bytes }) => ({
      topic: rollupTopic(chainId, id),
      data: bytes,
    })),
    ...flipped(bare as FilteredBlock).map(({ bytes }) => ({ topic: blocksTopic(chainId), data: bytes })),
  ];
  expect(messages.length).toBeGreaterThan(70);
  await bounded(`${messages.length} forged blocks`, async () => {
    expect(await publishAll(messages)).toBeGreaterThanOrEqual(messages.length);
  });
  for (const { data } of messages) expect(seen.has(keyOf(data))).toBe(false);
});

it('refuses transactions with a flipped bit, broken batches and transactions of the other topic', async () => {
  const batch = seenOn(txsTopic(chainId)).at(-1) ?? new Uint8Array();
  const flips = Array.from({ length: 40 }, (_, index) => {
    const bytes = Uint8Array.from(batch);
    const place = Math.floor((index * bytes.length) / 40);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    return bytes;
  });
  const messages = [
    ...flips.map((data) => ({ topic: txsTopic(chainId), data })),
    ...[...malformed(1), concatBytes(batch, batch)].flatMap((data) =>
      [txsTopic(chainId), controlTopic(chainId)].map((topic, index) => ({
        topic,
        data: concatBytes(data, randomBytes(index)),
      })),
    ),
    { topic: controlTopic(chainId), data: concatBytes(batch, field(1, randomBytes(10))) },
  ];
  await bounded(`${messages.length} broken batches`, async () => {
    expect(await publishAll(messages)).toBeGreaterThanOrEqual(messages.length);
  });
  for (const { data } of messages) expect(seen.has(keyOf(data))).toBe(false);
});

it('drops what is larger than its topic allows, and bars who sends it', async () => {
  const before = await dropped('oversized');
  await bounded('oversized messages', async () => {
    for (const [index, { name, maxBytes }] of topics().entries()) {
      await using peer = await attackPeer(relayer);
      await peer.gossip(publishing({ topic: name, data: randomBytes(maxBytes + 1) }));
      await eventually(`a drop on ${name}`, async () =>
        (await dropped('oversized')) > before + index ? true : undefined,
      );
    }
    for (let round = 0; round < 4; round++) {
      await using peer = await attackPeer(relayer);
      await peer.gossip(publishing({ topic: txsTopic(chainId), data: randomBytes(10_000_000) }));
    }
    await using barred = await attackPeer(relayer);
    for (let sent = 0; sent < 60; sent++) {
      await barred.gossip(
        publishing({ topic: blocksTopic(chainId), data: randomBytes(BLOCKS_TOPIC_MAX_BYTES + 1) }),
      );
    }
  });
});

it('bars a peer after nine invalid messages', async () => {
  const before = await judged('reject');
  await using peer = await attackPeer(relayer);
  const send = () => peer.gossip(publishing({ topic: blocksTopic(chainId), data: randomBytes(100) }));
  for (let sent = 1; sent <= 10; sent++) {
    await send();
    await eventually(`${sent} refusals`, async () =>
      (await judged('reject')) >= before + sent ? true : undefined,
    );
  }
  // gossipsub looks at a score anew once a second.
  await wait(1_500);
  for (let sent = 0; sent < 100; sent++) await send();
  await wait(1_000);
  expect((await judged('reject')) - before).toBe(10);
});

it('goes on under floods of messages, topics and broken RPCs of several peers', async () => {
  await bounded('a flood', async () => {
    const peers = await Promise.all(Array.from({ length: 6 }, () => attackPeer(relayer)));
    const unknown = (): Uint8Array =>
      publishing(...Array.from({ length: 100 }, () => ({ topic: 'nowhere', data: randomBytes(40) })));
    const subscriptions = (round: number): Uint8Array =>
      concatBytes(
        ...Array.from({ length: 500 }, (_, index) =>
          field(
            1,
            concatBytes(Uint8Array.of(8, 1), field(2, utf8(`topic ${round} ${index} ${'x'.repeat(200)}`))),
          ),
        ),
      );
    const replay = publishing(
      ...seenOn(rollupTopic(chainId, id)).map((data) => ({ topic: rollupTopic(chainId, id), data })),
    );
    const control = (): Uint8Array =>
      field(
        3,
        concatBytes(
          ...Array.from({ length: 400 }, () =>
            field(1, concatBytes(field(1, utf8(blocksTopic(chainId))), field(2, randomBytes(32)))),
          ),
        ),
      );
    const end = performance.now() + 6_000;
    for (let round = 0; performance.now() < end; round++) {
      for (const peer of peers) {
        await peer.gossip(unknown());
        await peer.gossip(subscriptions(round));
        await peer.gossip(replay);
        await peer.gossip(control());
        for (const bytes of malformed(round)) await peer.gossip(bytes);
      }
    }
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  });
  expect(await dropped('unknown-topic')).toBeGreaterThan(1_000);
});

it('answers honest requests under absurd, endless, slow and too many ones', async () => {
  const protocol = `/switchyard/1/${chainId}/blocks`;
  const { PeerRequest } = switchyard.relayer.v1;
  const block = (fromHeight: bigint, count: number): Uint8Array =>
    PeerRequest.encode({ block: { fromHeight: formatU64(fromHeight), count, rollupId: id } }).finish();
  const absurd = [
    ...[0n, 2n ** 40n, 2n ** 64n - 1n].map((height) => requestFrame(1, block(height, 0xff_ff_ff_ff))),
    ...malformed(3).map((bytes) => requestFrame(1, bytes)),
    requestFrame(1, new Uint8Array()),
    requestFrame(9, randomBytes(10)),
    requestFrame(0, new Uint8Array()),
    requestFrame(1, randomBytes(10), 0xff_ff_ff_ff),
    requestFrame(1, randomBytes(70_000)),
  ];
  const refused = await counted(network, relayerAdmin, /^relayer_refusals_total/);
  await bounded('requests', async () => {
    for (const bytes of absurd) {
      await using peer = await attackPeer(relayer);
      const stream = await peer.open(protocol);
      stream.addEventListener('message', () => undefined);
      await push(stream, bytes);
      await wait(30);
    }
    const peers = await Promise.all(Array.from({ length: 20 }, () => attackPeer(relayer)));
    for (const [index, peer] of peers.entries()) {
      for (let opened = 0; opened < 60; opened++) {
        try {
          const stream = await peer.open(protocol);
          stream.pause();
          // A third asks for much and never reads, a third sends a byte and waits, a third says nothing.
          if (index % 3 === 0) await push(stream, requestFrame(1, block(1n, 32)));
          if (index % 3 === 1) await push(stream, Uint8Array.of(0));
        } catch {
          // More streams than a peer may have are cut off.
        }
      }
    }
    await wait(6_000);
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  });
  expect(await counted(network, relayerAdmin, /^relayer_refusals_total/)).toBeGreaterThan(refused);
});

it('goes on while attackers take every connection of the relayer', async () => {
  await bounded('300 connections', async () => {
    const peers: AttackPeer[] = [];
    for (let batch = 0; batch < 10; batch++) {
      const opened = await Promise.allSettled(Array.from({ length: 30 }, () => attackPeer(relayer)));
      peers.push(...opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    }
    await wait(3_000);
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  });
});

it.each(['forged', 'endless', 'slow', 'silent', 'empty', 'garbage'] as const)(
  'takes blocks from an honest source while most peers give %s answers and nobody gossips',
  async (kind) => {
    const knob = (gossip: boolean): Promise<Response> =>
      fetch(`http://127.0.0.1:${relayerAdmin + network.portOffset}/knobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ gossip }),
      });
    const running = network.logOf('conductor@demo').find(({ msg }) => msg === 'gossip node runs');
    if (running === undefined) throw new Error('the conductor has no gossip node');
    const [conductor = ''] = running['addresses'] as readonly string[];
    const answer = answers[kind](genuineBlock());
    const peers = await Promise.all(
      Array.from({ length: 5 }, () => attackPeer(conductor, { [`/switchyard/1/${chainId}/blocks`]: answer })),
    );
    expect((await knob(false)).status).toBe(200);
    try {
      const { receiptMs } = await underAttack(network, `${kind} answers`, () => wait(8_000));
      const inOrder = receiptMs.toSorted((a, b) => a - b);
      expect(inOrder[inOrder.length >> 1]).toBeLessThan(3_000);
      expect(peakOf(network, 'conductor@demo')).toBeLessThan(512);
    } finally {
      expect((await knob(true)).status).toBe(200);
      await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
    }
  },
);

const responseOf = (block: Uint8Array): Uint8Array => requestFrame(1, field(2, block));

/** What a dishonest peer answers. */
type AnswerKind = 'forged' | 'endless' | 'slow' | 'silent' | 'empty' | 'garbage';

const answers: Readonly<Record<AnswerKind, (genuine: FilteredBlock) => Answer>> = {
  forged: (genuine) => async (stream) => {
    for (const { bytes } of forged(genuine)) await push(stream, responseOf(bytes));
    await push(stream, requestFrame(2, new Uint8Array()));
  },
  endless: (genuine) => async (stream, signal) => {
    const old = responseOf(encodeFilteredBlock(genuine));
    while (!signal.aborted && stream.status === 'open') await push(stream, old).then(() => wait(5));
  },
  slow: (genuine) => async (stream, signal) => {
    for (const byte of responseOf(encodeFilteredBlock(genuine))) {
      if (signal.aborted || stream.status !== 'open') return;
      await push(stream, Uint8Array.of(byte));
      await wait(1_000);
    }
  },
  silent: () => () => undefined,
  empty: () => (stream) => push(stream, requestFrame(2, new Uint8Array())),
  garbage: () => (stream) => push(stream, randomBytes(2_000)),
};
