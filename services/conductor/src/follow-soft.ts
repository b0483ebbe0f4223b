import { verifyNextHeader } from '@switchyard/light';
import { equalBytes, faultOf, type RollupId, sequencerHeight, toHex } from '@switchyard/primitives';
import {
  decodeFilteredBlock,
  type FilteredBlock,
  verifyBlockProof,
  verifyFilteredBlock,
} from '@switchyard/protocol';
import { type Clock, type Logger, runTasks, type Task, withDeadline } from '@switchyard/service-kit';
import { pullDueAt } from './domain/repair.ts';
import type { SoftBlock, SoftChain, Via } from './domain/soft-chain.ts';
import { cheapVerdict, createRecent, type Verdict } from './domain/verdict.ts';
import type { ConductorMetrics } from './metrics.ts';
import type { BlockGossip, BlockSupplier, BlockTopic, SignedHeader } from './ports.ts';

/** What following needs. */
export type FollowSoftDeps = {
  readonly gossip: BlockGossip;
  /** In the order of asking. */
  readonly suppliers: readonly BlockSupplier[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ConductorMetrics;
  /** The chain's tip has moved. */
  readonly onMoved: () => void;
  /** A second verified block at one height. */
  readonly onConflict: (second: SignedHeader & { readonly firstHash: Uint8Array | undefined }) => void;
  /** Whether gossip counts; off in tests of repair. */
  readonly takesGossip: () => boolean;
};

const tickMs = 100;
const pullMs = 30_000;
const blocksPerPull = 32;
/** After a pull that brought nothing. */
const emptyPullPauseMs = 500;

/** Feeds a chain with gossiped blocks and pulls what is missing, in order; specs/09-conductor.md §5. */
export function followSoft(deps: FollowSoftDeps, chain: SoftChain, rollupId: RollupId): Task {
  const { gossip, suppliers, clock, log, metrics } = deps;
  const accepted = createRecent(1_024);
  const listed = new Map<bigint, number>();

  return (signal) => runTasks({ gossip: (s) => gossip.listen(rollupId, judgeAndCount, s), repair }, signal);

  async function judgeAndCount(topic: BlockTopic, bytes: Uint8Array): Promise<Verdict> {
    const verdict = deps.takesGossip() ? judge(topic, bytes) : 'ignore';
    metrics.verdicts.inc({ topic, verdict });
    return verdict;
  }

  function judge(topic: BlockTopic, bytes: Uint8Array): Verdict {
    let block: FilteredBlock;
    try {
      block = decodeFilteredBlock(bytes);
    } catch (error) {
      if (faultOf(error) === 'rejected') return 'reject';
      throw error;
    }
    const { header, headerHash } = block;
    const { chainId, height: tip } = chain.tip();
    const key = `${topic} ${header.height} ${toHex(headerHash)}`;
    const cheap = cheapVerdict(header, { chainId, tip }, accepted.has(key));
    if (cheap !== undefined) return cheap;
    const validators = chain.validatorsFor(header);
    if (validators === undefined) return 'ignore';
    try {
      if (topic === 'rollup') {
        if (block.section === undefined) return 'reject';
        verifyFilteredBlock(block, rollupId, validators, chainId);
      } else {
        if (block.section !== undefined) return 'reject';
        verifyBlockProof(block, validators, chainId);
      }
    } catch (error) {
      if (faultOf(error) === 'rejected') return 'reject';
      throw error;
    }
    accepted.add(key);
    if (block.section === undefined && isListed(block)) noteListed(header.height);
    else admit(block, 'gossip');
    return 'accept';
  }

  function isListed({ rollupIds }: FilteredBlock): boolean {
    return rollupIds.some((id) => equalBytes(id, rollupId));
  }

  function noteListed(height: bigint): void {
    if (!chain.has(height) && !listed.has(height)) listed.set(height, clock.elapsed());
  }

  /** Takes a block that was verified. */
  function admit(block: FilteredBlock, via: Via): void {
    const before = chain.tip().height;
    const soft = softBlock(block, via);
    const firstHash = chain.hashAt(soft.height);
    if (chain.admit(soft) === 'conflict') {
      metrics.conflicts.inc({ source: 'soft' });
      deps.onConflict({ header: block.header, commit: block.commit, firstHash });
    }
    const { height } = chain.tip();
    if (height === before) return;
    for (const passed of listed.keys()) if (passed <= height) listed.delete(passed);
    metrics.seenHeight.set(Number(height));
    deps.onMoved();
  }

  async function repair(signal: AbortSignal): Promise<void> {
    let seen = {
      tip: chain.tip().height,
      movedAt: clock.elapsed(),
      gapSince: undefined as number | undefined,
    };
    let hasMore = true;
    for (;;) {
      signal.throwIfAborted();
      await learnSet(signal);
      const now = clock.elapsed();
      const tip = chain.tip().height;
      const gapSince = chain.lowestAhead() === undefined ? undefined : (seen.gapSince ?? now);
      seen = tip === seen.tip ? { ...seen, gapSince } : { tip, movedAt: now, gapSince };
      const listedSince = listed.get(tip + 1n);
      const due = pullDueAt({ ...seen, listedSince, hasMore, room: chain.room() });
      if (due === undefined || due > now) {
        await clock.sleep(tickMs, signal);
        continue;
      }
      hasMore = await pull(signal);
      if (!hasMore) {
        seen = { ...seen, movedAt: clock.elapsed() };
        await clock.sleep(emptyPullPauseMs, signal);
      }
    }
  }

  /** Asks one supplier after the other until one has the next block. */
  async function pull(signal: AbortSignal): Promise<boolean> {
    for (const supplier of suppliers) {
      const { via } = supplier;
      try {
        const count = await withDeadline(
          { ms: pullMs, what: 'blocks' },
          (s) => pullFrom(supplier, s),
          signal,
        );
        metrics.pulls.inc({ via, outcome: count > 0 ? 'blocks' : 'none' });
        if (count > 0) return true;
      } catch (error) {
        signal.throwIfAborted();
        if (faultOf(error) === 'fatal') throw error;
        metrics.pulls.inc({ via, outcome: 'failed' });
        log.debug({ via, err: error }, 'blocks could not be pulled');
      }
    }
    return false;
  }

  async function pullFrom(supplier: BlockSupplier, signal: AbortSignal): Promise<number> {
    const from = sequencerHeight(chain.tip().height + 1n);
    const count = Math.min(blocksPerPull, chain.room());
    let taken = 0;
    for await (const block of supplier.blocks({ from, count, rollupId }, signal)) {
      signal.throwIfAborted();
      if (block.header.height <= chain.tip().height) continue;
      await learnSet(signal);
      const tip = chain.tip();
      try {
        verifyNextHeader(tip, block.header);
        verifyFilteredBlock(block, rollupId, chain.validators() ?? [], tip.chainId);
      } catch (error) {
        supplier.distrust();
        throw error;
      }
      admit(block, supplier.via);
      if (chain.tip().height > tip.height) taken++;
      if (taken >= count || chain.room() === 0) break;
    }
    return taken;
  }

  /** Fetches the set that the tip names as soon as it is named, a height ahead of its use. */
  async function learnSet(signal: AbortSignal): Promise<void> {
    while (chain.validators() === undefined) {
      const hash = chain.tip().nextValidatorsHash;
      for (const supplier of suppliers) {
        try {
          const set = await supplier.validatorSet(hash, signal);
          if (set !== undefined) chain.learn(hash, set);
        } catch (error) {
          signal.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
        }
        if (chain.validators() !== undefined) return;
      }
      log.warn({ hash: toHex(hash) }, 'validator set is unknown to every peer');
      await clock.sleep(emptyPullPauseMs, signal);
    }
  }
}

/** About what a header, a commit of a few validators and the ids take. */
const proofBytes = 2_048;

/** The verified block as it is executed. */
function softBlock({ header, headerHash, commit, section }: FilteredBlock, via: Via): SoftBlock {
  const items = section?.items ?? [];
  return {
    height: sequencerHeight(header.height),
    headerHash,
    header,
    commit,
    items,
    byteLength: items.reduce((sum, item) => sum + item.length, proofBytes),
    via,
  };
}
