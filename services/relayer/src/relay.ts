import { type TrustedTip, tipOf, verifyNextHeader } from '@switchyard/light';
import { codeOf, faultOf, next, type SequencerHeight } from '@switchyard/primitives';
import {
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  retrying,
  type Task,
} from '@switchyard/service-kit';
import type { BlockGossip } from './block-gossip.ts';
import type { BlockLookup } from './block-lookup.ts';
import type { BlockSource, BuiltBlock } from './block-source.ts';
import type { FollowedChain } from './chain.ts';
import { type StartSetting, start } from './domain/start.ts';
import { isWithinWindow } from './domain/topic.ts';
import type { Failpoint } from './failpoints.ts';
import type { RelayerMetrics } from './metrics.ts';
import type { Consensus, CursorStore } from './ports.ts';
import type { ValidatorSets } from './validator-sets.ts';

/** What the loop needs. */
export type RelayDeps = {
  readonly consensus: Consensus;
  readonly source: BlockSource;
  readonly lookup: BlockLookup;
  readonly chain: FollowedChain;
  readonly sets: ValidatorSets;
  readonly gossip: BlockGossip;
  readonly cursor: CursorStore;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly log: Logger;
  readonly metrics: RelayerMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** How often a block store that is wrong is looked at again. */
const doubtIntervalMs = 5_000;

/**
 * Follows the consensus node height by height: builds and verifies each block, offers it to readers, publishes it, and
 * then moves the cursor. A crash in between repeats the publishing, which peers ignore.
 */
export function relay(deps: RelayDeps, { startAt }: { readonly startAt: StartSetting }): Task {
  const { consensus, chain, gossip, lookup, cursor, clock, facts, log, metrics, failpoints } = deps;

  const begin = async (
    signal: AbortSignal,
  ): Promise<{ height: SequencerHeight; tip: TrustedTip | undefined }> => {
    const saved = await cursor.load();
    const extent = await patiently(deps, 'chain extent', (s) => consensus.extent(s), signal);
    const decided = start(saved, { chainId: chain.head.value.chainId, startAt }, extent);
    switch (decided.kind) {
      case 'resumed':
        chain.resumeAt(decided.tip);
        chain.progress.cursorHeight = decided.tip.height;
        break;
      case 'gap':
        log.error(
          { from: String(decided.missed.from), to: String(decided.missed.to) },
          'heights were pruned before they were relayed',
        );
        break;
      case 'fresh':
        break;
    }
    return { height: decided.next, tip: decided.kind === 'resumed' ? decided.tip : undefined };
  };

  const relayHeight = async (
    height: SequencerHeight,
    tip: TrustedTip | undefined,
    head: SequencerHeight,
    signal: AbortSignal,
  ): Promise<TrustedTip> => {
    const heardAt = clock.elapsed();
    const built = await verifiedBlock(deps, height, tip, signal);
    const { block, transactions } = built;
    lookup.keep(block);
    chain.advance(block);
    if (isWithinWindow(height, head)) await gossip.publish(block, signal);

    const items = block.sections.flatMap((section) => section.items);
    const bytes = items.reduce((sum, item) => sum + item.length, 0);
    const fields = { height, rollups: block.rollupIds.length, txs: transactions, bytes };
    facts.record([`height:${height}`], fields, 'block relayed');
    const relayed = tipOf(block.header);
    failpoints.hit('cursor.before');
    await cursor.save(relayed);
    failpoints.hit('cursor.after');
    chain.progress.cursorHeight = height;
    metrics.height.set(Number(height));
    metrics.lastProgress.set(clock.now() / 1_000);
    metrics.relayed.observe((clock.elapsed() - heardAt) / 1_000);
    return relayed;
  };

  return async (signal) => {
    let { height, tip } = await begin(signal);
    for await (const head of consensus.heads(signal)) {
      chain.progress.consensusHeight = head;
      metrics.consensusHeight.set(Number(head));
      for (; height <= head; height = next(height)) {
        signal.throwIfAborted();
        tip = await relayHeight(height, tip, head, signal);
      }
    }
  };
}

/**
 * The verified block of a height that follows the tip. What the consensus node cannot prove is asked again until it
 * can: a height is never skipped.
 */
async function verifiedBlock(
  deps: RelayDeps,
  height: SequencerHeight,
  tip: TrustedTip | undefined,
  signal: AbortSignal,
): Promise<BuiltBlock> {
  const { source, clock, log, metrics } = deps;
  for (;;) {
    try {
      const built = await patiently(deps, 'block', (s) => source.build(height, s), signal);
      const { header } = built.block;
      if (tip !== undefined) verifyNextHeader(tip, header);
      await foresee(deps, header.nextValidatorsHash, next(height), signal);
      return built;
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) !== 'rejected') throw error;
      metrics.errors.inc({ code: codeOf(error) });
      log.error({ height: String(height), err: error }, 'consensus node gives a block that does not verify');
      await clock.sleep(doubtIntervalMs, signal);
    }
  }
}

/** Asks for the next height's set as soon as it is named; if it cannot be had yet, the next height asks again. */
async function foresee(
  { sets, metrics }: RelayDeps,
  hash: Uint8Array,
  height: SequencerHeight,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sets.require(hash, height, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (faultOf(error) === 'fatal') throw error;
    metrics.errors.inc({ code: codeOf(error) });
  }
}

function patiently<T>(
  { clock, log, metrics }: RelayDeps,
  operation: string,
  fn: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const onRetry = (error: unknown): void => {
    metrics.retries.inc({ operation });
    metrics.errors.inc({ code: codeOf(error) });
  };
  return retrying({ clock, log, operation, onRetry }, fn, signal);
}
