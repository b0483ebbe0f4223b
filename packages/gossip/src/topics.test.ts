import { rollupIdOf } from '@switchyard/primitives';
import { afterEach, describe, expect, it } from 'vitest';
import {
  blocksTopic,
  controlTopic,
  type GossipNode,
  MAX_MESSAGE_BYTES,
  MessageTooLargeError,
  rollupTopic,
  txsTopic,
} from './index.ts';
import { aMessage, byFirstByte, startNode, type TestNode, until } from './test-node.ts';

const topic = 'switchyard/1/yard/blocks';
const running: GossipNode[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node[Symbol.asyncDispose]()));
});

async function start(...args: Parameters<typeof startNode>): Promise<TestNode> {
  const node = await startNode(...args);
  running.push(node);
  return node;
}

/** Three nodes, the middle one knows both; all hear each other. */
async function aLine(maxBytes?: number) {
  const a = await start();
  const b = await start([a]);
  const c = await start([b]);
  const nodes = [a, b, c].map((node) => {
    const subscription = byFirstByte(maxBytes);
    node.subscribe(topic, subscription);
    return { node, got: subscription.got };
  });
  await until(
    () =>
      b.neighbours(topic).length === 2 &&
      a.neighbours(topic).length === 1 &&
      c.neighbours(topic).length === 1,
  );
  const [first, middle, last] = nodes;
  if (first === undefined || middle === undefined || last === undefined) throw new Error('three nodes');
  return { a: first, b: middle, c: last };
}

const verdictsOf = ({ events }: TestNode) =>
  events.flatMap((event) => (event.kind === 'verdict' ? [event.verdict] : []));
const dropsOf = ({ events }: TestNode) =>
  events.flatMap((event) => (event.kind === 'dropped' ? [event.reason] : []));

describe('a line of three nodes', () => {
  it('carries a message to hop 2, of any size up to the cap, byte by byte', async () => {
    const { a, b, c } = await aLine();
    for (const size of [1, 1_000, 250_000, 2 << 20, 3_000_000]) {
      const message = aMessage(2 + (size % 200), size);
      expect(await a.node.publish(topic, message)).toEqual({ recipients: 1, isDuplicate: false });
      await until(() => c.got.some((bytes) => bytes.length === size), `${size} bytes at hop 2`);
      expect(Buffer.compare(c.got.at(-1) ?? new Uint8Array(), message)).toBe(0);
      expect(c.got.at(-1)?.constructor).toBe(Uint8Array);
    }
    expect(b.got.length).toBe(5);
  });

  it('does not forward what the middle rejects or ignores', async () => {
    const { a, b, c } = await aLine();
    await a.node.publish(topic, aMessage(0));
    await a.node.publish(topic, aMessage(1));
    await a.node.publish(topic, aMessage(2));
    await until(() => c.got.length === 1);
    expect(verdictsOf(b.node).sort()).toEqual(['accept', 'ignore', 'reject']);
    expect(verdictsOf(c.node)).toEqual(['accept']);
  });

  it('drops what is too large unseen, and refuses to publish it', async () => {
    const { a, b, c } = await aLine(1_000);
    const unbound = await start([b.node]);
    await until(() => unbound.subscribers(topic).length === 1);
    await unbound.publish(topic, aMessage(2, 1_001));
    await a.node.publish(topic, aMessage(2, 1_000));
    await until(() => c.got.length === 1 && dropsOf(b.node).length === 1);
    expect(dropsOf(b.node)).toEqual(['oversized']);
    expect(b.got.length).toBe(1);
    await expect(a.node.publish(topic, aMessage(2, 1_001))).rejects.toBeInstanceOf(MessageTooLargeError);
    await expect(a.node.publish('other', aMessage(2, MAX_MESSAGE_BYTES + 1))).rejects.toBeInstanceOf(
      MessageTooLargeError,
    );
  });

  it('sends the same bytes once', async () => {
    const { a, c } = await aLine();
    const message = aMessage(2);
    await a.node.publish(topic, message);
    await until(() => c.got.length === 1);
    expect(await a.node.publish(topic, message)).toEqual({ recipients: 0, isDuplicate: true });
    expect(await c.node.publish(topic, message)).toEqual({ recipients: 0, isDuplicate: true });
  });

  it('bars a peer that sends nothing but invalid messages', async () => {
    const { a, b } = await aLine();
    for (let i = 0; i < 40; i++) {
      await a.node.publish(topic, aMessage(0));
      await until(() => verdictsOf(b.node).length >= Math.min(i + 1, 9));
    }
    const rejected = verdictsOf(b.node).length;
    expect(rejected).toBeGreaterThanOrEqual(9);
    expect(rejected).toBeLessThan(15);
  });
});

