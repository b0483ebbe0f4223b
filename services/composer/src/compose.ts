import {
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  Mutex,
  retrying,
  type Task,
  Watch,
} from '@switchyard/service-kit';
import {
  afterHeight,
  isDue,
  nextBundle,
  outcomeOf,
  refusalOf,
  replacedBy,
  sendersToAsk,
  usedUp,
} from './domain/decide.ts';
import {
  applyEvent,
  type Bundle,
  emptyQueue,
  type Queue,
  type QueueEvent,
  type QueueLimits,
  type RollupTransaction,
  snapshotOf,
  validForHeights,
} from './domain/queue.ts';
import type { ComposerFailpoint } from './failpoints.ts';
import type { ComposerMetrics } from './metrics.ts';
import type { AccountView, QueueLog, RollupNode, Sequencer, Signer } from './ports.ts';

/** What the loops need. */
export type ComposeDeps = {
  readonly log: Logger;
  readonly facts: Facts;
  readonly clock: Clock;
  readonly metrics: ComposerMetrics;
  readonly failpoints: Failpoints<ComposerFailpoint>;
  readonly queueLog: QueueLog;
  readonly sequencer: Sequencer;
  readonly rollup: RollupNode;
  readonly sign: Signer;
};

/** Numbers of this deployment. */
export type ComposeOptions = {
  readonly limits: QueueLimits;
  /** A bundle leaves at most so long after its first transaction came. */
  readonly maxBundleAgeMs: number;
  readonly pollIntervalMs: number;
  readonly sweepIntervalMs: number;
  /** The sequencer height of the rollup's block 1. */
  readonly sequencerStartHeight: bigint;
};

/** The composer's tasks over one queue, and what they show of it. */
export type Compose = {
  readonly tasks: Readonly<Record<'take' | 'sweep' | 'bundle' | 'follow', Task>>;
  readonly queue: Queue;
  readonly isReady: () => boolean;
};

/** A gas limit over this many times the node's own estimate would reserve block space for nothing. */
const maxGasOverEstimate = 8n;

/** So many senders' nonces are asked for one bundle. */
const maxSendersAsked = 200;

/** Below this nobody's reservation matters. */
const smallGasLimit = 1_000_000n;

