import { SwitchyardError } from '@switchyard/primitives';
import {
  createFacts,
  createFailpoints,
  createLogger,
  createMetrics,
  createTrace,
  runTasks,
} from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { afterEach, expect, it } from 'vitest';
import { compose } from './compose.ts';
import type { QueueEvent, RollupTransaction } from './domain/queue.ts';
import { type ComposerFailpoint, failpoints } from './failpoints.ts';
import { composerMetrics } from './metrics.ts';
import type { PendingNews, QueueLog, RollupNode, Sequencer, Signer } from './ports.ts';

class Unavailable extends SwitchyardError {
  override readonly code = 'UNAVAILABLE';
  override readonly fault = 'transient';
}

type Sequenced = { readonly height: bigint; readonly id: string; readonly hashes: readonly string[] };

/** A sequencer with one account, and a rollup that executes what it sequences: tiny, with knobs. */
class World {
  height = 10n;
  price = 0n;
  sequence: Sequenced[] = [];
  pool = new Map<bigint, { id: string; hashes: readonly string[]; expiresAt: bigint }>();
  receipts = new Map<string, bigint>();
  senderNonces = new Map<string, bigint>();
  mempool: RollupTransaction[] = [];
  log: QueueEvent[] = [];
  signed: { nonce: bigint; id: string; hashes: string }[] = [];
  loseSubmissions = 0;
  refuseAs: 'later' | 'never' | undefined;
  skipAll = false;
  down = false;
  forgets = false;
  /** The height of the snapshot that the node began with. */
  joinedAt = 0n;
  estimate: bigint | undefined;
  estimateOf = (_transaction: RollupTransaction): Promise<bigint | undefined> =>
    Promise.resolve(this.estimate);
  subscribing: Promise<void> = Promise.resolve();
  #announce = Promise.withResolvers<void>();

  submitToRollup(...transactions: readonly RollupTransaction[]): void {
    this.mempool.push(...transactions);
    this.#announce.resolve();
    this.#announce = Promise.withResolvers();
  }

  /** One sequencer block, executed by the rollup at once. */
  block(): void {
    this.height++;
    for (;;) {
      const nonce = BigInt(this.sequence.length);
      const next = this.pool.get(nonce);
      if (next === undefined) break;
      this.pool.delete(nonce);
      if (next.expiresAt < this.height) continue;
      this.sequence.push({ height: this.height, ...next });
      if (this.skipAll) continue;
      for (const hash of next.hashes) this.#execute(hash);
    }
    for (const [nonce, { expiresAt }] of this.pool) if (expiresAt < this.height) this.pool.delete(nonce);
  }

