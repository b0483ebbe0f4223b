import { sequencerHeight } from '@switchyard/primitives';
import {
  aValidator,
  createTestChain,
  serveFakeCometbft,
  setOf,
  type TestChainOptions,
} from '@switchyard/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  CometbftRefusedError,
  CometbftUnavailableError,
  createCometbftClient,
  HeightNotYetError,
  HeightPrunedError,
} from './index.ts';

const never = new AbortController().signal;

async function aNode(blocks: number, options: TestChainOptions = {}, deadlineMs = 20_000) {
  const chain = createTestChain(options);
  chain.nextBlocks(blocks);
  const server = await serveFakeCometbft(chain);
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
  });
  const client = createCometbftClient(server.url, { deadlineMs, pollIntervalMs: 20, silenceMs: 100 });
  return { chain, server, client };
}

describe('cometbft client', () => {
  it('parses what a node says', async () => {
    const { chain, client } = await aNode(3);
    const height = sequencerHeight(2);
    const block = chain.blocks[1];
    expect(await client.status(never)).toEqual({
      chainId: chain.chainId,
      earliestHeight: 1n,
      height: 3n,
      catchingUp: false,
    });
    expect(await client.commit(height, never)).toEqual({
      header: block?.header,
      commit: block?.commit,
      canonical: true,
    });
    expect((await client.commit(sequencerHeight(3), never)).canonical).toBe(false);
    expect(await client.header(height, never)).toEqual(block?.header);
    expect(await client.block(height, never)).toEqual({ header: block?.header, items: chain.items(2n) });
    expect((await client.genesis(never)).chainId).toBe(chain.chainId);
    const set = await client.validators(sequencerHeight(4), never);
    expect(set.map(({ publicKey, power }) => ({ publicKey, power }))).toEqual(setOf([aValidator('a')]));
  });

  it('reads a set of several pages', async () => {
    const validators = Array.from({ length: 230 }, (_, index) => aValidator(`v${index}`));
    const { client, server } = await aNode(1, { validators });
    const set = await client.validators(sequencerHeight(1), never);
    expect(set.map(({ publicKey, power }) => ({ publicKey, power }))).toEqual(setOf(validators));
    expect(server.asked.get('validators')).toBe(3);
  });

  it('says what a missing height means', async () => {
    const { client, server } = await aNode(3);
    server.knobs.earliestHeight = 2n;
    await expect(client.commit(sequencerHeight(4), never)).rejects.toThrow(HeightNotYetError);
    await expect(client.block(sequencerHeight(4), never)).rejects.toMatchObject({ fault: 'transient' });
    await expect(client.block(sequencerHeight(1), never)).rejects.toThrow(HeightPrunedError);
    await expect(client.validators(sequencerHeight(9), never)).rejects.toThrow(HeightNotYetError);
  });

  it('is transient while the node hangs, talks nonsense or is away', async () => {
    const { client, server } = await aNode(1, {}, 300);
    server.knobs.isHanging = true;
    await expect(client.status(never)).rejects.toThrow(CometbftUnavailableError);
    server.knobs.isHanging = false;
    server.knobs.isBroken = true;
    await expect(client.status(never)).rejects.toMatchObject({ fault: 'transient' });
    const away = createCometbftClient('http://127.0.0.1:1');
    await expect(away.status(never)).rejects.toThrow(CometbftUnavailableError);
    expect(new CometbftRefusedError('x', 1, 'y').fault).toBe('rejected');
  });

  it('ends a call with the caller’s reason', async () => {
    const { client, server } = await aNode(1);
    server.knobs.isHanging = true;
    const caller = new AbortController();
    const asking = client.status(caller.signal);
    caller.abort(new Error('caller has gone'));
    await expect(asking).rejects.toThrow('caller has gone');
  });
});

describe('new headers', () => {
  it('come by WebSocket at once', async () => {
    const { chain, client, server } = await aNode(1);
    const heads = client.newHeaders(never)[Symbol.asyncIterator]();
    expect(await heads.next()).toEqual({ done: false, value: 1n });
    const second = heads.next();
    await expect.poll(() => server.asked.get('status')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    chain.nextBlock();
    server.announce();
    expect(await second).toEqual({ done: false, value: 2n });
    await heads.return?.(undefined);
  });

  it('are found by polling while the WebSocket is silent', async () => {
    const { chain, client, server } = await aNode(1);
    server.knobs.isSilent = true;
    const seen: bigint[] = [];
    for await (const height of client.newHeaders(never)) {
      seen.push(height);
      if (seen.length === 3) break;
      chain.nextBlock();
    }
    expect(seen).toEqual([1n, 2n, 3n]);
  });

  it('go on when the node was away, and stop with the signal', async () => {
    const { chain, server } = await aNode(2);
    const client = createCometbftClient(server.url, { deadlineMs: 100, pollIntervalMs: 20, silenceMs: 100 });
    const stop = new AbortController();
    const heads = client.newHeaders(stop.signal)[Symbol.asyncIterator]();
    expect((await heads.next()).value).toBe(2n);
    await server[Symbol.asyncDispose]();
    const third = heads.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    chain.nextBlock();
    await using again = await serveFakeCometbft(chain, server.port);
    expect((await third).value).toBe(3n);
    expect(again.port).toBe(server.port);
    const fourth = heads.next();
    stop.abort(new Error('stopped'));
    await expect(fourth).rejects.toThrow('stopped');
  });
});
