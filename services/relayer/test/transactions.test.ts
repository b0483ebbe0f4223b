import { rollupIdOf, SwitchyardError, sha256, utf8 } from '@switchyard/primitives';
import { signTransaction } from '@switchyard/protocol';
import { createLogger, createMetrics, noFailpoints, Watch } from '@switchyard/service-kit';
import { ManualClock, settle } from '@switchyard/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdmit } from '../src/admit-transactions.ts';
import { carryTransactions, transactionKey } from '../src/carry-transactions.ts';
import { createBoundedSet } from '../src/domain/bounded-set.ts';
import type { Admission } from '../src/domain/transaction-verdict.ts';
import { createRelayerMetrics } from '../src/metrics.ts';
import type { Pool, PoolTransactions, TransactionPublisher } from '../src/ports.ts';

const chainId = 'yard-1';
const never = new AbortController().signal;

class AwayError extends SwitchyardError {
  override readonly code = 'TEST_AWAY';
  override readonly fault = 'transient';
}

/** An app's pool that knows each transaction's fate. */
class FakePool implements Pool {
  readonly fates = new Map<string, Admission>();
  readonly offered: string[] = [];
  readonly queue = new Watch<readonly PoolTransactions[]>([]);
  isAway = false;
  isHanging = false;
  streams = 0;

  admit(batch: PoolTransactions): void {
    this.queue.set([...this.queue.value, batch]);
  }

  async *admitted(signal: AbortSignal) {
    this.#assertThere();
    this.streams++;
    let sent = 0;
    for await (const all of this.queue.changes(signal)) {
      this.#assertThere();
      for (; sent < all.length; sent++) yield all[sent] as PoolTransactions;
    }
  }

  #assertThere(): void {
    if (this.isAway) throw new AwayError('away');
  }

  async offer(transaction: Uint8Array, signal: AbortSignal): Promise<Admission> {
    this.offered.push(transactionKey(transaction));
    if (this.isHanging) {
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    }
    return this.fates.get(transactionKey(transaction)) ?? 'admitted';
  }
}

function world() {
  const pool = new FakePool();
  const clock = new ManualClock();
  const metrics = createRelayerMetrics(createMetrics('relayer'));
  const log = createLogger('relayer', 'error', { write: () => undefined });
  const passed = createBoundedSet(100);
  const published: { topic: string; sizes: number[]; at: number }[] = [];
  const start = clock.now();
  const publisher: TransactionPublisher = {
    publish: async (topic, transactions) => {
      published.push({ topic, sizes: transactions.map(({ length }) => length), at: clock.now() - start });
    },
  };
  const deps = { pool, publisher, passed, clock, log, metrics, failpoints: noFailpoints };
  return { ...deps, published, admit: createAdmit(deps) };
}

function carry(limits = { maxBytes: 100, maxAgeMs: 20 }) {
  const made = world();
  const stop = new AbortController();
  const ended = carryTransactions(made, limits)(stop.signal).catch(() => undefined);
  onTestFinished(async () => {
    stop.abort(new Error('end of test'));
    await ended;
  });
  return made;
}

const some = (...sizes: readonly number[]): PoolTransactions => ({
  topic: 'txs',
  transactions: sizes.map((size, index) => new Uint8Array(size).fill(index + size)),
});

describe('carry', () => {
  it('waits for company, and no longer than its limit', async () => {
    const { pool, clock, published } = carry();
    pool.admit(some(10));
    await clock.advance(10);
    pool.admit(some(20));
    await clock.advance(9);
    expect(published).toEqual([]);
    await clock.advance(1);
    expect(published).toEqual([{ topic: 'txs', sizes: [10, 20], at: 20 }]);
    pool.admit(some(30));
    await clock.advance(20);
    expect(published[1]).toEqual({ topic: 'txs', sizes: [30], at: 40 });
  });

  it('sends what is full at once, and control before it', async () => {
    const { pool, clock, published } = carry();
    await clock.advance(0);
    pool.admit(some(50));
    pool.admit({ topic: 'control', transactions: [new Uint8Array(7)] });
    pool.admit(some(60));
    await settle();
    expect(published.map(({ topic, sizes }) => [topic, sizes])).toEqual([
      ['control', [7]],
      ['txs', [50]],
    ]);
  });

  it('publishes no transaction twice, also when the app tells of it again', async () => {
    const { pool, clock, published } = carry();
    pool.admit(some(10));
    pool.admit(some(10));
    await clock.advance(20);
    pool.isAway = true;
    pool.admit(some(11));
    await clock.advance(2_000);
    pool.isAway = false;
    await clock.advance(2_000);
    expect(pool.streams).toBe(2);
    expect(published.map(({ sizes }) => sizes)).toEqual([[10], [11]]);
  });
});

