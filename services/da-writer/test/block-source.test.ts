import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { equalBytes, faultOf, rollupIdOf, sequencerHeight, sha256, utf8 } from '@switchyard/primitives';
import { publicKeyOf, type SignedBlock, verifySignedBlock } from '@switchyard/protocol';
import { createQueueConnection, createQueueFeed, natsServerConfig, type QueueUser } from '@switchyard/queue';
import { createLogger, createMetrics, noFailpoints, systemClock } from '@switchyard/service-kit';
import { aValidator, createTestChain, type TestChain } from '@switchyard/testing';
import { startNats } from '@switchyard/testing/nats-server';
import { aFolder, eventually, findEngine } from '@switchyard/testing/program';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBlockQueue } from '../src/adapters/nats-block-queue.ts';
import { createRelayerBlockSource } from '../src/adapters/relayer-block-source.ts';
import { daWriterMetrics } from '../src/metrics.ts';
import type { BlockSource } from '../src/ports.ts';
import { createQueueSource } from '../src/queue-source.ts';
import { startNeighbours } from './fake-neighbours.ts';
import { Feeder } from './feeder.ts';

/** A source over a chain that grows, and its neighbour, which goes and comes back. */
type Neighbour = {
  readonly source: BlockSource;
  readonly leave: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
};

const never = new AbortController().signal;

async function byRelayer(chain: TestChain): Promise<Neighbour> {
  let neighbours = await startNeighbours(chain);
  const { address } = neighbours;
  const source = createRelayerBlockSource(address);
  const leave = (): Promise<void> => Promise.resolve(neighbours[Symbol.asyncDispose]());
  onTestFinished(async () => {
    source[Symbol.dispose]();
    await leave();
  });
  return {
    source,
    leave,
    comeBack: async () => {
      neighbours = await startNeighbours(chain, address);
    },
  };
}

const program = findEngine('nats-server');
const seeds: Readonly<Record<QueueUser, Uint8Array>> = {
  relayer: sha256(utf8('relayer')),
  'da-writer': sha256(utf8('da-writer')),
};

async function byQueue(chain: TestChain): Promise<Neighbour> {
  const { chainId } = chain;
  const users = { relayer: publicKeyOf(seeds.relayer), 'da-writer': publicKeyOf(seeds['da-writer']) };
  const server = await startNats(program ?? '', (at) => natsServerConfig({ ...at, chainId, users }));
  const folder = await aFolder();
  await mkdir(folder, { recursive: true });
  const natsKeyFile = join(folder, 'nats.key');
  await writeFile(natsKeyFile, Buffer.from(seeds['da-writer']).toString('hex'));
  const ending = new AbortController();
  const connection = createQueueConnection(
    { chainId, url: server.url, user: 'relayer', keySeed: seeds.relayer, caFile: undefined },
    { onUnsafe: () => undefined },
  );
  const nothing = (): void => undefined;
  const feed = createQueueFeed(connection, {
    chainId,
    maxBytes: 16 << 20,
    beforeCreate: nothing,
    afterCreate: nothing,
  });
  const feeder = new Feeder(chain, (name, bytes) => feed.put(name, bytes, never));
  const patiently = async (work: () => Promise<void>): Promise<void> => {
    while (!ending.signal.aborted) {
      await work().catch(nothing);
      await sleep(50);
    }
  };
  const hearing = patiently(async () => {
    for await (const demand of feed.demands(ending.signal)) feeder.hear(demand);
  });
  const feeding = patiently(async () => feeder.feed((await feed.open(never)).identity));
  const log = createLogger('da-writer', 'error', { write: nothing });
  const queue = await openBlockQueue(
    { natsUrl: server.url, natsKeyFile, natsCaFile: undefined },
    { chainId, log },
  );
  if (queue === undefined) throw new Error('no queue');
  const source = createQueueSource({
    queue,
    relayer: undefined,
    chainHeight: () => Promise.resolve(BigInt(chain.blocks.length)),
    clock: systemClock,
    log,
    failpoints: noFailpoints,
    metrics: daWriterMetrics(createMetrics('da-writer')),
  });
  await source.release(sequencerHeight(0n), never);
  const telling = source.task(ending.signal).catch(nothing);
  onTestFinished(async () => {
    ending.abort(new Error('end of the test'));
    await queue[Symbol.asyncDispose]();
    await connection[Symbol.asyncDispose]();
    await Promise.all([hearing, feeding, telling]);
  });
  return { source, leave: () => server.kill(), comeBack: () => server.start() };
}

