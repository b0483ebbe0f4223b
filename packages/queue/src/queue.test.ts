import { sequencerHeight, utf8 } from '@switchyard/primitives';
import { eventually } from '@switchyard/testing/program';
import { describe, expect, it } from 'vitest';
import { createQueueDrain, type OpenDrain, type QueueMessage } from './drain.ts';
import { createQueueFeed, type QueueFeed } from './feed.ts';
import { messageId, parseMessageName, partSubject, streamName } from './names.ts';
import { natsUserKey } from './nkey.ts';
import { chainId, connectionOf, natsPath, never, startQueueServer } from './testing/queue-server.ts';

describe('names', () => {
  const name = { height: 7n, part: 2, round: 'a1' };

  it('tell what a message is', () => {
    expect(parseMessageName(chainId, partSubject(chainId, name), messageId(chainId, name))).toEqual(name);
  });

  it.each([
    ['another chain', 'switchyard.blocks.yard-2.7.2', 'yard-2/7/2/a1'],
    ['another height in the id', 'switchyard.blocks.yard-1.7.2', 'yard-1/8/2/a1'],
    ['leading zeros', 'switchyard.blocks.yard-1.07.2', 'yard-1/7/2/a1'],
    ['no id', 'switchyard.blocks.yard-1.7.2', ''],
    ['no part', 'switchyard.blocks.yard-1.7', 'yard-1/7/0/a1'],
  ])('refuse %s', (_, subject, id) => {
    expect(() => parseMessageName(chainId, subject, id)).toThrow('another name');
  });

  it('refuse a chain id that would be several subjects', () => {
    expect(() => streamName('yard.1')).toThrow('no queue');
  });

  it('name a key as the tools of NATS do', () => {
    // As `nk -inkey … -pubout` prints it for the key of all zeros.
    expect(natsUserKey(new Uint8Array(32))).toMatch(/^UAA{50}[A-Z2-7]{4}$/);
  });
});

async function aQueue(maxBytes = 64 << 10) {
  const server = await startQueueServer();
  const relayer = connectionOf({ url: server.url, user: 'relayer' });
  const daWriter = connectionOf({ url: server.url, user: 'da-writer' });
  const nothing = (): void => undefined;
  const feed = createQueueFeed(relayer, { chainId, maxBytes, beforeCreate: nothing, afterCreate: nothing });
  return { server, daWriter, feed, drain: createQueueDrain(daWriter, { chainId }) };
}

const put = (feed: QueueFeed, height: bigint, bytes = utf8(`block ${height}`), round = '0') =>
  feed.put({ height, part: 0, round }, bytes, never);

async function someOf(open: OpenDrain): Promise<readonly QueueMessage[]> {
  const messages: QueueMessage[] = [];
  for await (const message of open.messages(never)) messages.push(message);
  return messages;
}
const heightsOf = (messages: readonly QueueMessage[]): readonly bigint[] =>
  messages.map(({ subject, id }) => parseMessageName(chainId, subject, id).height);

describe('a queue on nats-server', { timeout: 60_000 }, () => {
  if (natsPath === undefined) {
    it('runs', ({ skip }) => skip('not run: nats-server is missing: npm run engines'));
    return;
  }

  it('takes each message once, gives them in order, again until they are acknowledged, and then no more', async () => {
    const { feed, drain } = await aQueue();
    await expect(drain.open(never)).rejects.toMatchObject({ code: 'QUEUE_STREAM_GONE' });
    await expect(put(feed, 1n)).rejects.toMatchObject({ code: 'QUEUE_STREAM_GONE' });
    const { identity } = await feed.open(never);
    for (const height of [1n, 2n, 3n, 1n, 3n]) await put(feed, height);
    const given = await someOf(await drain.open(never));
    expect(heightsOf(given)).toEqual([1n, 2n, 3n]);
    expect(given[0]?.bytes).toEqual(utf8('block 1'));
    const open = await drain.open(never);
    const again = await someOf(open);
    expect(heightsOf(again)).toEqual([1n, 2n, 3n]);
    await open.acknowledge(
      again.slice(0, 2).map(({ token }) => token),
      never,
    );
    expect(await feed.open(never)).toMatchObject({ identity, messages: 1 });
    expect(heightsOf(await someOf(await drain.open(never)))).toEqual([3n]);
    // Taken and gone: within the window of duplicates only another round brings it back.
    await put(feed, 1n);
    await put(feed, 1n, utf8('block 1'), 'a');
    expect(heightsOf(await someOf(await drain.open(never)))).toEqual([3n, 1n]);
  });

  it('takes no more than its limit, and takes it when there is room', async () => {
    const { feed, drain } = await aQueue();
    await feed.open(never);
    const bytes = new Uint8Array(20_000);
    for (const height of [1n, 2n, 3n]) await put(feed, height, bytes);
    await expect(put(feed, 4n, bytes)).rejects.toMatchObject({ code: 'QUEUE_FULL', fault: 'transient' });
    const open = await drain.open(never);
    const [first] = await someOf(open);
    await open.acknowledge([first?.token ?? ''], never);
    await put(feed, 4n, bytes);
    expect(heightsOf(await someOf(await drain.open(never)))).toEqual([2n, 3n, 4n]);
  });

  it('keeps what it has when it is killed, and is another one when its volume was lost', async () => {
    const { server, feed, drain } = await aQueue();
    const { identity } = await feed.open(never);
    await put(feed, 1n);
    const open = await drain.open(never);
    await server.kill();
    await expect(someOf(open)).rejects.toMatchObject({ fault: 'transient' });
    await server.start();
    const kept = await eventually('the stream', () => feed.open(never));
    expect(kept).toMatchObject({ identity, messages: 1 });
    const opened = await eventually('the consumer', () => drain.open(never));
    expect(heightsOf(await someOf(opened))).toEqual([1n]);
    await server.kill();
    await server.wipe();
    await server.start();
    const made = await eventually('another stream', () => feed.open(never));
    expect(made.messages).toBe(0);
    expect(made.identity).not.toBe(identity);
  });

  it('carries demands', async () => {
    const { feed, drain, daWriter } = await aQueue();
    const demands = feed.demands(never)[Symbol.asyncIterator]();
    const heard = demands.next();
    await feed.open(never);
    const demand = { confirmed: sequencerHeight(7n), round: 'a' };
    (await daWriter.get(never)).publish(`switchyard.demand.${chainId}`, utf8('garbage'));
    await drain.demand(demand, never);
    expect(await heard).toEqual({ done: false, value: demand });
    await demands.return?.();
  });
});
