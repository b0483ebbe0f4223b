import { readFile } from 'node:fs/promises';
import { serveAbci } from '@switchyard/abci';
import { toHex } from '@switchyard/primitives';
import { type Clock, createFailpoints, createLogger, createMetrics } from '@switchyard/service-kit';
import { createKvApplication, type KvApplication } from '@switchyard/testing';
import { sweepsFaults } from '@switchyard/testing/program';
import { afterEach, describe, expect, it } from 'vitest';
import { connectApplication } from '../src/adapters/abci-application.ts';
import { openSigner } from '../src/adapters/file-signer.ts';
import { homePaths, readGenesis, readValidatorKey } from '../src/adapters/home.ts';
import { openBlockStore } from '../src/adapters/lmdb-block-store.ts';
import { msOfTime } from '../src/domain/time.ts';
import { engine } from '../src/engine.ts';
import { type Failpoint, failpoints } from '../src/failpoints.ts';
import { createHead } from '../src/head.ts';
import { createEngineMetrics } from '../src/metrics.ts';
import type { StoredBlock } from '../src/ports.ts';
import { type EngineHome, makeHome } from './engine-home.ts';

class Killed extends Error {}

const resources: AsyncDisposable[] = [];

afterEach(async () => {
  for (const resource of resources.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

type World = { readonly home: EngineHome; readonly kv: KvApplication; readonly clock: Clock };

async function newWorld(kv: KvApplication = createKvApplication()): Promise<World> {
  const home = await makeHome();
  resources.push(home);
  const server = await serveAbci({
    address: home.socket,
    app: kv.app,
    onFatal: () => undefined,
  });
  resources.push(server);
  return { home, kv, clock: quickClock() };
}

/** Sleeps cost nothing and move the time. */
function quickClock(): Clock {
  let nowMs = Date.parse('2026-11-22T13:00:00Z');
  return {
    now: () => nowMs,
    elapsed: () => nowMs,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
  };
}

/** The second time, where there is one: the first height has no predecessor. */
function hitsOf(failpoint: Failpoint | undefined): number {
  return failpoint?.startsWith('init-chain') || failpoint?.startsWith('prune') ? 1 : 2;
}

type Run = { readonly ended: 'reached' | 'killed'; readonly blocks: readonly StoredBlock[] };

/** One life of the engine: until a height, or until the failpoint kills it. */
async function live(
  { home, clock }: World,
  until: bigint,
  armed?: Failpoint,
  hits = hitsOf(armed),
): Promise<Run> {
  const paths = homePaths(home.path);
  const { genesis, fingerprint } = await readGenesis(paths.genesis);
  const signer = await openSigner(await readValidatorKey(paths.validatorKey), paths.signingState);
  await using store = await openBlockStore(
    paths.blocks,
    { path: paths.genesis, fingerprint },
    { log: createLogger('solo-engine', 'error'), signal: new AbortController().signal },
  );
  const head = createHead();
  const stop = new AbortController();
  const work = engine(
    {
      genesis,
      store,
      signer,
      connect: () => connectApplication(home.socket),
      head,
      clock,
      log: createLogger('solo-engine', 'error'),
      metrics: createEngineMetrics(createMetrics('solo-engine'), () => 0),
      failpoints: createFailpoints('solo-engine', failpoints, armed && `solo-engine/${armed}:${hits}`, {
        log: undefined,
        kill: () => {
          throw new Killed();
        },
      }),
    },
    { intervalMs: 1_000 },
  )(stop.signal);
  const reached = head.state.until((state) => (state?.height ?? 0n) >= until, stop.signal);
  let ended: Run['ended'] = 'reached';
  try {
    await Promise.race([work, reached]);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    ended = 'killed';
  }
  stop.abort(new Error('test ends'));
  await Promise.allSettled([work, reached]);
  const blocks: StoredBlock[] = [];
  for (let height = store.base; height <= store.height; height++) {
    const stored = store.block(height);
    if (stored !== undefined) blocks.push(stored);
  }
  return { ended, blocks };
}

async function signatureAt(
  home: EngineHome,
): Promise<{ readonly height: string; readonly signature?: string }> {
  return JSON.parse(await readFile(homePaths(home.path).signingState, 'utf8')) as {
    height: string;
    signature?: string;
  };
}

describe('the chain', () => {
  it('holds the items of the application in blocks a second apart', async () => {
    const world = await newWorld();
    world.kv.submit('a=1');
    const { blocks } = await live(world, 5n);
    expect(blocks[0]?.block.items.map((item) => new TextDecoder().decode(item))).toEqual(['a=1']);
    const times = blocks.slice(1).map(({ block }) => msOfTime(block.header.time));
    for (const [index, time] of times.slice(1).entries()) {
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
    expect(new Set(world.kv.executed.map(({ hash }) => hash)).size).toBe(blocks.length);
  });

  it('goes on after the clock went back by an hour, header times still a second apart', async () => {
    const world = await newWorld();
    await live(world, 3n);
    const earlier = { ...world, clock: { ...world.clock, now: () => world.clock.now() - 3_600_000 } };
    const { blocks } = await live(earlier, 6n);
    const [before, after] = [blocks[2], blocks[5]].map((stored) =>
      msOfTime(stored?.block.header.time ?? { seconds: 0n, nanos: 0 }),
    );
    expect((after ?? 0) - (before ?? 0)).toBe(3_000);
  });

  it('takes parameters at the next height and powers at the one after', async () => {
    const world = await newWorld();
    const key = Buffer.from(world.home.publicKey).toString('base64');
    world.kv.submit('max_bytes=5000000');
    world.kv.submit(`power=${key}:25`);
    const { blocks } = await live(world, 4n);
    const [first, second, third] = blocks.map(({ block }) => block.header);
    expect(second?.consensusHash).not.toEqual(first?.consensusHash);
    expect(second?.validatorsHash).toEqual(first?.validatorsHash);
    expect(second?.nextValidatorsHash).not.toEqual(first?.nextValidatorsHash);
    expect(third?.validatorsHash).toEqual(second?.nextValidatorsHash);
  });

  it('stops, clearly, when others get a third of the power', async () => {
    const world = await newWorld();
    world.kv.submit(`power=${Buffer.alloc(32, 9).toString('base64')}:5`);
    await expect(live(world, 9n)).rejects.toMatchObject({ code: 'SOLO_POWER_LOST', context: { height: 3n } });
  });

  it('goes on beside a validator that is never there', async () => {
    const world = await newWorld();
    world.kv.submit(`power=${Buffer.alloc(32, 9).toString('base64')}:4`);
    const { blocks } = await live(world, 8n);
    const rounds = blocks.map(({ block }) => block.lastCommit.round);
    expect(Math.max(...rounds)).toBeGreaterThan(0);
    expect(blocks.at(-1)?.block.lastCommit.signatures.map(({ flag }) => flag)).toEqual(['commit', 'absent']);
  });

  it('prunes what the application no longer needs', async () => {
    const world = await newWorld();
    world.kv.retainHeight = 4n;
    const { blocks } = await live(world, 7n);
    expect(blocks[0]?.block.header.height).toBe(4n);
  });
});

describe('a lost application', () => {
  it('is replayed from its first block when it comes back empty', async () => {
    const world = await newWorld();
    world.kv.submit('a=1');
    await live(world, 4n);
    world.kv.wipe();
    const { blocks } = await live(world, 6n);
    expect(world.kv.executed.map(({ height }) => height)).toEqual([1n, 2n, 3n, 4n, 1n, 2n, 3n, 4n, 5n, 6n]);
    expect(blocks).toHaveLength(6);
    assertOneHashPerHeight(world.kv);
  });

  it('that answers another app hash is refused', async () => {
    const world = await newWorld();
    await live(world, 4n);
    const other = createKvApplication();
    other.submit('b=2');
    await live({ ...(await newWorld(other)), clock: world.clock }, 4n);
    const server = await serveAbci({ address: '127.0.0.1:0', app: other.app, onFatal: () => undefined });
    resources.push(server);
    const home = { ...world.home, socket: server.address };
    await expect(live({ ...world, home }, 9n)).rejects.toMatchObject({
      code: 'SOLO_INCONSISTENT_HISTORY',
    });
  });

  it('that throws is waited for, and replayed', async () => {
    const kv = createKvApplication();
    let failures = 1;
    const world = await newWorld({
      ...kv,
      app: {
        ...kv.app,
        finalizeBlock: async (request) => {
          if (Number(request.height) === 3 && failures-- > 0) {
            kv.crash();
            throw new Error('out of memory');
          }
          return kv.app.finalizeBlock(request);
        },
      },
    });
    const { blocks } = await live(world, 5n);
    expect(blocks).toHaveLength(5);
    assertOneHashPerHeight(kv);
  });
});

describe('a kill at any side effect', () => {
  const fates = sweepsFaults ? (['lives', 'is killed too'] as const) : (['is killed too'] as const);
  it.each(failpoints.flatMap((name) => fates.map((fate) => [name, fate] as const)))(
    '%s, while the application %s, leaves one block and one signature for each height',
    async (name, fate) => {
      const world = await newWorld();
      world.kv.submit('a=1');
      world.kv.retainHeight = name.startsWith('prune') ? 2n : 0n;
      const first = await live(world, 20n, name);
      expect(first.ended).toBe('killed');
      if (fate === 'is killed too') world.kv.crash();
      const left = await signatureAt(world.home);
      const storedBefore = first.blocks.map(({ blockId }) => toHex(blockId.hash));

      const next = BigInt(left.height) + 3n;
      const second = await live(world, next);
      expect(second.ended).toBe('reached');
      assertOneHashPerHeight(world.kv);
      const hashes = new Set(second.blocks.map(({ blockId }) => toHex(blockId.hash)));
      const pruned = second.blocks[0]?.block.header.height ?? 1n;
      expect(storedBefore.slice(Number(pruned) - 1).filter((hash) => !hashes.has(hash))).toEqual([]);
      const after = second.blocks.find(({ block }) => block.header.height === BigInt(left.height) + 1n);
      const signature = after?.block.lastCommit.signatures[0]?.signature;
      if (left.signature !== undefined) {
        expect(Buffer.from(signature ?? []).toString('base64')).toBe(left.signature);
      }
    },
  );

  it('twice at one height', async () => {
    const world = await newWorld();
    expect((await live(world, 9n, 'sign.after', 3)).ended).toBe('killed');
    expect((await live(world, 9n, 'block.before', 1)).ended).toBe('killed');
    expect((await live(world, 9n, 'finalize.after', 1)).ended).toBe('killed');
    expect((await live(world, 9n, 'commit.after', 1)).ended).toBe('killed');
    expect((await live(world, 9n)).ended).toBe('reached');
    assertOneHashPerHeight(world.kv);
  });
});

function assertOneHashPerHeight(kv: KvApplication): void {
  const hashes = new Map<bigint, string>();
  for (const { height, hash } of kv.executed) {
    expect(hashes.get(height) ?? hash).toBe(hash);
    hashes.set(height, hash);
  }
}
