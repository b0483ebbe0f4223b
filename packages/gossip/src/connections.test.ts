import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGossipNode, type GossipNode, peerIdOfSeed } from './index.ts';
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

const portOf = (node: GossipNode): number => Number(/tcp\/(\d+)/.exec(node.addresses()[0] ?? '')?.[1]);

describe('a node', () => {
  it('has the peer id of its seed', async () => {
    const keySeed = randomBytes(32);
    const node = await start([], { keySeed });
    expect(node.id).toBe(await peerIdOfSeed(keySeed));
    expect(node.addresses()).toEqual([`/ip4/127.0.0.1/tcp/${portOf(node)}/p2p/${node.id}`]);
    await expect(peerIdOfSeed(keySeed.subarray(1))).rejects.toThrow(RangeError);
  });

  it('knows its peers, their addresses and protocols', async () => {
    const a = await start();
    await a.serve('/switchyard/test/1', async function* () {
      yield* [];
    });
    const b = await start([a]);
    await until(() => b.peers().some(({ protocols }) => protocols.includes('/switchyard/test/1')));
    expect(b.peers()).toMatchObject([{ id: a.id, addresses: [expect.stringContaining(`tcp/${portOf(a)}`)] }]);
    expect(b.events).toContainEqual({ kind: 'connected', peer: a.id });
  });

  it('refuses an address that is none, before it starts anything', async () => {
    const options = {
      listen: '/ip4/127.0.0.1/tcp/0',
      keySeed: randomBytes(32),
      floodPublish: false,
      maxConnections: 5,
    };
    await expect(createGossipNode({ ...options, bootstrap: ['localhost:4001'] })).rejects.toThrow();
  });

  it('dials a peer whose id it does not know, and not itself', async () => {
    const a = await start();
    const b = await start([], { bootstrap: [`/ip4/127.0.0.1/tcp/${portOf(a)}`] });
    await until(() => b.peers().length === 1);
    expect(b.peers()[0]?.id).toBe(a.id);
    const keySeed = randomBytes(32);
    const first = await startNode([], { keySeed });
    const port = portOf(first);
    await first[Symbol.asyncDispose]();
    const alone = await start([], {
      keySeed,
      listen: `/ip4/127.0.0.1/tcp/${port}`,
      bootstrap: [`/ip4/127.0.0.1/tcp/${port}`],
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(alone.peers()).toEqual([]);
  });

  it('finds its bootstrap peer again after that was away, and hears it', async () => {
    const keySeed = randomBytes(32);
    const first = await startNode([], { keySeed });
    const port = portOf(first);
    const b = await start([first]);
    const subscription = byFirstByte();
    b.subscribe(topic, subscription);
    await until(() => b.peers().length === 1);
    await first[Symbol.asyncDispose]();
    await until(() => b.peers().length === 0);
    await until(() => b.events.some(({ kind }) => kind === 'dial-failed'));
    const again = await start([], { keySeed, listen: `/ip4/127.0.0.1/tcp/${port}` });
    again.subscribe(topic, byFirstByte());
    await until(() => again.neighbours(topic).includes(b.id), 'back again');
    await again.publish(topic, aMessage(2));
    await until(() => subscription.got.length === 1, 'heard again');
  });

  it('starts before its bootstrap peer', async () => {
    const keySeed = randomBytes(32);
    const first = await startNode([], { keySeed });
    const port = portOf(first);
    await first[Symbol.asyncDispose]();
    const b = await start([], { bootstrap: [`/ip4/127.0.0.1/tcp/${port}`] });
    await until(() => b.events.some(({ kind }) => kind === 'dial-failed'));
    await start([], { keySeed, listen: `/ip4/127.0.0.1/tcp/${port}` });
    await until(() => b.peers().length === 1, 'connected');
  });

  it('and its peer may dial each other at the same time', async () => {
    const [seedA, seedB] = [randomBytes(32), randomBytes(32)];
    const ports = await Promise.all(
      [seedA, seedB].map(async (keySeed) => {
        const node = await startNode([], { keySeed });
        const port = portOf(node);
        await node[Symbol.asyncDispose]();
        return port;
      }),
    );
    const [a, b] = await Promise.all([
      start([], {
        keySeed: seedA,
        listen: `/ip4/127.0.0.1/tcp/${ports[0]}`,
        bootstrap: [`/ip4/127.0.0.1/tcp/${ports[1]}`],
      }),
      start([], {
        keySeed: seedB,
        listen: `/ip4/127.0.0.1/tcp/${ports[1]}`,
        bootstrap: [`/ip4/127.0.0.1/tcp/${ports[0]}`],
      }),
    ]);
    const [gotA, gotB] = [byFirstByte(), byFirstByte()];
    a.subscribe(topic, gotA);
    b.subscribe(topic, gotB);
    await until(
      () => a.neighbours(topic).length === 1 && b.subscribers(topic).length === 1,
      'subscribed',
      8_000,
    );
    await a.publish(topic, aMessage(2));
    await b.publish(topic, aMessage(3));
    await until(() => gotA.got.length === 1 && gotB.got.length === 1);
    expect(a.events.concat(b.events).filter(({ kind }) => kind === 'deaf')).toEqual([]);
  });

  it('keeps to its connection limit', async () => {
    const a = await start([], { maxConnections: 3 });
    const others = await Promise.all(Array.from({ length: 6 }, () => start([a])));
    let most = 0;
    await until(() => {
      most = Math.max(most, a.peers().length);
      return a.peers().length === 3 && others.filter((other) => other.peers().length === 0).length === 3;
    }, 'three connections, and three without one');
    expect(most).toBe(3);
  });

  it('outlives strangers who speak no libp2p', async () => {
    const a = await start();
    const sockets = Array.from({ length: 20 }, (_, i) => {
      const socket = connect(portOf(a), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(i % 2 === 0 ? randomBytes(100_000) : 'GET / HTTP/1.1\r\n\r\n');
      return socket;
    });
    const b = await start([a]);
    await until(() => b.peers().length === 1, 'connected');
    for (const socket of sockets) socket.destroy();
  });

  it('gives up a peer that reads nothing, while others hear everything', async () => {
    const a = await start();
    const b = await start([a]);
    const subscription = byFirstByte();
    a.subscribe(topic, byFirstByte());
    b.subscribe(topic, subscription);
    const frozen = fork(new URL('./test-peer.ts', import.meta.url), [topic, ...a.addresses()], {
      execArgv: ['--conditions=@switchyard/source'],
    });
    try {
      await until(() => a.neighbours(topic).length === 2, 'both listen');
      frozen.kill('SIGSTOP');
      for (let i = 0; i < 60; i++) {
        await a.publish(topic, aMessage(2, 500_000));
        await until(() => subscription.got.length === i + 1);
      }
      await until(() => a.events.some(({ kind }) => kind === 'deaf'), 'given up');
      await until(() => a.peers().length === 1);
    } finally {
      frozen.kill('SIGKILL');
    }
  });

  it('stops with a hanging validator and answers under way, and once', async () => {
    const a = await startNode();
    a.subscribe(topic, { maxBytes: 1_000, validate: () => new Promise(() => undefined) });
    await a.serve('/switchyard/test/1', async function* () {
      for (;;) {
        yield new Uint8Array(10_000);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    const b = await start([a]);
    b.subscribe(topic, byFirstByte());
    await until(() => b.neighbours(topic).length === 1);
    await b.publish(topic, aMessage(2));
    const signal = AbortSignal.timeout(10_000);
    const answer = b
      .request(a.id, '/switchyard/test/1', new Uint8Array(1), { maxBytes: 1 << 30, signal })
      [Symbol.asyncIterator]();
    await answer.next();
    await a[Symbol.asyncDispose]();
    await a[Symbol.asyncDispose]();
    await answer.return?.(undefined);
    await until(() => b.peers().length === 0);
  });
});