describe('a topic', () => {
  it('may have nobody who listens: the publisher sees it', async () => {
    const alone = await start();
    expect(await alone.publish(topic, aMessage(2))).toEqual({ recipients: 0, isDuplicate: false });
    expect(alone.events).toContainEqual({ kind: 'published', topic, recipients: 0, bytes: 100 });
  });

  it('that was not joined costs no memory: its messages are dropped before they are hashed', async () => {
    const a = await start();
    const b = await start([a]);
    a.subscribe('wanted', byFirstByte());
    a.subscribe('unwanted', byFirstByte());
    b.subscribe('unwanted', byFirstByte());
    await until(() => a.neighbours('unwanted').length === 1);
    const subscription = byFirstByte();
    b.subscribe('wanted', subscription);
    b.unsubscribe('unwanted');
    await a.publish('unwanted', aMessage(2));
    await until(() => a.neighbours('wanted').length === 1);
    await a.publish('wanted', aMessage(2));
    await until(() => subscription.got.length === 1);
    expect(dropsOf(b).filter((reason) => reason !== 'unknown-topic')).toEqual([]);
    expect(() => b.subscribe('wanted', byFirstByte())).toThrow('already subscribed');
  });

  it('goes on when a validator throws, and rejects what it throws a rejection for', async () => {
    const a = await start();
    const b = await start([a]);
    a.subscribe(topic, byFirstByte());
    let calls = 0;
    b.subscribe(topic, {
      maxBytes: 1_000,
      validate: () => {
        calls += 1;
        if (calls === 1) throw new TypeError('a bug');
        throw new MessageTooLargeError(topic, 1, 0);
      },
    });
    await until(() => a.neighbours(topic).length === 1);
    await a.publish(topic, aMessage(2));
    await a.publish(topic, aMessage(2));
    await until(() => verdictsOf(b).length === 2);
    expect(verdictsOf(b)).toEqual(['ignore', 'reject']);
    expect(b.events.filter(({ kind }) => kind === 'validator-failed').length).toBe(1);
  });

  it('ignores above a bounded number of messages in validation', async () => {
    const a = await start();
    const b = await start([a]);
    a.subscribe(topic, byFirstByte());
    const gate = Promise.withResolvers<void>();
    b.subscribe(topic, {
      maxBytes: 1_000,
      validate: async () => {
        await gate.promise;
        return 'accept' as const;
      },
    });
    await until(() => a.neighbours(topic).length === 1);
    for (let i = 0; i < 100; i++) await a.publish(topic, aMessage(2));
    await until(() => dropsOf(b).length === 36);
    expect(new Set(dropsOf(b))).toEqual(new Set(['overload']));
    gate.resolve();
    await until(() => verdictsOf(b).length === 64);
  });

  it('has a name per chain and rollup', () => {
    expect(blocksTopic('yard-1')).toBe('switchyard/1/yard-1/blocks');
    expect(txsTopic('yard-1')).toBe('switchyard/1/yard-1/txs');
    expect(controlTopic('yard-1')).toBe('switchyard/1/yard-1/control');
    expect(rollupTopic('yard-1', rollupIdOf('demo'))).toMatch(
      /^switchyard\/1\/yard-1\/rollup\/[0-9a-f]{64}$/,
    );
  });
});