  #execute(hash: string): void {
    const transaction = this.mempool.find((each) => each.hash === hash);
    if (transaction === undefined || this.receipts.has(hash)) return;
    if (transaction.nonce !== (this.senderNonces.get(transaction.sender) ?? 0n)) return;
    this.receipts.set(hash, this.height);
    this.senderNonces.set(transaction.sender, transaction.nonce + 1n);
  }

  readonly queueLog: QueueLog = {
    load: () => this.log,
    append: async (events) => {
      await Promise.resolve();
      this.log = [...this.log, ...events];
    },
    compact: () => Promise.resolve(),
  };

  readonly sequencer: Sequencer = {
    chainId: () => Promise.resolve('yard-1'),
    price: () => Promise.resolve(this.price),
    account: () => {
      if (this.down) return Promise.reject(new Unavailable('down'));
      const nonce = BigInt(this.sequence.length);
      return Promise.resolve({ nonce, pendingNonce: nonce, height: this.height });
    },
    submit: (bytes) => {
      if (this.down) return Promise.reject(new Unavailable('down'));
      if (this.refuseAs === 'later')
        return Promise.resolve({ kind: 'later', reason: 'full', retryAfterMs: 500 });
      const { nonce, id, hashes, expiresAt } = JSON.parse(new TextDecoder().decode(bytes)) as {
        nonce: string;
        id: string;
        hashes: string[];
        expiresAt: string;
      };
      if (this.refuseAs === 'never' && hashes.length > 0) {
        return Promise.resolve({ kind: 'never', reason: 'too large' });
      }
      if (this.loseSubmissions > 0) this.loseSubmissions--;
      else if (BigInt(nonce) >= BigInt(this.sequence.length)) {
        if (!this.pool.has(BigInt(nonce)))
          this.pool.set(BigInt(nonce), { id, hashes, expiresAt: BigInt(expiresAt) });
      }
      return Promise.resolve({ kind: 'accepted' });
    },
    inclusion: (nonce) => {
      const found = this.forgets ? undefined : this.sequence[Number(nonce)];
      if (found !== undefined) return Promise.resolve({ kind: 'known', ...found });
      const indexedFrom = this.joinedAt > this.height - 100_000n ? this.joinedAt + 1n : this.height - 99_999n;
      return Promise.resolve({ kind: 'unknown', indexedFrom });
    },
  };

  readonly rollup: RollupNode = {
    pending: (signal) => this.#pending(signal),
    sweep: () => Promise.resolve(this.mempool.filter(({ hash }) => !this.receipts.has(hash))),
    blockNumber: () => Promise.resolve(this.height),
    nonces: (senders) =>
      Promise.resolve(new Map(senders.map((sender) => [sender, this.senderNonces.get(sender) ?? 0n]))),
    sightings: (transactions) =>
      Promise.resolve(
        transactions.map(({ hash, sender }) => ({
          hash,
          blockNumber: this.receipts.get(hash),
          senderNonce: this.senderNonces.get(sender) ?? 0n,
        })),
      ),
    estimateGas: (transaction) => this.estimateOf(transaction),
  };

  async *#pending(signal: AbortSignal): AsyncGenerator<PendingNews, void, undefined> {
    await this.subscribing;
    let told = this.mempool.length;
    yield { kind: 'subscribed' };
    for (;;) {
      const stopped = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      await Promise.race([this.#announce.promise, stopped]);
      signal.throwIfAborted();
      for (; told < this.mempool.length; told++) {
        const transaction = this.mempool[told];
        if (transaction !== undefined) yield { kind: 'announced', transactions: [transaction] };
      }
    }
  }

  readonly sign: Signer = ({ nonce, expiresAt, transactions }) => {
    const hashes = transactions.map((raw) => new TextDecoder().decode(raw));
    const id = `${nonce}-${expiresAt}`;
    this.signed.push({ nonce, id, hashes: hashes.join() });
    const bytes = new TextEncoder().encode(
      JSON.stringify({ nonce: `${nonce}`, id, hashes, expiresAt: `${expiresAt}` }),
    );
    return { id, bytes };
  };
}

const aTransaction = (hash: string, content: Partial<RollupTransaction> = {}): RollupTransaction => ({
  hash,
  raw: new TextEncoder().encode(hash),
  sender: hash,
  nonce: 0n,
  gasLimit: 21_000n,
  ...content,
});

class Killed extends Error {
  override readonly name = 'Killed';
}

const running: AbortController[] = [];
afterEach(() => {
  for (const controller of running.splice(0)) controller.abort(new Error('test is over'));
});

function start(world: World, armed?: `composer/${ComposerFailpoint}:1`) {
  const clock = new ManualClock();
  const log = createLogger('composer', 'error', { write: () => undefined });
  const kill = (): never => {
    throw new Killed();
  };
  const trace = createTrace();
  const { tasks, queue } = compose(
    {
      log,
      clock,
      facts: createFacts({ service: 'composer', log, trace, clock }),
      metrics: composerMetrics(createMetrics('composer')),
      failpoints: createFailpoints('composer', failpoints, armed, { log: undefined, kill }),
      queueLog: world.queueLog,
      sequencer: world.sequencer,
      rollup: world.rollup,
      sign: world.sign,
    },
    {
      limits: {
        maxTransactions: 100,
        maxBytes: 10_000,
        maxBundleBytes: 1_000,
        maxBundleGas: 10_000_000n,
        maxInFlight: 16,
      },
      maxBundleAgeMs: 100,
      pollIntervalMs: 250,
      sweepIntervalMs: 10_000,
      sequencerStartHeight: 1n,
    },
  );
  const stop = new AbortController();
  running.push(stop);
  const ended = runTasks(tasks, stop.signal).catch((error: unknown) => error);
  const blocks = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      world.block();
      await clock.advance(1_000);
    }
  };
  const told = (hash: string) => trace.of(`tx:${hash}`).map(({ msg }) => msg);
  return { clock, queue, blocks, told, ended, stop };
}