describe('admit', () => {
  const tx = (nonce: bigint): Uint8Array =>
    signTransaction(
      {
        chainId,
        nonce,
        expiresAtHeight: 10n,
        maxFee: 0n,
        actions: [{ kind: 'submitRollupData', rollupId: rollupIdOf('demo'), data: utf8('x') }],
      },
      sha256(utf8('sender')),
    );
  const report = signTransaction(
    {
      chainId,
      nonce: 0n,
      expiresAtHeight: 10n,
      maxFee: 0n,
      actions: [{ kind: 'reportDaProgress', sequencerHeight: 1n, daHeight: 1n }],
    },
    sha256(utf8('reporter')),
  );

  it.each<[string, readonly Admission[], string]>([
    ['one is new', ['unwanted', 'admitted'], 'accept'],
    ['none is wanted', ['unwanted', 'unwanted'], 'ignore'],
    ['one is wrong everywhere', ['admitted', 'invalid'], 'reject'],
    ['the app is away', ['unknown', 'unknown'], 'ignore'],
  ])('when %s', async (_, fates, verdict) => {
    const { pool, admit } = world();
    const transactions = fates.map((fate, nonce) => {
      pool.fates.set(transactionKey(tx(BigInt(nonce))), fate);
      return tx(BigInt(nonce));
    });
    expect(await admit('txs', transactions, never)).toBe(verdict);
  });

  it('offers none of a batch that holds garbage, or that is on the wrong topic', async () => {
    const { pool, admit } = world();
    expect(await admit('txs', [tx(0n), utf8('garbage')], never)).toBe('reject');
    expect(await admit('txs', [], never)).toBe('reject');
    expect(await admit('txs', [report], never)).toBe('reject');
    expect(await admit('control', [tx(0n)], never)).toBe('reject');
    expect(pool.offered).toEqual([]);
    expect(await admit('control', [report], never)).toBe('accept');
  });

  it('offers nothing twice, but again what the app could not be asked about', async () => {
    const { pool, admit } = world();
    expect(await admit('txs', [tx(0n)], never)).toBe('accept');
    expect(await admit('txs', [tx(0n)], never)).toBe('ignore');
    expect(pool.offered.length).toBe(1);
    pool.fates.set(transactionKey(tx(1n)), 'unknown');
    expect(await admit('txs', [tx(1n)], never)).toBe('ignore');
    pool.fates.clear();
    expect(await admit('txs', [tx(1n)], never)).toBe('accept');
  });

  it('blames also the second who sends what is wrong everywhere', async () => {
    const { pool, admit } = world();
    pool.fates.set(transactionKey(tx(0n)), 'invalid');
    expect(await admit('txs', [tx(0n)], never)).toBe('reject');
    expect(await admit('txs', [tx(0n), tx(1n)], never)).toBe('reject');
  });

  it('takes no more batches than it can hold', async () => {
    const { pool, admit } = world();
    pool.isHanging = true;
    const stop = new AbortController();
    const batches = Array.from({ length: 30 }, (_, nonce) => admit('txs', [tx(BigInt(nonce))], stop.signal));
    const refused = await Promise.race([batches.at(-1), settle()]);
    expect(refused).toBe('ignore');
    expect(pool.offered.length).toBe(2);
    stop.abort(new Error('end of test'));
    await Promise.allSettled(batches);
  });
});