/** The state is the sum of the log; each step is in the log before it has an effect. */
export function compose(deps: ComposeDeps, options: ComposeOptions): Compose {
  const { log, facts, clock, metrics, failpoints, queueLog, sequencer, rollup, sign } = deps;
  const queue = emptyQueue();
  for (const event of queueLog.load()) applyEvent(queue, event);
  const work = new Watch(0);
  const account = new Watch<AccountView | undefined>(undefined);
  const writing = new Mutex();
  const sentAt = new Map<bigint, bigint>();
  const attempts = new Map<bigint, number>();
  const neverAdmissible = new Set<bigint>();

  const tryFor = <T>(
    operation: string,
    fn: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> =>
    retrying({ clock, log, operation, onRetry: () => metrics.retries.inc({ operation }) }, fn, signal);

  /** Logs the events that `decide` makes from the state, then applies them. One writer at a time. */
  const commit = (decide: () => readonly QueueEvent[]): Promise<readonly QueueEvent[]> =>
    writing.run(async () => {
      const events = decide();
      if (events.length === 0) return events;
      await queueLog.append(events);
      for (const event of events) applyEvent(queue, event);
      await queueLog.compact(() => snapshotOf(queue));
      metrics.queued.set(queue.entries.size);
      metrics.queueBytes.set(queue.bytes);
      metrics.inFlight.set(queue.bundles.size);
      return events;
    });

  const isReasonable = async (transaction: RollupTransaction, signal: AbortSignal): Promise<boolean> => {
    if (transaction.gasLimit <= smallGasLimit) return true;
    const estimate = await rollup.estimateGas(transaction, signal);
    return estimate === undefined || transaction.gasLimit <= maxGasOverEstimate * estimate;
  };

  const takeIn = async (transactions: readonly RollupTransaction[], signal: AbortSignal): Promise<void> => {
    const parked = new Set<string>();
    for (const transaction of transactions) {
      if (!queue.entries.has(transaction.hash) && !(await isReasonable(transaction, signal)))
        parked.add(transaction.hash);
    }
    failpoints.hit('take.before');
    const taken = await commit(() => {
      const events: QueueEvent[] = [];
      const here = new Set<string>();
      for (const transaction of transactions) {
        const refusal = here.has(transaction.hash) ? 'known' : refusalOf(queue, transaction, options.limits);
        if (refusal !== undefined) {
          if (refusal !== 'known') metrics.refused.inc({ reason: refusal });
          continue;
        }
        here.add(transaction.hash);
        const replaced = replacedBy(queue, transaction);
        if (replaced !== undefined) events.push({ kind: 'done', hash: replaced });
        events.push({ kind: 'taken', transaction });
        if (parked.has(transaction.hash)) {
          const reason = `gas limit over ${maxGasOverEstimate} times the estimate`;
          events.push({ kind: 'parked', hash: transaction.hash, reason });
        }
      }
      return events;
    });
    failpoints.hit('take.after');
    for (const event of taken) {
      if (event.kind !== 'taken') continue;
      metrics.taken.inc();
      const { hash, sender, nonce } = event.transaction;
      facts.note([`tx:${hash}`], { hash, sender, nonce }, 'transaction taken');
    }
    if (taken.length > 0) work.set(work.value + 1);
  };

  const take: Task = (signal) =>
    tryFor(
      'pending transactions',
      async () => {
        for await (const news of rollup.pending(signal)) {
          // What came before the subscription is swept up.
          await takeIn(news.kind === 'announced' ? news.transactions : await rollup.sweep(signal), signal);
        }
      },
      signal,
    );

  const sweep: Task = async (signal) => {
    for (;;) {
      const pending = await tryFor('sweep', (s) => rollup.sweep(s), signal);
      await takeIn(pending, signal);
      await clock.sleep(options.sweepIntervalMs, signal);
    }
  };

  const signVersion = (
    bundle: Pick<Bundle, 'nonce'>,
    raw: readonly Uint8Array[],
    chainId: string,
    price: bigint,
    height: bigint,
  ) => {
    const expiresAt = height + validForHeights;
    return { ...sign({ chainId, nonce: bundle.nonce, expiresAt, price, transactions: raw }), expiresAt };
  };

  const send = async (bundle: Bundle, height: bigint, signal: AbortSignal): Promise<void> => {
    const { nonce, hashes } = bundle;
    const version = bundle.versions.at(-1);
    if (version === undefined || !isDue(sentAt.get(nonce), height)) return;
    const attempt = attempts.get(nonce) ?? 0;
    attempts.set(nonce, attempt + 1);
    failpoints.hit('submit.before');
    const answer = await sequencer.submit(version.bytes, attempt, signal);
    failpoints.hit('submit.after');
    switch (answer.kind) {
      case 'accepted':
        sentAt.set(nonce, height);
        metrics.bundles.inc();
        facts.record(
          [`bundle:${version.id}`, ...hashes.map((hash) => `tx:${hash}`)],
          { nonce, id: version.id, txs: hashes.length, bytes: version.bytes.length, attempt },
          'bundle submitted',
        );
        return;
      case 'later':
        log.debug(
          { nonce, reason: answer.reason, retryAfterMs: answer.retryAfterMs },
          'bundle refused for now',
        );
        await clock.sleep(Math.min(answer.retryAfterMs, 2_000), signal);
        return;
      case 'never':
        log.warn({ nonce, reason: answer.reason }, 'bundle cannot be admitted');
        neverAdmissible.add(nonce);
        sentAt.set(nonce, height);
        return;
    }
  };

  const renew = async (
    bundle: Bundle,
    height: bigint,
    chainId: string,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const action = afterHeight(bundle, height, neverAdmissible.has(bundle.nonce));
    if (action === 'wait') return false;
    const isVoid = action === 'void' || bundle.isVoid;
    const raw = isVoid ? [] : bundle.hashes.flatMap((hash) => queue.entries.get(hash)?.transaction.raw ?? []);
    const price = await sequencer.price(signal);
    failpoints.hit('sign.before');
    const version = signVersion(bundle, raw, chainId, price, height);
    await commit(() => [{ kind: 'signed', nonce: bundle.nonce, version, isVoid }]);
    failpoints.hit('sign.after');
    sentAt.delete(bundle.nonce);
    neverAdmissible.delete(bundle.nonce);
    return true;
  };

  const bundle: Task = async (signal) => {
    const chainId = await tryFor('chain id', (s) => sequencer.chainId(s), signal);
    for (;;) {
      const seen = work.value;
      const view = await account.until((known) => known !== undefined, signal);
      if (view === undefined) continue;
      const { height, pendingNonce } = view;
      if (queue.nextNonce === undefined) await commit(() => [{ kind: 'nonce', next: pendingNonce }]);
      const asked = sendersToAsk(queue, height).slice(0, maxSendersAsked);
      const nonces =
        asked.length === 0
          ? new Map<string, bigint>()
          : await tryFor('nonces', (s) => rollup.nonces(asked, s), signal);
      await commit(() => usedUp(queue, nonces).map((hash) => ({ kind: 'done', hash })));
      const chosen = nextBundle(queue, height, options.limits, nonces);
      const nonce = queue.nextNonce;
      if (chosen.length > 0 && nonce !== undefined) {
        const price = await tryFor('price', (s) => sequencer.price(s), signal);
        failpoints.hit('bundle.before');
        const version = signVersion(
          { nonce },
          chosen.map(({ raw }) => raw),
          chainId,
          price,
          height,
        );
        await commit(() => [{ kind: 'bundled', nonce, hashes: chosen.map(({ hash }) => hash), version }]);
        failpoints.hit('bundle.after');
      }
      // Lowest nonce first: a later one waits in the pool behind it.
      const open = [...queue.bundles.values()].sort((a, b) => (a.nonce < b.nonce ? -1 : 1));
      await tryFor(
        'submit',
        async (s) => {
          for (const each of open) {
            await renew(each, height, chainId, s);
            await send(queue.bundles.get(each.nonce) ?? each, height, s);
          }
        },
        signal,
      );
      // What is left of the queue may leave at once; else collect what comes within a bundle's age.
      if (nextBundle(queue, height, options.limits, nonces).length === 0) {
        await waitForWork(seen, signal);
        await clock.sleep(options.maxBundleAgeMs, signal);
      }
    }
  };

  const waitForWork = async (seen: number, signal: AbortSignal): Promise<void> => {
    await work.until((version) => version !== seen, signal);
  };

  const followBundles = async (view: AccountView, signal: AbortSignal): Promise<void> => {
    for (const each of [...queue.bundles.values()]) {
      if (each.nonce >= view.nonce) continue;
      const found = await sequencer.inclusion(each.nonce, signal);
      if (found === undefined) continue;
      const isOurs = !each.isVoid && each.versions.some(({ id }) => id === found.id);
      if (!isOurs && !each.isVoid)
        log.error({ nonce: each.nonce, id: found.id }, 'nonce used by a foreign transaction');
      failpoints.hit('include.before');
      await commit(() => [{ kind: 'included', nonce: each.nonce, height: found.height, isOurs }]);
      failpoints.hit('include.after');
      for (const memory of [sentAt, attempts]) memory.delete(each.nonce);
      neverAdmissible.delete(each.nonce);
      metrics.included.inc();
      facts.record(
        [`bundle:${found.id}`, ...each.hashes.map((hash) => `tx:${hash}`)],
        { nonce: each.nonce, id: found.id, height: found.height, txs: each.hashes.length },
        'bundle included',
      );
    }
    if (queue.nextNonce !== undefined && queue.nextNonce < view.nonce) {
      log.error({ ours: queue.nextNonce, chain: view.nonce }, 'account is used by somebody else');
      await commit(() => [{ kind: 'nonce', next: view.nonce }]);
    }
  };

  const followRollup = async (view: AccountView, signal: AbortSignal): Promise<void> => {
    const sequenced = [...queue.sequenced].flatMap((hash) => {
      const entry = queue.entries.get(hash);
      if (entry?.progress.phase !== 'sequenced') return [];
      return [{ transaction: entry.transaction, height: entry.progress.height, skips: entry.skips }];
    });
    if (sequenced.length === 0) return;
    const executed = options.sequencerStartHeight + (await rollup.blockNumber(signal)) - 1n;
    const settled = sequenced.filter(({ height }) => height <= executed);
    const sightings = await rollup.sightings(
      settled.map(({ transaction }) => transaction),
      signal,
    );
    const bySight = new Map(sightings.map((sighting) => [sighting.hash, sighting]));
    const outcomes = settled.flatMap(({ transaction, skips }) => {
      const sighting = bySight.get(transaction.hash);
      if (sighting === undefined) return [];
      const { blockNumber, senderNonce } = sighting;
      const outcome = outcomeOf(transaction, {
        hasReceipt: blockNumber !== undefined,
        senderNonce,
        skips,
        height: view.height,
      });
      return [{ hash: transaction.hash, blockNumber, outcome }];
    });
    failpoints.hit('outcome.before');
    await commit(() => outcomes.map(({ hash, outcome }): QueueEvent => ({ ...outcome, hash })));
    failpoints.hit('outcome.after');
    // Who waited behind these may go now.
    if (outcomes.length > 0 && queue.queued.size > 0) work.set(work.value + 1);
    for (const { hash, blockNumber, outcome } of outcomes) {
      metrics.outcomes.inc({ outcome: outcome.kind });
      const msg = {
        done: 'transaction settled',
        skipped: 'transaction skipped',
        parked: 'transaction parked',
      };
      facts.note([`tx:${hash}`], { hash, number: blockNumber, ...outcome }, msg[outcome.kind]);
      if (outcome.kind === 'parked') log.warn({ hash, reason: outcome.reason }, 'transaction parked');
    }
  };

  const follow: Task = async (signal) => {
    for (;;) {
      const view = await tryFor('account', (s) => sequencer.account(s), signal);
      const before = account.value;
      account.set(view);
      metrics.height.set(Number(view.height));
      await tryFor('inclusion', (s) => followBundles(view, s), signal);
      await tryFor('receipts', (s) => followRollup(view, s), signal);
      // A new height makes resends, renewals and retries due.
      const isDueAgain = before?.height !== view.height && (queue.bundles.size > 0 || queue.queued.size > 0);
      if (isDueAgain || (before?.nonce !== view.nonce && queue.queued.size > 0)) work.set(work.value + 1);
      await clock.sleep(options.pollIntervalMs, signal);
    }
  };

  return { tasks: { take, sweep, bundle, follow }, queue, isReady: () => account.value !== undefined };
}