const sequencedHashes = (world: World) => world.sequence.flatMap(({ hashes }) => hashes);

it('sequences what is announced, and is done at the receipt', async () => {
  const world = new World();
  const { clock, queue, blocks } = start(world);
  await clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'), aTransaction('0xb'));
  await clock.advance(500);
  await blocks(2);
  expect(sequencedHashes(world)).toEqual(['0xa', '0xb']);
  expect(queue.entries.size).toBe(0);
  expect(queue.bundles.size).toBe(0);
});

it('bundles no transaction that was replaced while its bundle was made', async () => {
  const world = new World();
  const asked = Promise.withResolvers<bigint>();
  const price = world.sequencer.price;
  Object.assign(world.sequencer, { price: () => asked.promise });
  const { clock, queue, blocks, told } = start(world);
  await clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(500);
  world.submitToRollup(aTransaction('0xb', { sender: '0xa' }));
  await clock.advance(500);
  expect([...queue.queued]).toEqual(['0xb']);
  expect(told('0xa')).toEqual(['transactions taken', 'transactions replaced']);
  Object.assign(world.sequencer, { price });
  asked.resolve(0n);
  await clock.advance(500);
  await blocks(2);
  expect(sequencedHashes(world)).toEqual(['0xb']);
});

it('passes its limits by one portion at most when much is pending at once', async () => {
  const world = new World();
  const { clock, queue } = start(world);
  world.down = true;
  world.mempool.push(...Array.from({ length: 3_000 }, (_, index) => aTransaction(`0x${index}`)));
  await clock.advance(1_000);
  expect(queue.entries.size).toBeLessThanOrEqual(1_000);
});

it('sweeps up what was pending before it started', async () => {
  const world = new World();
  world.mempool.push(aTransaction('0xa'));
  const { clock, blocks } = start(world);
  await clock.advance(1_000);
  await blocks(1);
  expect(sequencedHashes(world)).toEqual(['0xa']);
});

it('sweeps up what came before its subscription, however late that is', async () => {
  const world = new World();
  const subscribing = Promise.withResolvers<void>();
  world.subscribing = subscribing.promise;
  const { clock, blocks } = start(world);
  await clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'));
  subscribing.resolve();
  await clock.advance(500);
  await blocks(1);
  expect(sequencedHashes(world)).toEqual(['0xa']);
});

it("holds a sender's transactions behind a missing nonce back, instead of wearing them out", async () => {
  const world = new World();
  const { clock, queue, blocks } = start(world);
  await clock.advance(1_000);
  const ofSender = (nonce: bigint) => aTransaction(`0x${nonce}`, { sender: 'alice', nonce });
  world.submitToRollup(ofSender(0n), ofSender(1n), ofSender(3n), ofSender(4n), ofSender(5n));
  await blocks(100);
  expect([...queue.queued]).toEqual(['0x3', '0x4', '0x5']);
  world.submitToRollup(ofSender(2n));
  await blocks(40);
  expect(queue.entries.size).toBe(0);
  expect([...world.receipts.keys()]).toEqual(['0x0', '0x1', '0x2', '0x3', '0x4', '0x5']);
});