const data = [{ rollupId: rollupIdOf('alpha'), data: [utf8('one'), utf8('two')] }];
const aChain = (blocks: number): TestChain => {
  const chain = createTestChain();
  chain.nextBlocks(blocks, (height) => ({ data: height % 2n === 0n ? data : [] }));
  return chain;
};

/** So many blocks from a height on, again after each transient failure, as the writer does. */
async function take(source: BlockSource, from: bigint, count: number): Promise<readonly SignedBlock[]> {
  const blocks: SignedBlock[] = [];
  return eventually(
    `${count} blocks from ${from}`,
    async () => {
      try {
        const next = sequencerHeight(from + BigInt(blocks.length));
        for await (const block of source.blocksFrom(next, never))
          if (blocks.push(block) === count) return blocks;
      } catch (error) {
        if (faultOf(error) !== 'transient') throw error;
      }
      return undefined;
    },
    60_000,
  );
}

describe.each([
  { name: 'gRPC', open: byRelayer, missing: false },
  { name: 'NATS', open: byQueue, missing: program === undefined },
])('a source of blocks by $name', { timeout: 90_000 }, ({ open, missing }) => {
  if (missing) {
    it('runs', ({ skip }) => skip('not run: nats-server is missing: npm run engines'));
    return;
  }

  it('gives each height once and in order, whole, and follows the head', async () => {
    const chain = aChain(20);
    const { source } = await open(chain);
    const growing = setInterval(() => chain.nextBlock({ data }), 100);
    onTestFinished(() => clearInterval(growing));
    const blocks = await take(source, 1n, 40);
    clearInterval(growing);
    expect(blocks).toEqual(chain.blocks.slice(0, 40));
    const validators = chain.anchor().sequencer.nextValidators;
    for (const block of blocks) verifySignedBlock(block, validators, chain.chainId);
  });

  it('gives what is not released again from any height, and nothing less after a release', async () => {
    const chain = aChain(12);
    const { source } = await open(chain);
    await take(source, 1n, 12);
    expect((await take(source, 5n, 8)).map(({ header }) => Number(header.height))).toEqual([
      5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    await source.release(sequencerHeight(8n), never);
    expect((await take(source, 9n, 4)).map(({ header }) => Number(header.height))).toEqual([9, 10, 11, 12]);
  });

  it('gives the sets that signed the blocks it gave', async () => {
    const chain = aChain(2);
    chain.nextBlock({ nextValidators: ['a', 'b', 'c'].map((name) => aValidator(name)) });
    chain.nextBlocks(2);
    const { source } = await open(chain);
    for (const { header } of await take(source, 1n, 5)) {
      const set = await source.validatorSet(header.validatorsHash, never);
      const expected = chain.validatorSet(header.validatorsHash) ?? [];
      expect(set.length).toBe(expected.length);
      for (const [index, { publicKey, power }] of expected.entries()) {
        expect(set[index]?.power).toBe(power);
        expect(equalBytes(set[index]?.publicKey ?? new Uint8Array(), publicKey)).toBe(true);
      }
    }
  });

  it('fails for the time that its neighbour is away, and goes on after', async () => {
    const chain = aChain(6);
    const { source, leave, comeBack } = await open(chain);
    await take(source, 1n, 6);
    await leave();
    chain.nextBlocks(3);
    const away = source.blocksFrom(sequencerHeight(7n), never)[Symbol.asyncIterator]().next();
    expect(faultOf(await away.catch((error: unknown) => error))).toBe('transient');
    await comeBack();
    expect(await take(source, 7n, 3)).toEqual(chain.blocks.slice(6));
  });

  it('ends when it is told to, waiting or not', async () => {
    const chain = aChain(3);
    const { source } = await open(chain);
    await take(source, 1n, 3);
    const stop = new AbortController();
    const waiting = source.blocksFrom(sequencerHeight(4n), stop.signal)[Symbol.asyncIterator]().next();
    setTimeout(() => stop.abort(new Error('enough')), 300);
    await expect(waiting).rejects.toThrow();
    await expect(
      source.blocksFrom(sequencerHeight(1n), stop.signal)[Symbol.asyncIterator]().next(),
    ).rejects.toThrow();
  });
});
