import type { Task } from '@switchyard/service-kit';
import { forgottenAt, outcomeOf } from './domain/decide.ts';
import type { QueueEvent } from './domain/queue.ts';
import type { AccountView } from './ports.ts';
import type { ComposeDeps, ComposeOptions, QueueDesk } from './queue-desk.ts';

const outcomeMessages = {
  done: 'transactions settled',
  replaced: 'transactions replaced',
  skipped: 'transactions put back',
  parked: 'transactions parked',
} as const;

/** Follows bundles into the sequence, and their transactions into the rollup. */
export function followBundles(
  { clock, log, facts, metrics, failpoints, sequencer, rollup }: ComposeDeps,
  { queue, commit, account, work, sentAt, attempts, refusals, neverAdmissible, tryFor }: QueueDesk,
  options: ComposeOptions,
): Task {
  const followSequence = async (view: AccountView, signal: AbortSignal): Promise<void> => {
    for (const each of [...queue.bundles.values()]) {
      if (each.nonce >= view.nonce) continue;
      const found = await sequencer.inclusion(each.nonce, signal);
      if (found.kind === 'unknown') {
        // Used before the node's index begins: the rollup tells what became of each.
        const height = forgottenAt(each, found.indexedFrom);
        if (height !== undefined) {
          await commit(() => [{ kind: 'included', nonce: each.nonce, height, isOurs: true }]);
          log.warn({ nonce: each.nonce }, 'inclusion of a bundle is forgotten by the sequencer');
        }
        continue;
      }
      const isOurs = !each.isVoid && each.versions.some(({ id }) => id === found.id);
      if (!isOurs && !each.isVoid)
        log.error({ nonce: each.nonce, id: found.id }, 'nonce used by a foreign transaction');
      failpoints.hit('include.before');
      await commit(() => [{ kind: 'included', nonce: each.nonce, height: found.height, isOurs }]);
      failpoints.hit('include.after');
      for (const memory of [sentAt, attempts, refusals]) memory.delete(each.nonce);
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
      const isReplaced = outcome.kind === 'done' && blockNumber === undefined;
      const told: keyof typeof outcomeMessages = isReplaced ? 'replaced' : outcome.kind;
      return [{ hash: transaction.hash, outcome, told }];
    });
    failpoints.hit('outcome.before');
    await commit(() => outcomes.map(({ hash, outcome }): QueueEvent => ({ ...outcome, hash })));
    failpoints.hit('outcome.after');
    // Who waited behind these may go now.
    if (outcomes.length > 0 && queue.queued.size > 0) work.set(work.value + 1);
    for (const [kind, alike] of Map.groupBy(outcomes, ({ told }) => told)) {
      metrics.outcomes.inc({ outcome: kind }, alike.length);
      facts.record(
        alike.map(({ hash }) => `tx:${hash}`),
        { txs: alike.length },
        outcomeMessages[kind],
      );
    }
    for (const { hash, outcome } of outcomes) {
      if (outcome.kind === 'parked') log.warn({ hash, reason: outcome.reason }, 'transaction parked');
    }
  };

  const follow: Task = async (signal) => {
    for (;;) {
      const view = await tryFor('account', (s) => sequencer.account(s), signal);
      const before = account.value;
      account.set(view);
      metrics.height.set(Number(view.height));
      await tryFor('inclusion', (s) => followSequence(view, s), signal);
      await tryFor('receipts', (s) => followRollup(view, s), signal);
      // A new height makes resends, renewals and retries due.
      const isDueAgain = before?.height !== view.height && (queue.bundles.size > 0 || queue.queued.size > 0);
      if (isDueAgain || (before?.nonce !== view.nonce && queue.queued.size > 0)) work.set(work.value + 1);
      await clock.sleep(options.pollIntervalMs, signal);
    }
  };

  return follow;
}