it('tells the one that is in a block from the one whose nonce was used by another', async () => {
  const world = new World();
  const { clock, queue, blocks, told } = start(world);
  await clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(500);
  await blocks(2);
  world.submitToRollup(aTransaction('0xb'));
  await clock.advance(500);
  world.skipAll = true;
  world.senderNonces.set('0xb', 1n);
  await blocks(2);
  expect(sequencedHashes(world)).toEqual(['0xa', '0xb']);
  expect(queue.entries.size).toBe(0);
  expect(told('0xa').at(-1)).toBe('transactions settled');
  expect(told('0xb').at(-1)).toBe('transactions replaced');
});

it('settles a bundle whose inclusion the sequencer has forgotten, by what the rollup shows', async () => {
  const world = new World();
  const first = start(world);
  await first.clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'));
  await first.clock.advance(500);
  expect(world.pool.size).toBe(1);
  first.stop.abort(new Error('over'));
  await first.ended;
  world.block();
  world.height += 100_000n;
  world.forgets = true;
  const second = start(world);
  await second.blocks(10);
  // Younger than the last expiry and the index together: it may still come to light.
  expect(second.queue.bundles.size).toBe(1);
  await second.blocks(80);
  expect(second.queue.bundles.size).toBe(0);
  expect(second.queue.entries.size).toBe(0);
});

it('settles a bundle from before the snapshot that its node began with', async () => {
  const world = new World();
  const first = start(world);
  await first.clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa'));
  await first.clock.advance(500);
  first.stop.abort(new Error('over'));
  await first.ended;
  world.block();
  world.forgets = true;
  world.joinedAt = world.height;
  const second = start(world);
  await second.blocks(10);
  // It may be in a block after the snapshot.
  expect(second.queue.bundles.size).toBe(1);
  world.height += 60n;
  world.joinedAt = world.height;
  await second.blocks(3);
  expect(second.queue.bundles.size).toBe(0);
  expect(second.queue.entries.size).toBe(0);
});

it('asks for estimates side by side', async () => {
  const world = new World();
  const { clock } = start(world);
  await clock.advance(1_000);
  const asked: string[] = [];
  const answer = Promise.withResolvers<bigint>();
  world.estimateOf = ({ hash }) => {
    asked.push(hash);
    return answer.promise;
  };
  world.submitToRollup(...['0xa', '0xb', '0xc'].map((hash) => aTransaction(hash, { gasLimit: 2_000_000n })));
  await clock.advance(10_500);
  expect(new Set(asked).size).toBe(3);
  answer.resolve(1_000_000n);
  await clock.advance(1_000);
});

it('lets a queued transaction go whose nonce was used elsewhere', async () => {
  const world = new World();
  const { clock, queue, blocks, told } = start(world);
  await clock.advance(1_000);
  world.submitToRollup(aTransaction('0xa', { nonce: 3n }));
  await blocks(3);
  world.senderNonces.set('0xa', 4n);
  await blocks(20);
  expect(queue.entries.size).toBe(0);
  expect(told('0xa').at(-1)).toBe('transactions replaced');
});

it('sends the same bytes again when three blocks pass without them', async () => {
  const world = new World();
  world.loseSubmissions = 2;
  const { clock, blocks } = start(world);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(1_000);
  await blocks(8);
  expect(sequencedHashes(world)).toEqual(['0xa']);
  expect(world.signed.length).toBe(1);
});

it('signs again with the same nonce and content once it has expired', async () => {
  const world = new World();
  world.loseSubmissions = 21;
  const { clock, blocks } = start(world);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(1_000);
  await blocks(75);
  expect(sequencedHashes(world)).toEqual(['0xa']);
  expect(new Set(world.signed.map(({ nonce, hashes }) => `${nonce} ${hashes}`))).toEqual(new Set(['0 0xa']));
  expect(world.signed.length).toBe(2);
});

it('uses up the nonce of a bundle that can never be admitted, and sends its content anew', async () => {
  const world = new World();
  world.refuseAs = 'never';
  const { clock, queue, blocks } = start(world);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(1_000);
  await blocks(65);
  world.refuseAs = undefined;
  await blocks(70);
  expect(world.sequence[0]?.hashes).toEqual([]);
  expect(sequencedHashes(world)).toEqual(['0xa']);
  expect(queue.entries.size).toBe(0);
});

