import type { Task } from '@switchyard/service-kit';
import { afterHeight, isDue, nextBundle, sendersToAsk, usedUp } from './domain/decide.ts';
import { type Bundle, type QueueEvent, type Version, validForHeights } from './domain/queue.ts';
import type { ComposeDeps, ComposeOptions, QueueDesk } from './queue-desk.ts';

/** So many senders' nonces are asked for one bundle. */
const maxSendersAsked = 200;

/** A refused bundle is not tried again sooner than the node wishes, nor later than this. */
const maxRefusalPauseMs = 2_000;

/** Makes bundles of what is queued and sends them, lowest nonce first, until they are in the sequence. */
export function bundleTransactions(
  { clock, log, facts, metrics, failpoints, sequencer, rollup, sign }: ComposeDeps,
  { queue, commit, account, work, sentAt, attempts, refusals, neverAdmissible, tryFor }: QueueDesk,
  options: ComposeOptions,
): Task {
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

  const tell = (
    { nonce, hashes }: Bundle,
    { id }: Version,
    fields: Readonly<Record<string, unknown>>,
    message: string,
  ): void => {
    const ids = [`bundle:${id}`, ...hashes.map((hash) => `tx:${hash}`)];
    facts.record(ids, { nonce, id, txs: hashes.length, ...fields }, message);
  };

  const send = async (bundle: Bundle, height: bigint, signal: AbortSignal): Promise<void> => {
    const { nonce } = bundle;
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
        refusals.delete(nonce);
        metrics.bundles.inc();
        tell(bundle, version, { bytes: version.bytes.length, attempt }, 'bundle submitted');
        return;
      case 'later':
        log.debug(
          { nonce, reason: answer.reason, retryAfterMs: answer.retryAfterMs },
          'bundle refused for now',
        );
        // Once for each reason: it is asked again every other second.
        if (refusals.get(nonce) !== answer.reason) {
          tell(bundle, version, { reason: answer.reason }, 'bundle refused');
        }
        refusals.set(nonce, answer.reason);
        await clock.sleep(Math.min(answer.retryAfterMs, maxRefusalPauseMs), signal);
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

  /** Another transaction of their sender took their nonce. */
  const tellReplaced = (gone: readonly QueueEvent[]): void => {
    const ids = gone.flatMap((event) => (event.kind === 'done' ? [`tx:${event.hash}`] : []));
    if (ids.length === 0) return;
    metrics.outcomes.inc({ outcome: 'replaced' }, ids.length);
    facts.record(ids, { txs: ids.length }, 'transactions replaced');
  };

  const bundle: Task = async (signal) => {
    const chainId = await tryFor('chain id', (s) => sequencer.chainId(s), signal);
    for (;;) {
      const seen = work.value;
      const view = await account.until((known) => known !== undefined, signal);
      if (view === undefined) continue;
      const { height, nonce: usedBelow, pendingNonce } = view;
      if (queue.nextNonce === undefined) await commit(() => [{ kind: 'nonce', next: pendingNonce }]);
      const asked = sendersToAsk(queue, height).slice(0, maxSendersAsked);
      const nonces =
        asked.length === 0
          ? new Map<string, bigint>()
          : await tryFor('nonces', (s) => rollup.nonces(asked, s), signal);
      const gone = await commit(() => usedUp(queue, nonces).map((hash) => ({ kind: 'done', hash })));
      tellReplaced(gone);
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
        // One of them may have been replaced meanwhile: the bundle would not be what its hashes say.
        await commit(() =>
          chosen.every(({ hash }) => queue.queued.has(hash))
            ? [{ kind: 'bundled', nonce, hashes: chosen.map(({ hash }) => hash), version }]
            : [],
        );
        failpoints.hit('bundle.after');
      }
      // Lowest nonce first: a later one waits in the pool behind it. What is in the sequence is only followed.
      const open = [...queue.bundles.values()]
        .filter((each) => each.nonce >= usedBelow)
        .sort((a, b) => (a.nonce < b.nonce ? -1 : 1));
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

  return bundle;
}