it('tries a skipped transaction five times with growing distance, then parks it for good', async () => {
  const world = new World();
  world.skipAll = true;
  const { clock, queue, blocks } = start(world);
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(1_000);
  await blocks(80);
  expect(sequencedHashes(world)).toEqual(Array.from({ length: 6 }, () => '0xa'));
  expect(queue.entries.get('0xa')?.progress.phase).toBe('parked');
  const heights = world.sequence.map(({ height }) => Number(height));
  const distances = heights.slice(1).map((height, index) => height - (heights[index] ?? 0));
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
});

it('sends those that reserve far more gas than they use one at a time, and others beside them', async () => {
  const world = new World();
  world.estimate = 100_000n;
  const { clock, queue, blocks } = start(world);
  const hoarders = ['0xa', '0xb', '0xc'];
  world.submitToRollup(
    ...hoarders.map((hash) => aTransaction(hash, { sender: hash, gasLimit: 1_000_001n })),
    ...['0xd', '0xe'].map((hash) => aTransaction(hash, { sender: hash, gasLimit: 800_000n })),
  );
  await clock.advance(1_000);
  await blocks(12);
  const first = world.sequence[0]?.hashes ?? [];
  expect(first).toEqual(expect.arrayContaining(['0xd', '0xe']));
  for (const { hashes } of world.sequence) {
    expect(hashes.filter((hash) => hoarders.includes(hash)).length).toBeLessThanOrEqual(1);
  }
  expect(new Set(world.sequence.map(({ height }) => height)).size).toBeGreaterThanOrEqual(3);
  expect(sequencedHashes(world).sort()).toEqual([...hoarders, '0xd', '0xe']);
  expect(queue.entries.size).toBe(0);
});

it('waits for a sequencer that is down or full, and loses nothing', async () => {
  const world = new World();
  const { clock, blocks, told } = start(world);
  await clock.advance(1_000);
  world.down = true;
  world.submitToRollup(aTransaction('0xa'));
  await blocks(5);
  world.down = false;
  world.refuseAs = 'later';
  await blocks(5);
  world.refuseAs = undefined;
  await blocks(12);
  expect(sequencedHashes(world)).toEqual(['0xa']);
  // A refusal is told once for its reason, however often it is repeated.
  expect(told('0xa').slice(0, 4)).toEqual([
    'transactions taken',
    'bundle refused',
    'bundle submitted',
    'bundle included',
  ]);
});

it('gives back what a stranger pushed out of its nonce', async () => {
  const world = new World();
  const { clock, blocks } = start(world);
  await clock.advance(1_000);
  world.loseSubmissions = 1;
  world.submitToRollup(aTransaction('0xa'));
  await clock.advance(500);
  world.pool.set(0n, { id: 'foreign', hashes: [], expiresAt: 1_000n });
  await blocks(4);
  expect(sequencedHashes(world)).toEqual(['0xa']);
});

it.each(failpoints)('repeats nothing and loses nothing when it is killed at %s', async (failpoint) => {
  const world = new World();
  const first = start(world, `composer/${failpoint}:1`);
  await first.clock.advance(500);
  world.submitToRollup(aTransaction('0xa'), aTransaction('0xb'));
  if (failpoint.startsWith('sign')) world.loseSubmissions = 21;
  for (let n = 0; n < 70; n++) {
    world.block();
    await first.clock.advance(1_000);
  }
  first.stop.abort(new Error('over'));
  expect(await first.ended).toHaveProperty('cause.name', 'Killed');

  const second = start(world);
  world.loseSubmissions = 0;
  await second.clock.advance(1_000);
  await second.blocks(80);
  expect(sequencedHashes(world).sort()).toEqual(['0xa', '0xb']);
  expect(second.queue.entries.size).toBe(0);
});
